import { describe, expect, it } from 'vitest';
import { createSharedView } from './sharedView';
import {
  fitRect,
  keepInSight,
  LEAST_ZOOM,
  MOST_ZOOM,
  panBy,
  paneGrid,
  pinch,
  resized,
  reveal,
  startView,
  textSize,
  type Viewport,
  zoomAt,
} from './viewport';

const size = { width: 400, height: 300 };
const view: Viewport = { x: 30, y: -20, zoom: 0.5 };
/** Where a point of the figure is seen. */
const seen = ({ x, y, zoom }: Viewport, at: { x: number; y: number }) => ({
  x: at.x * zoom + x,
  y: at.y * zoom + y,
});

describe('moving', () => {
  it('the point under the pointer stays there while zooming, within bounds', () => {
    const at = { x: 130, y: 80 };
    const under = { x: 200, y: 200 };
    expect(seen(view, under)).toEqual(at);
    expect(seen(zoomAt(view, at, 1.6), under)).toEqual(at);
    expect(zoomAt(view, at, 1e6).zoom).toBe(MOST_ZOOM);
    expect(seen(zoomAt(view, at, 1e-6), under).x).toBeCloseTo(130);
    expect(zoomAt(view, at, 1e-6).zoom).toBe(LEAST_ZOOM);
  });

  it('two fingers keep what is under them', () => {
    const from = [
      { x: 100, y: 100 },
      { x: 200, y: 100 },
    ] as const;
    const to = [
      { x: 90, y: 140 },
      { x: 290, y: 140 },
    ] as const;
    const after = pinch(view, from, to);
    expect(after.zoom).toBe(1);
    for (const place of [0, 1]) {
      const figure = { x: (from[place].x - 30) / 0.5, y: (from[place].y + 20) / 0.5 };
      expect(seen(after, figure)).toEqual(to[place]);
    }
  });

  it('nothing is lost from sight', () => {
    const bounds = { x: 0, y: 0, width: 1000, height: 600 };
    const far = keepInSight(panBy(view, 1e5, -1e5), bounds, size);
    expect(far.x).toBe(400 - 48);
    expect(far.y).toBe(48 - 300);
    expect(keepInSight(view, bounds, size)).toEqual(view);
  });

  it('shows a block by the least move', () => {
    const there = { x: 100, y: 100, width: 100, height: 50 };
    expect(reveal(view, there, size)).toEqual(view);
    const away = { x: 900, y: 100, width: 100, height: 50 };
    expect(reveal(view, away, size)).toEqual({ ...view, x: 400 - 24 - 500 });
  });

  it('the middle stays when the panes change their size', () => {
    const after = resized(view, size, { width: 200, height: 500 });
    expect(after).toEqual({ x: -70, y: 80, zoom: 0.5 });
  });
});

describe('beginning', () => {
  const first = { x: 0, y: 180, width: 100, height: 40 };
  const wide = {
    bounds: { x: 0, y: 0, width: 5000, height: 400 },
    first,
    direction: 'right',
  } as const;

  it('shows all of a figure that can be read so, else its inputs', () => {
    const small = { x: 100, y: 100, width: 900, height: 200 };
    expect(startView({ ...wide, bounds: small }, size)).toEqual(fitRect(small, size));
    const start = startView(wide, size);
    expect(start.zoom).toBeGreaterThan(0.4);
    expect(textSize(start.zoom)).toBeGreaterThan(0);
    const at = seen(start, first);
    expect(at.x).toBeGreaterThan(0);
    expect(at.x).toBeLessThan(50);
    expect(seen(start, { x: 0, y: 200 }).y).toBeCloseTo(150);
  });

  it('begins below where the graph runs up, above where it runs down', () => {
    const bounds = { x: 0, y: 0, width: 300, height: 5000 };
    const below = { x: 100, y: 4960, width: 100, height: 40 };
    const up = startView({ bounds, first: below, direction: 'up' }, size);
    expect(seen(up, { x: 150, y: 5000 }).x).toBeCloseTo(200);
    expect(seen(up, { x: 150, y: 5000 }).y).toBeLessThan(300);
    expect(seen(up, below).y).toBeGreaterThan(200);
    const down = startView({ bounds, first: { ...below, y: 0 }, direction: 'down' }, size);
    expect(seen(down, { x: 0, y: 0 }).y).toBeGreaterThan(0);
    expect(seen(down, { x: 0, y: 40 }).y).toBeLessThan(100);
  });

  it('shows the inputs also where the figure is too large across', () => {
    const bounds = { x: 0, y: 0, width: 5000, height: 3000 };
    const low = { x: 0, y: 2900, width: 100, height: 40 };
    const start = startView({ bounds, first: low, direction: 'right' }, size);
    expect(seen(start, { x: 0, y: 2920 }).y).toBeCloseTo(150);
    expect(seen(start, low).x).toBeGreaterThan(0);
  });

  it('waits for the size, begins once, and keeps the place through an edit', () => {
    const shared = createSharedView();
    const figure = { ...wide, differing: null };
    shared.setFigure('one', figure);
    shared.move((at) => panBy(at, 50, 0));
    expect(shared.getState().viewport).toEqual({ x: 0, y: 0, zoom: 1 });
    shared.setSize(size);
    expect(shared.getState().viewport).toEqual(startView(wide, size));
    shared.move((at) => panBy(at, 50, 0));
    const moved = shared.getState().viewport;
    shared.setFigure('one', { ...figure, bounds: { ...wide.bounds, width: 6000 } });
    expect(shared.getState().viewport).toEqual(moved);
    shared.setFigure('two', figure);
    expect(shared.getState().viewport).toEqual(startView(wide, size));
  });
});

describe('panes', () => {
  const wide = { x: 0, y: 0, width: 2600, height: 500 };
  const tall = { x: 0, y: 0, width: 700, height: 1400 };
  const square = { x: 0, y: 0, width: 900, height: 700 };
  const area = { width: 870, height: 780 };

  it('figures that run to the right lie one over another, those that run up beside each other', () => {
    expect(paneGrid(2, area, wide)).toEqual({ columns: 1, rows: 2 });
    expect(paneGrid(2, area, tall)).toEqual({ columns: 2, rows: 1 });
    expect(paneGrid(4, area, square)).toEqual({ columns: 2, rows: 2 });
    expect(paneGrid(6, { width: 1200, height: 700 }, square)).toEqual({ columns: 3, rows: 2 });
  });

  it('have room for all, in any area, with no column empty', () => {
    for (const width of [300, 540, 900, 1600]) {
      for (const height of [120, 300, 560, 900]) {
        for (const figure of [wide, tall, square, { x: 0, y: 0, width: 0, height: 0 }]) {
          for (let count = 1; count <= 6; count++) {
            const { columns, rows } = paneGrid(count, { width, height }, figure);
            expect(columns * rows).toBeGreaterThanOrEqual(count);
            expect(columns * (rows - 1)).toBeLessThan(count);
          }
        }
      }
    }
  });
});
