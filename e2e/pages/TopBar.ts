/** The bar over everything: the graph's menu, undo, share, the badge, whether it is saved. */
import { expect, type Locator, type Page } from '@playwright/test';

export class TopBar {
  readonly undo: Locator;
  readonly redo: Locator;
  readonly badge: Locator;
  readonly share: Locator;
  /** Whether the graph is saved. */
  readonly saved: Locator;
  /** Messages that come by themselves, and stay until they are dismissed or time out. */
  readonly toasts: Locator;

  constructor(private readonly page: Page) {
    const bar = page.getByRole('banner');
    this.undo = bar.getByRole('button', { name: 'Undo' });
    this.redo = bar.getByRole('button', { name: 'Redo' });
    this.badge = bar.getByRole('button', { name: /^Backend: / });
    this.share = bar.getByRole('button', { name: 'Share' });
    this.saved = bar.getByText('Saved', { exact: true });
    this.toasts = page.locator('.toasts');
  }

  title(title: string): Locator {
    return this.page.getByRole('button', { name: `${title}, menu of the graph` });
  }

  async menu(item: string): Promise<void> {
    await this.page.getByRole('button', { name: /menu of the graph$/ }).click();
    await this.page.getByRole('menuitem', { name: item }).click();
  }

  /** The text that "Save as file" writes. */
  async saveFile(): Promise<{ name: string; text: string }> {
    const [download] = await Promise.all([
      this.page.waitForEvent('download'),
      this.menu('Save as file'),
    ]);
    const stream = await download.createReadStream();
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    return { name: download.suggestedFilename(), text: Buffer.concat(chunks).toString('utf8') };
  }

  /** Waits until what is drawn is stored. */
  async waitUntilSaved(): Promise<void> {
    await expect(this.saved).toBeVisible();
  }

  /** What the badge says when it is pressed. */
  async readBadge(): Promise<string> {
    await this.badge.click();
    const report = this.page.locator('.lab-backend');
    const text = await report.innerText();
    await this.page.keyboard.press('Escape');
    return text;
  }
}
