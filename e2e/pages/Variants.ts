/** The tabs over the canvas: the base and its variants. */
import { expect, type Locator, type Page } from '@playwright/test';
import { escapeRegExp } from './CanvasView';

export class Variants {
  readonly tabs: Locator;
  readonly fork: Locator;
  /** What the shown variant changes. */
  readonly words: Locator;
  readonly rename: Locator;
  readonly sweep: Locator;
  /** Asked before one is left that is being trained. */
  readonly leave: Locator;
  private readonly root: Locator;

  constructor(private readonly page: Page) {
    this.root = page.getByRole('main', { name: 'Graph' });
    this.tabs = this.root.getByRole('tab');
    this.fork = this.root.getByRole('button', { name: 'Fork', exact: true });
    this.words = this.root.locator('.variant-words');
    this.rename = this.root.getByRole('textbox', { name: 'Title of the variant' });
    this.sweep = page.getByRole('dialog', { name: 'Try several values' });
    this.leave = page.getByRole('dialog', { name: 'Stop the training?' });
  }

  /** A tab; what its variant changes is counted after a comma. */
  tab(title: string): Locator {
    return this.root.getByRole('tab', { name: new RegExp(`^${escapeRegExp(title)}(,|$)`) });
  }

  async show(title: string): Promise<void> {
    await this.tab(title).click();
    await this.expectShown(title);
  }

  /** Chooses from the menu of a tab. */
  async menu(title: string, item: string): Promise<void> {
    await this.tab(title).click({ button: 'right' });
    await this.page.getByRole('menuitem', { name: item }).click();
  }

  async expectShown(title: string): Promise<void> {
    await expect(this.tab(title)).toHaveAttribute('aria-selected', 'true');
  }

  async expectTitles(titles: readonly string[]): Promise<void> {
    await expect(this.tabs).toHaveText([...titles]);
  }
}
