import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alignBoxes, type Member, type PlacedBox } from './alignBoxes';

const box = (id: string, x: number, y = 0, width = 100, height = 40): PlacedBox => ({
  id,
  rect: { x, y, width, height },
});
const chain = (...ids: string[]) =>
  ids.slice(1).map((target, index) => ({ source: ids[index], target }));
const itself = (boxes: readonly PlacedBox[]): Member => ({
  boxes,
  pairs: new Map(boxes.map(({ id }) => [id, id])),
  edges: chain(...boxes.map(({ id }) => id)),
});
const base = [box('a', 0), box('b', 150), box('c', 300)];

describe('places in common', () => {
  it('what nobody changed stays', () => {
    const [places] = alignBoxes(base, [itself(base)], 'right');
    expect([...places.values()].map(({ x }) => x)).toEqual([0, 150, 300]);
  });

  it('a new block pushes what comes after it, in all members', () => {
    const boxes = [box('a', 1000), box('n', 1140), box('b', 1290), box('c', 1440)];
    const pairs = new Map(base.map(({ id }) => [id, id]));
    const edges = chain('a', 'n', 'b', 'c');
    const [own, other] = alignBoxes(base, [itself(base), { boxes, pairs, edges }], 'right');
    const x = (places: typeof own, id: string) => places.get(id)?.x ?? Number.NaN;
    expect(x(other, 'a')).toBe(0);
    expect(x(other, 'n')).toBe(140);
    expect(x(other, 'b')).toBeGreaterThanOrEqual(140 + 100 + 36);
    expect(x(other, 'c') - x(other, 'b')).toBe(150);
    for (const id of ['a', 'b', 'c']) expect(x(own, id)).toBe(x(other, id));
  });

  it('upwards and downwards too', () => {
    for (const direction of ['up', 'down'] as const) {
      const sign = direction === 'up' ? -1 : 1;
      const boxes = [box('a', 0, 0), box('b', 0, sign * 80)];
      const wider = [box('a', 0, 0), box('n', 0, sign * 60), box('b', 0, sign * 140)];
      const pairs = new Map([
        ['a', 'a'],
        ['b', 'b'],
      ]);
      const edges = chain('a', 'n', 'b');
      const [own] = alignBoxes(boxes, [itself(boxes), { boxes: wider, pairs, edges }], direction);
      expect(own.get('a')?.y).toBe(0);
      expect(sign * (own.get('b')?.y ?? 0)).toBeGreaterThanOrEqual(60 + 40 + 36);
    }
  });

  it('a block that grew keeps its middle, and others get out of its way', () => {
    const boxes = [box('a', 0), box('b', 150, -80, 240, 200), box('c', 300)];
    const [own, other] = alignBoxes(base, [itself(base), itself(boxes)], 'right');
    expect((own.get('b')?.x ?? 0) + 50).toBe((other.get('b')?.x ?? 0) + 120);
    expect(other.get('c')?.x).toBeGreaterThanOrEqual((other.get('b')?.x ?? 0) + 240);
  });

  it('new blocks cover nothing, wherever they were', () => {
    const place = fc.record({
      x: fc.integer({ min: -200, max: 900 }),
      y: fc.integer({ min: -100, max: 100 }),
    });
    fc.assert(
      fc.property(fc.array(place, { maxLength: 6 }), (places) => {
        const added = places.map(({ x, y }, index) => box(`n${index}`, x, y));
        const member: Member = {
          boxes: [...base, ...added],
          pairs: new Map(base.map(({ id }) => [id, id])),
          edges: [],
        };
        const [own] = alignBoxes(base, [member], 'right');
        const at = (id: string) => own.get(id) ?? { x: Number.NaN, y: Number.NaN };
        for (const { id } of added) {
          for (const { id: other } of base) {
            const apart =
              Math.abs(at(id).x - at(other).x) >= 100 || Math.abs(at(id).y - at(other).y) >= 40;
            expect([id, other, apart]).toEqual([id, other, true]);
          }
        }
      }),
      { numRuns: 100 },
    );
  });
});
