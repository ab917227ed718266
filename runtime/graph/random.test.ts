import { describe, expect, it } from 'vitest';
import { createRandom, restoreRandom } from './random';

const draws = (seed: number | string, count: number) => {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => random.next());
};

describe('createRandom', () => {
  it('gives the same stream for the same seed, another for another', () => {
    expect(draws('vit', 50)).toEqual(draws('vit', 50));
    expect(draws(7, 5)).toEqual(draws('7', 5));
    expect(draws(7, 5)).not.toEqual(draws(8, 5));
  });

  it('keeps its stream between releases', () => {
    const random = createRandom(42);
    expect(Array.from({ length: 4 }, () => random.int(1_000_000))).toEqual([
      819658, 561921, 374978, 704714,
    ]);
  });

  it('is uniform in [0, 1)', () => {
    const values = draws(1, 20_000);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeLessThan(1);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(mean).toBeCloseTo(0.5, 1);
    const bins = new Array<number>(10).fill(0);
    for (const value of values) bins[Math.floor(value * 10)]++;
    for (const bin of bins) expect(Math.abs(bin - 2000)).toBeLessThan(200);
  });

  it('draws integers over the whole range and nothing beside it', () => {
    const random = createRandom('dice');
    const seen = new Set(Array.from({ length: 500 }, () => random.int(6)));
    expect([...seen].sort()).toEqual([0, 1, 2, 3, 4, 5]);
    for (const bad of [0, -1, 1.5, Number.NaN, 2 ** 33]) {
      expect(() => random.int(bad)).toThrow(RangeError);
    }
  });

  it('draws standard normals', () => {
    const random = createRandom('normal');
    const values = Array.from({ length: 20_000 }, () => random.normal());
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    expect(Math.abs(mean)).toBeLessThan(0.03);
    expect(Math.abs(variance - 1)).toBeLessThan(0.05);
    expect(values.every(Number.isFinite)).toBe(true);
  });
});

describe('fork', () => {
  it('depends on seed and label, not on what was drawn', () => {
    const used = createRandom(3);
    for (let draw = 0; draw < 10; draw++) used.next();
    expect(used.fork('weights').next()).toBe(createRandom(3).fork('weights').next());
    expect(used.fork('weights').next()).not.toBe(used.fork('data').next());
  });

  it('tells nested labels apart', () => {
    const root = createRandom(0);
    expect(root.fork('a').fork('b').next()).not.toBe(root.fork('a/b').next());
    expect(root.fork('a').fork('b').next()).not.toBe(root.fork('b').fork('a').next());
  });
});

describe('shuffle', () => {
  it('permutes a copy', () => {
    const items = Array.from({ length: 100 }, (_, index) => index);
    const shuffled = createRandom('cards').shuffle(items);
    expect(shuffled).not.toEqual(items);
    expect([...shuffled].sort((a, b) => a - b)).toEqual(items);
  });
});

describe('save and restore', () => {
  it('continues the stream and its forks from plain data', () => {
    const random = createRandom('resume');
    random.next();
    const state = JSON.parse(JSON.stringify(random.save()));
    const copy = restoreRandom(state);
    expect(copy.fork('x').next()).toBe(random.fork('x').next());
    expect([copy.next(), copy.normal()]).toEqual([random.next(), random.normal()]);
  });
});
