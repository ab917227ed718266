/** What tokens are drawn from, against numbers worked out by hand. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distributionOf, logProbabilities, mostLikely } from './distribution';

/** Logits of probabilities 0.1, 0.4, 0.2, 0.3. */
const logits = Float32Array.from([0.1, 0.4, 0.2, 0.3], Math.log);
const all = { temperature: 1, topK: null, topP: null };

/** Ids, and probabilities to four digits. */
const of = (options: Partial<typeof all> | { topK?: number; topP?: number }) =>
  distributionOf(logits, { ...all, ...options }).map(({ id, probability }) => [
    id,
    Math.round(probability * 1e4) / 1e4,
  ]);

describe('the distribution of the next token', () => {
  it('is the softmax, likeliest first', () => {
    expect(of({})).toEqual([
      [1, 0.4],
      [3, 0.3],
      [2, 0.2],
      [0, 0.1],
    ]);
  });

  it('is sharpened and flattened by the temperature', () => {
    // Squares 0.16, 0.09, 0.04, 0.01 of sum 0.3.
    expect(of({ temperature: 0.5 })).toEqual([
      [1, 0.5333],
      [3, 0.3],
      [2, 0.1333],
      [0, 0.0333],
    ]);
    const flat = of({ temperature: 2 });
    const roots = [0.4, 0.3, 0.2, 0.1].map(Math.sqrt);
    const total = roots.reduce((a, b) => a + b);
    expect(flat.map(([, p]) => p)).toEqual(roots.map((r) => Math.round((1e4 * r) / total) / 1e4));
    expect(of({ temperature: 0 })).toEqual([[1, 1]]);
  });

  it('keeps the k likeliest', () => {
    expect(of({ topK: 2 })).toEqual([
      [1, 0.5714],
      [3, 0.4286],
    ]);
    expect(of({ topK: 1 })).toEqual([[1, 1]]);
    expect(of({ topK: 9 })).toHaveLength(4);
  });

  it('keeps the nucleus: as few as have the probability together', () => {
    expect(of({ topP: 0.65 })).toEqual([
      [1, 0.5714],
      [3, 0.4286],
    ]);
    expect(of({ topP: 0.75 }).map(([id]) => id)).toEqual([1, 3, 2]);
    expect(of({ topP: 0.01 })).toEqual([[1, 1]]);
    expect(of({ topP: 1 })).toHaveLength(4);
    // Of the two likeliest, 0.57 and 0.43, the first has half already.
    expect(of({ topK: 2, topP: 0.5 })).toEqual([[1, 1]]);
  });

  it('always sums to 1, and holds the likeliest token', () => {
    const options = fc.record({
      temperature: fc.double({ min: 0.05, max: 20, noNaN: true }),
      topK: fc.option(fc.integer({ min: 1, max: 12 })),
      topP: fc.option(fc.double({ min: 0.001, max: 1, noNaN: true })),
    });
    const values = fc.array(fc.float({ min: -80, max: 80, noNaN: true }), {
      minLength: 1,
      maxLength: 12,
    });
    fc.assert(
      fc.property(values, options, (numbers, chosen) => {
        const some = Float32Array.from(numbers);
        const found = distributionOf(some, chosen);
        const total = found.reduce((sum, { probability }) => sum + probability, 0);
        expect(total).toBeCloseTo(1, 9);
        expect(found[0].id).toBe(mostLikely(some).index);
      }),
    );
  });
});

it('logarithms of probabilities survive logits of any size', () => {
  expect(Array.from(logProbabilities(logits), Math.exp)[1]).toBeCloseTo(0.4, 6);
  expect([...logProbabilities(Float32Array.of(1000, 1000))]).toEqual([-Math.LN2, -Math.LN2]);
});
