/** What one can begin with: on the first visit, and in the dialog "Open". */
import type { Locator, Page } from '@playwright/test';

export class Gallery {
  readonly heading: Locator;
  readonly dialog: Locator;
  readonly failure: Locator;

  constructor(private readonly page: Page) {
    this.heading = page.getByRole('heading', { level: 1, name: 'Wire attention, block by block' });
    this.dialog = page.getByRole('dialog', { name: 'Open', exact: true });
    this.failure = page.getByRole('alert');
  }

  preset(title: string): Locator {
    return this.page.getByRole('button', { name: title, exact: true });
  }

  stored(title: string): Locator {
    return this.page
      .getByRole('region', { name: 'Your graphs' })
      .getByRole('button', { name: title });
  }

  async openPreset(title: string): Promise<void> {
    await this.preset(title).click();
  }

  async openEmpty(): Promise<void> {
    await this.page.getByRole('button', { name: 'Empty graph' }).click();
  }

  async askForFile(): Promise<void> {
    await this.page.getByRole('button', { name: 'Open file' }).click();
  }
}
