/** Tokens drawn by chance: as often as they should be, and the same for the same seed. */
import { expect, it } from 'vitest';
import { GREEDY } from './checkDecoding';
import { createChooser, draw } from './chooser';

const logits = Float32Array.from([0.1, 0.4, 0.2, 0.3], Math.log);
const sampled = (seed: number, count: number, more = {}) => {
  const choose = createChooser({ ...GREEDY, method: 'sample', seed, ...more });
  return Array.from({ length: count }, () => choose(logits));
};

it('takes the likeliest, and tells the others', () => {
  const choice = createChooser(GREEDY)(logits);
  expect(choice.id).toBe(1);
  expect(choice.probability).toBeCloseTo(0.4, 6);
  expect(choice.top.map(({ id }) => id)).toEqual([1, 3, 2, 0]);
});

it('draws at a share of the whole', () => {
  const candidates = [0.5, 0.25, 0.25].map((probability, id) => ({ id, probability }));
  expect([0, 0.49, 0.5, 0.74, 0.75, 0.999].map((at) => draw(candidates, at).id)).toEqual([
    0, 0, 1, 1, 2, 2,
  ]);
  expect(draw([{ id: 7, probability: 0.9 }], 0.95).id).toBe(7);
});

it('draws each token as often as it is likely', () => {
  const counts = [0, 0, 0, 0];
  for (const { id } of sampled(3, 20_000)) counts[id]++;
  // Four standard deviations are 0.014 at most.
  for (const [id, share] of [0.1, 0.4, 0.2, 0.3].entries()) {
    expect(Math.abs(counts[id] / 20_000 - share)).toBeLessThan(0.014);
  }
});

it('draws from what is kept alone, with its probabilities', () => {
  const drawn = sampled(1, 200, { topK: 2 });
  expect(new Set(drawn.map(({ id }) => id))).toEqual(new Set([1, 3]));
  const likeliest = drawn.find(({ id }) => id === 1);
  expect(likeliest?.probability).toBeCloseTo(4 / 7, 6);
  expect(likeliest?.top).toHaveLength(2);
});

it('repeats itself with the same seed only', () => {
  const ids = (seed: number) => sampled(seed, 40).map(({ id }) => id);
  expect(ids(5)).toEqual(ids(5));
  expect(ids(5)).not.toEqual(ids(6));
});
