/** Beam search against a case by hand, against greedy decoding, and against trying everything. */
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../graph/random';
import { createBeams, penaltyOf, type ScoredHypothesis } from './beams';
import { mostLikely } from './distribution';

const END = 2;

/** Logits of what may follow a text. */
type Language = (text: readonly number[]) => Float32Array;

function search(
  language: Language,
  beams: number,
  maxTokens: number,
  lengthPenalty = 0,
): readonly ScoredHypothesis[] {
  const found = createBeams({ beams, lengthPenalty, maxTokens, end: END });
  let rows: readonly (readonly number[])[] = [[]];
  for (;;) {
    const next = found.advance((row) => language(rows[row]));
    if (!next) return found.best();
    rows = next.parents.map((parent, row) => [...rows[parent], next.tokens[row]]);
  }
}

const idsOf = ({ tokens }: ScoredHypothesis) => tokens.map(({ id }) => id);

/** Every text of up to `most` tokens over `size` ids, ended or cut off, best first. */
function everyText(language: Language, size: number, most: number, lengthPenalty: number) {
  const texts: { ids: number[]; score: number }[] = [];
  const grow = (ids: number[], total: number) => {
    if (ids.at(-1) === END || ids.length === most) {
      texts.push({ ids, score: total / penaltyOf(ids.length, lengthPenalty) });
      return;
    }
    const logits = language(ids);
    const sum = logits.reduce((all, logit) => all + Math.exp(logit), 0);
    for (let id = 0; id < size; id++) grow([...ids, id], total + logits[id] - Math.log(sum));
  };
  grow([], 0);
  return texts.sort((a, b) => b.score - a.score);
}

/** Random, and the same for the same text. */
const randomLanguage =
  (seed: number, size: number): Language =>
  (text) => {
    const random = createRandom(seed).fork(text.join());
    return Float32Array.from({ length: size }, () => 2 * random.normal());
  };

describe('beam search', () => {
  it('finds what greedy decoding misses', () => {
    // 3 is likelier at first, and leads to nothing good: 0.6 * 0.5 against 0.4 * 0.9.
    const language: Language = (text) => {
      const rows: Record<string, number[]> = {
        '': [1e-9, 1e-9, 1e-9, 0.6, 0.4],
        '3': [0.25, 0.25, 0.5, 1e-9, 1e-9],
        '4': [0.05, 0.05, 0.9, 1e-9, 1e-9],
      };
      return Float32Array.from(rows[text.join()] ?? [1, 1, 1, 1, 1], Math.log);
    };
    expect(idsOf(search(language, 1, 3)[0])).toEqual([3, END]);
    const [best, second] = search(language, 2, 3);
    expect(idsOf(best)).toEqual([4, END]);
    expect(best.score).toBeCloseTo(Math.log(0.4 * 0.9), 5);
    expect(best.tokens.map(({ probability }) => probability)).toEqual([
      expect.closeTo(0.4, 5),
      expect.closeTo(0.9, 5),
    ]);
    expect(best.tokens[0].top[0]).toEqual({ id: 3, probability: expect.closeTo(0.6, 5) });
    expect(idsOf(second)).toEqual([3, END]);
  });

  it('with one beam takes the likeliest token each time', () => {
    for (let seed = 0; seed < 50; seed++) {
      const language = randomLanguage(seed, 7);
      const greedy: number[] = [];
      while (greedy.length < 6 && greedy.at(-1) !== END) {
        greedy.push(mostLikely(language(greedy)).index);
      }
      expect(idsOf(search(language, 1, 6)[0]), `seed ${seed}`).toEqual(greedy);
    }
  });

  it.each([0, 0.6, 1])('with room for all texts finds the best, penalty %d', (lengthPenalty) => {
    for (let seed = 0; seed < 10; seed++) {
      const language = randomLanguage(seed, 4);
      const wanted = everyText(language, 4, 4, lengthPenalty);
      const found = search(language, 400, 4, lengthPenalty);
      expect(found).toHaveLength(wanted.length);
      for (const [rank, { score }] of found.entries()) {
        expect(score).toBeCloseTo(wanted[rank].score, 4);
      }
      expect(idsOf(found[0])).toEqual(wanted[0].ids);
    }
  });

  it('makes up for length', () => {
    // Wu et al. 2016, equation 14.
    expect(penaltyOf(1, 0.6)).toBe(1);
    expect(penaltyOf(7, 1)).toBe(2);
    expect(penaltyOf(7, 0)).toBe(1);
    // Ends at once with 0.4, or goes on for sure: 0.6, then 0.6 again.
    const language: Language = (text) =>
      Float32Array.from(text.length === 0 ? [0, 0, 0.4, 0.6] : [0, 0, 0.6, 0.4], (p) =>
        Math.log(p + 1e-12),
      );
    expect(idsOf(search(language, 2, 2, 0)[0])).toEqual([END]);
    expect(idsOf(search(language, 2, 2, 1)[0])).toEqual([3, END]);
  });
});
