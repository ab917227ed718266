/** The Compare tab: variants in a table, trained side by side. */
import type { Locator, Page } from '@playwright/test';
import { escapeRegExp } from './CanvasView';

export class Board {
  readonly root: Locator;
  readonly rows: Locator;
  readonly legend: Locator;
  /** What the trainings are doing, in the strip. */
  readonly status: Locator;

  constructor(private readonly page: Page) {
    const lab = page.getByRole('region', { name: 'Lab' });
    this.root = lab;
    this.rows = lab.getByRole('table', { name: /^Variants/ }).locator('tbody tr');
    this.legend = lab.getByRole('figure', { name: 'Curves of the variants' }).getByRole('listitem');
    this.status = lab.locator('.lab-figures');
  }

  row(title: string): Locator {
    return this.rows.filter({
      has: this.page.getByRole('button', { name: title, exact: true }),
    });
  }

  action(name: 'Train all' | 'Train the rest' | 'Train again' | 'Pause' | 'Resume' | 'Stop') {
    return this.root.getByRole('button', { name, exact: true });
  }

  async choose(title: string, item: string): Promise<void> {
    await this.row(title)
      .getByRole('button', { name: new RegExp(`^${escapeRegExp(title)}, actions`) })
      .click();
    await this.page.getByRole('menuitem', { name: item }).click();
  }

  /** The text of a file that the menu of exports gives. */
  async exported(item: string): Promise<string> {
    await this.root.getByRole('button', { name: 'Export' }).click();
    const coming = this.page.waitForEvent('download');
    await this.page.getByRole('menuitem', { name: item }).click();
    const stream = await (await coming).createReadStream();
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks).toString('utf8');
  }
}
