/** The list of blocks at the left. */
import type { Locator, Page } from '@playwright/test';

export class Palette {
  readonly search: Locator;
  private readonly panel: Locator;

  constructor(page: Page) {
    this.panel = page.getByRole('complementary', { name: 'Blocks' });
    this.search = this.panel.getByRole('searchbox', { name: 'Search blocks' });
  }

  item(title: string): Locator {
    return this.panel.getByRole('button', { name: title, exact: true });
  }
}
