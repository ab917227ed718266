import { describe, expect, it } from 'vitest';
import type { PlacedBox } from './alignBoxes';
import { keepsOrder } from './keepsOrder';

const box = (id: string, x: number, y = 0): PlacedBox => ({
  id,
  rect: { x, y, width: 100, height: 40 },
});
const wire = (from: string, to: string, added = true) => ({ from, to, added });
const own = [box('a', 0), box('n', 150), box('b', 300), box('c', 450)];
const wires = [wire('a', 'n'), wire('n', 'b'), wire('b', 'c', false)];
const keeps = (moved: PlacedBox[], layout = own) =>
  keepsOrder(layout, moved, wires, new Set(['n']), 'right');

describe('the order of a layout', () => {
  it('is kept where all moved alike, or on', () => {
    expect(keeps(own)).toBe(true);
    expect(keeps([box('a', 50), box('n', 220), box('b', 400), box('c', 550)])).toBe(true);
  });

  it('is lost where an added wire turns back, not where one of the base lies as there', () => {
    expect(keeps([box('a', 0), box('n', 300, 90), box('b', 150), box('c', 450)])).toBe(false);
    expect(keeps([box('a', 0), box('n', 150), box('b', 450), box('c', 300)])).toBe(true);
  });

  it('is lost where a new block seems to be wired between two others', () => {
    const above = [box('a', 0), box('n', 120, -90), box('b', 300), box('c', 550)];
    const side = [wire('a', 'b', false), wire('b', 'c', false)];
    const check = (moved: PlacedBox[]) => keepsOrder(above, moved, side, new Set(['n']), 'right');
    expect(check([box('a', 0), box('n', 425, -90), box('b', 300), box('c', 550)])).toBe(true);
    expect(check([box('a', 0), box('n', 425, 0), box('b', 300), box('c', 550)])).toBe(false);
  });

  it('is not asked of a layout in which blocks cover each other', () => {
    const layout = [box('a', 0), box('n', 150), box('b', 300), box('c', 320)];
    expect(keeps([box('a', 0), box('n', 500), box('b', 150), box('c', 300)], layout)).toBe(true);
  });
});
