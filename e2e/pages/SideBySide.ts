/** The variants side by side: a pane each, moved together. */
import type { Locator, Page } from '@playwright/test';
import { escapeRegExp } from './CanvasView';

export class SideBySide {
  readonly toggle: Locator;
  readonly panes: Locator;
  readonly tools: Locator;

  constructor(page: Page) {
    const root = page.getByRole('main', { name: 'Graph' });
    this.toggle = root.getByRole('button', { name: 'Side by side' });
    this.panes = root.locator('.pane');
    this.tools = root.getByRole('toolbar', { name: 'View of all' });
  }

  /** A pane by the title of its variant. */
  pane(title: string): Locator {
    return this.panes.filter({ has: this.panes.page().locator(`.pane-title:text-is("${title}")`) });
  }

  title(title: string): Locator {
    return this.pane(title).getByRole('button', { name: `${title}, open to edit` });
  }

  /** What takes drags, the wheel and keys. */
  surface(title: string): Locator {
    return this.pane(title).getByRole('group');
  }

  /** Blocks in a pane whose spoken text begins with `text`. */
  block(title: string, text: string): Locator {
    const name = new RegExp(`^${escapeRegExp(text)}`);
    return this.pane(title).getByRole('img', { name });
  }

  /** The block that is pointed at, as this pane tells it. */
  note(title: string): Locator {
    return this.pane(title).locator('.pane-note');
  }

  /** How the figures lie: the same text for all panes, once they have moved together. */
  async places(): Promise<string[]> {
    return this.panes
      .locator('.pane-figure')
      .evaluateAll((figures) => figures.map((figure) => (figure as SVGElement).style.transform));
  }

  /** Middle of a block relative to its pane, px. */
  async placeOf(title: string, text: string): Promise<{ x: number; y: number }> {
    const frame = await this.surface(title).boundingBox();
    const box = await this.block(title, text).locator('.figure-box').first().boundingBox();
    if (!frame || !box) throw new Error(`${text} is not drawn in ${title}`);
    return {
      x: Math.round(box.x + box.width / 2 - frame.x),
      y: Math.round(box.y + box.height / 2 - frame.y),
    };
  }
}
