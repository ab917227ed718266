/** The window "Your data". */
import { expect, type Locator, type Page } from '@playwright/test';
import type { Lab } from './Lab';

export interface GivenFile {
  readonly name: string;
  readonly content: Buffer | string;
}

export class OwnData {
  readonly root: Locator;
  /** "180 grey pictures of 28 x 28 pixels in 3 classes". */
  readonly what: Locator;
  readonly problems: Locator;
  readonly kept: Locator;
  readonly button: (name: string) => Locator;

  constructor(readonly page: Page) {
    this.root = page.getByRole('dialog', { name: 'Your data' });
    this.what = this.root.getByRole('status');
    this.problems = this.root.locator('.lab-diagnostics li');
    this.kept = this.root.getByRole('region', { name: 'Kept on this computer' });
    this.button = (name) => this.root.getByRole('button', { name, exact: true });
  }

  /** Opens the window from the choice of data. */
  async open(lab: Lab): Promise<void> {
    await lab.root.getByRole('button', { name: 'Choose data' }).click();
    await this.page.getByRole('button', { name: 'Your own data' }).click();
    await expect(this.root).toBeVisible();
  }

  /** Drops a text file on a part of the page. */
  async drop(target: Locator, { name, content }: GivenFile): Promise<void> {
    const transfer = await this.page.evaluateHandle(
      ([fileName, text]) => {
        const made = new DataTransfer();
        made.items.add(new File([text], fileName));
        return made;
      },
      [name, String(content)] as const,
    );
    await target.dispatchEvent('drop', { dataTransfer: transfer });
  }

  async choose(...files: readonly GivenFile[]): Promise<void> {
    await this.root.getByLabel('Files of data').setInputFiles(
      files.map(({ name, content }) => ({
        name,
        mimeType: 'application/octet-stream',
        buffer: Buffer.from(content),
      })),
    );
  }
}
