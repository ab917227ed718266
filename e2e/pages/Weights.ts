/** Weights in and out of files: the menu in the strip of the lab, and its windows. */
import { readFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import type { Lab } from './Lab';

export class Weights {
  readonly report: Locator;
  readonly failure: Locator;

  constructor(
    private readonly page: Page,
    private readonly lab: Lab,
  ) {
    this.report = page.getByRole('dialog', { name: 'Use these weights?' });
    this.failure = page.getByRole('dialog', { name: 'The weights were not loaded' });
  }

  async choose(item: string): Promise<void> {
    await this.lab.root.getByRole('button', { name: 'Weights', exact: true }).click();
    await this.page.getByRole('menuitem', { name: item }).click();
  }

  /** Saves in the names of a convention; the bytes of the file. */
  async save(naming: string): Promise<{ name: string; bytes: Buffer }> {
    await this.choose('Save weights');
    const dialog = this.page.getByRole('dialog', { name: 'Save weights' });
    await dialog.getByRole('radio', { name: new RegExp(`^${naming}`) }).check();
    const [download] = await Promise.all([
      this.page.waitForEvent('download'),
      dialog.getByRole('button', { name: 'Save', exact: true }).click(),
    ]);
    const bytes = readFileSync(await download.path());
    return { name: download.suggestedFilename(), bytes };
  }

  /** Chooses a file by the menu; what it would do is told next. */
  async inspect(bytes: Buffer, name = 'weights.safetensors'): Promise<void> {
    const [chooser] = await Promise.all([
      this.page.waitForEvent('filechooser'),
      this.choose('Load weights'),
    ]);
    await chooser.setFiles({ name, mimeType: 'application/octet-stream', buffer: bytes });
  }

  async use(share: string): Promise<void> {
    await this.report.getByRole('button', { name: `Use ${share}` }).click();
    await this.report.waitFor({ state: 'detached' });
  }

  async forget(): Promise<void> {
    await this.choose('Forget these weights');
    const dialog = this.page.getByRole('dialog', { name: 'Forget these weights?' });
    await dialog.getByRole('button', { name: 'Forget', exact: true }).click();
  }
}
