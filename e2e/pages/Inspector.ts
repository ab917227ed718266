/** The panel at the right: the selected block or wire, or the graph. */
import type { Locator, Page } from '@playwright/test';

export class Inspector {
  readonly panel: Locator;
  readonly title: Locator;

  constructor(page: Page) {
    this.panel = page.getByRole('complementary', { name: 'Inspector' });
    this.title = this.panel.getByRole('textbox', { name: 'Title of the graph' });
  }

  tab(name: string): Locator {
    return this.panel.getByRole('tab', { name });
  }

  /** A parameter of the selected block, or a hyperparameter of the graph. */
  field(label: string): Locator {
    // A field that names what it may follow is a combobox, any other a textbox.
    return this.panel.getByLabel(label, { exact: true });
  }

  /** Writes a number or an expression, and records it. */
  async set(label: string, value: number | string): Promise<void> {
    const field = this.field(label);
    await field.fill(String(value));
    await field.press('Enter');
  }

  /** Changes hyperparameters of the graph. */
  async setHyperparameters(values: Readonly<Record<string, number>>): Promise<void> {
    await this.tab('Graph').click();
    for (const [name, value] of Object.entries(values)) await this.set(name, value);
  }
}
