/** The canvas: blocks by title, wires by the blocks at their ends, ports by name. */
import { expect, type Locator, type Page } from '@playwright/test';

interface Point {
  readonly x: number;
  readonly y: number;
}

export class CanvasView {
  readonly root: Locator;
  readonly blocks: Locator;
  readonly wires: Locator;
  readonly quickAdd: Locator;
  readonly connect: Locator;
  /** The reason at the pointer while a wire is drawn. */
  readonly reason: Locator;
  private readonly tools: Locator;

  constructor(readonly page: Page) {
    this.root = page.getByRole('main', { name: 'Graph' });
    this.blocks = this.root.locator('.react-flow__node');
    this.wires = this.root.getByRole('img', { name: /^Wire from / });
    this.quickAdd = page.getByRole('dialog', { name: 'Add a block' });
    this.connect = page.getByRole('dialog', { name: /^Connect / });
    this.reason = page.locator('.wire-reason');
    this.tools = this.root.getByRole('toolbar', { name: 'View' });
  }

  /** A block whose title is `title`; what it is said to be goes on after a comma. */
  block(title: string): Locator {
    return this.root.getByRole('group', { name: new RegExp(`^${escapeRegExp(title)}(,|$)`) });
  }

  /** A wire by the titles of the blocks at its ends. */
  wire(from: string, to: string): Locator {
    const name = `^Wire from ${escapeRegExp(from)} to ${escapeRegExp(to)},`;
    return this.root.getByRole('img', { name: new RegExp(name) });
  }

  input(block: string, port: string): Locator {
    return this.block(block).locator(`.react-flow__handle.target[data-handleid="${port}"]`);
  }

  output(block: string, port: string): Locator {
    return this.block(block).locator(`.react-flow__handle.source[data-handleid="${port}"]`);
  }

  tool(name: string): Locator {
    return this.tools.getByRole('button', { name });
  }

  /** Selects a block by its title, away from ports and buttons. */
  async select(title: string, options: { readonly add?: boolean } = {}): Promise<void> {
    await this.block(title)
      .locator('.block-title')
      .click({ modifiers: options.add ? ['Shift'] : [] });
  }

  /** Selects a wire by pressing on its middle. */
  async selectWire(from: string, to: string): Promise<void> {
    const at = await this.wire(from, to)
      .locator('.wire-line')
      .evaluate((line) => {
        const path = line as SVGPathElement;
        const middle = path.getPointAtLength(path.getTotalLength() / 2);
        const matrix = path.getScreenCTM() as DOMMatrix;
        const { x, y } = new DOMPoint(middle.x, middle.y).matrixTransform(matrix);
        return { x, y };
      });
    await this.page.mouse.click(at.x, at.y);
  }

  /** Draws a wire with the pointer; stays over the end when `release` is false. */
  async drawWire(from: Locator, to: Locator | Point, release = true): Promise<void> {
    const start = await centre(from);
    const end = 'x' in to ? to : await centre(to);
    const { mouse } = this.page;
    await mouse.move(start.x, start.y);
    await mouse.down();
    await mouse.move((start.x + end.x) / 2, (start.y + end.y) / 2, { steps: 4 });
    await mouse.move(end.x, end.y, { steps: 4 });
    if (release) await mouse.up();
  }

  /** A place on the canvas by shares of its size. */
  async place(across: number, down: number): Promise<Point> {
    const box = await boxOf(this.root);
    return { x: box.x + box.width * across, y: box.y + box.height * down };
  }

  /** Drags a block of the palette onto the canvas. */
  async drop(item: Locator, at: Point): Promise<void> {
    const box = await boxOf(this.root);
    await item.dragTo(this.root, { targetPosition: { x: at.x - box.x, y: at.y - box.y } });
  }

  /** Shows the whole graph. */
  async fit(): Promise<void> {
    await this.tool('Fit to view').click();
  }

  async expectSize(blocks: number, wires: number): Promise<void> {
    await expect(this.blocks).toHaveCount(blocks);
    await expect(this.wires).toHaveCount(wires);
  }
}

async function boxOf(locator: Locator) {
  const box = await locator.boundingBox();
  if (!box) throw new Error(`${locator} is not on the page`);
  return box;
}

async function centre(locator: Locator): Promise<Point> {
  const { x, y, width, height } = await boxOf(locator);
  return { x: x + width / 2, y: y + height / 2 };
}

export function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
