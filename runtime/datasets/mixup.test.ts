import { describe, expect, it } from 'vitest';
import { createRandom } from '../graph/random';
import { drawBeta, drawMix, mixValues, partnerValues } from './mixup';

describe('drawBeta', () => {
  it.each([0.001, 0.2, 0.5, 1, 4, 100])(
    'has the mean and the variance of Beta(%f, %f)',
    (alpha) => {
      const random = createRandom(alpha);
      const draws = Array.from({ length: 20_000 }, () => drawBeta(alpha, random));
      const mean = draws.reduce((sum, draw) => sum + draw, 0) / draws.length;
      const variance = draws.reduce((sum, draw) => sum + (draw - mean) ** 2, 0) / draws.length;
      expect(draws.every((draw) => draw >= 0 && draw <= 1)).toBe(true);
      expect(mean).toBeCloseTo(0.5, 1.5);
      // a b / ((a + b)^2 (a + b + 1)) with a = b.
      expect(variance / (1 / (4 * (2 * alpha + 1)))).toBeCloseTo(1, 1.3);
    },
  );

  it('is uniform for 1, and lies at the ends for a small alpha', () => {
    const share = (alpha: number, within: (draw: number) => boolean) => {
      const random = createRandom(7);
      const draws = Array.from({ length: 10_000 }, () => drawBeta(alpha, random));
      return draws.filter(within).length / draws.length;
    };
    expect(share(1, (draw) => draw < 0.1)).toBeCloseTo(0.1, 1.7);
    expect(share(1, (draw) => draw > 0.4 && draw < 0.6)).toBeCloseTo(0.2, 1.7);
    expect(share(0.01, (draw) => draw < 0.001 || draw > 0.999)).toBeGreaterThan(0.9);
  });
});

describe('drawMix', () => {
  it('gives one share and an order of the batch, by seed and step', () => {
    const mix = drawMix(0.4, 6, { seed: 1, step: 2 });
    expect([...mix.partners].sort()).toEqual([0, 1, 2, 3, 4, 5]);
    expect(drawMix(0.4, 6, { seed: 1, step: 2 })).toEqual(mix);
    expect(drawMix(0.4, 6, { seed: 1, step: 3 })).not.toEqual(mix);
    expect(drawMix(0.4, 6, { seed: 2, step: 2 })).not.toEqual(mix);
  });
});

it('mixes the numbers of each example with those of its partner', () => {
  const mix = { share: 0.75, partners: [1, 2, 0] };
  const values = Float32Array.from([0, 4, 8, 12, 16, 20]);
  expect([...mixValues(values, mix)]).toEqual([2, 6, 10, 14, 12, 16]);
  expect([...partnerValues(Int32Array.from([7, 8, 9]), mix)]).toEqual([8, 9, 7]);
  expect([...values]).toEqual([0, 4, 8, 12, 16, 20]);
});
