import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { learnNgrams } from './ngramModel';

const now = async () => {};
const letters = 'abcd';
const text = fc.string({ unit: fc.constantFrom(...letters), minLength: 1, maxLength: 80 });

/** Interpolated Kneser-Ney written down as in the paper, from the text itself. */
function published(training: string, order: number, context: string, next: string): number {
  const symbols = [...new Set(training), '\0'];
  const grams = (length: number) =>
    Array.from({ length: Math.max(0, training.length - length + 1) }, (_, i) =>
      training.slice(i, i + length),
    );
  /** Of all n-grams of a length: how often they count. */
  const weights = (length: number) => {
    const counts = new Map<string, number>();
    const counted =
      length === order
        ? grams(length)
        : [...new Set(grams(length + 1))].map((gram) => gram.slice(1));
    for (const gram of counted) counts.set(gram, (counts.get(gram) ?? 0) + 1);
    return counts;
  };
  const probability = (length: number, before: string): number => {
    if (length === 0) return 1 / symbols.length;
    const counts = weights(length);
    const having = (n: number) => [...counts.values()].filter((count) => count === n).length;
    const [n1, n2] = [having(1), having(2)];
    const discount = n1 > 0 && n2 > 0 ? n1 / (n1 + 2 * n2) : 0.5;
    const follow = [...counts].filter(([gram]) => gram.slice(0, -1) === before);
    const total = follow.reduce((sum, [, count]) => sum + count, 0);
    const shorter = probability(length - 1, before.slice(1));
    if (total === 0) return shorter;
    const kept = Math.max((counts.get(before + next) ?? 0) - discount, 0);
    return (kept + discount * follow.length * shorter) / total;
  };
  const used = context.slice(-(order - 1));
  return probability(Math.min(order, used.length + 1), order > 1 ? used : '');
}

describe('learnNgrams', () => {
  it('agrees with an example worked by hand', async () => {
    // "abab": pairs ab 2, ba 1. Before a stands b alone, before b stands a alone: weights 1 and 1.
    const model = await learnNgrams('abab', 2, now);
    // Pairs: n1 = n2 = 1, D = 1/3. Single ones: n1 = 2, n2 = 0, D = 1/2. Uniform 1/3 with the unknown.
    const single = (1 - 1 / 2 + (1 / 2) * 2 * (1 / 3)) / 2; // 5/12
    expect(model.probability('', 'a')).toBeCloseTo(single, 12);
    expect(model.probability('b', 'a')).toBeCloseTo(1 - 1 / 3 + (1 / 3) * single, 12);
    expect(model.probability('a', 'b')).toBeCloseTo((2 - 1 / 3 + (1 / 3) * single) / 2, 12);
    const unknown = ((1 / 2) * 2 * (1 / 3)) / 2; // 1/6
    expect(model.probability('a', 'x')).toBeCloseTo(((1 / 3) * unknown) / 2, 12);
    // After what was never seen, only single characters count.
    expect(model.probability('x', 'a')).toBeCloseTo(single, 12);
    const bits = -(Math.log2(single) + Math.log2((5 / 3 + single / 3) / 2)) / 2;
    expect(await model.bitsPerCharacter('ab', now)).toBeCloseTo(bits, 12);
  });

  it('gives probabilities that sum to 1, the unknown among them, after any context', async () => {
    await fc.assert(
      fc.asyncProperty(
        text,
        text,
        fc.integer({ min: 1, max: 5 }),
        async (training, context, order) => {
          const model = await learnNgrams(training, order, now);
          const known = [...new Set(training), '\0'];
          const sum = known.reduce((total, next) => total + model.probability(context, next), 0);
          expect(sum).toBeCloseTo(1, 9);
        },
      ),
    );
  });

  it('is what the paper says, by another way', async () => {
    await fc.assert(
      fc.asyncProperty(
        text,
        text,
        fc.integer({ min: 2, max: 4 }),
        async (training, context, order) => {
          const model = await learnNgrams(training, order, now);
          for (const next of letters) {
            expect(model.probability(context, next)).toBeCloseTo(
              published(training, order, context, next),
              10,
            );
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it('needs 0 bits for what can only be so, nearly, and many where nothing repeats', async () => {
    const model = await learnNgrams('abc'.repeat(500), 3, now);
    expect(await model.bitsPerCharacter('abcabcabc', now)).toBeLessThan(0.4);
    expect(await model.bitsPerCharacter('cba', now)).toBeGreaterThan(2);
    expect(await model.bitsPerCharacter('', now)).toBe(0);
  });
});
