/** What a way to choose tokens may be; a request may come from anywhere. */
import type { Diagnostic } from '../../graph/diagnostics';
import type { Decoding } from '../../protocol';

/** More beams than this only cost time. */
const MOST_BEAMS = 16;
const MOST_TOKENS = 4096;

/** As a run writes that asks for nothing else. */
export const GREEDY: Decoding = {
  method: 'greedy',
  temperature: 1,
  topK: null,
  topP: null,
  beams: 1,
  lengthPenalty: 0,
  seed: 0,
  maxTokens: MOST_TOKENS,
};

/** The first thing that is wrong, or null. */
export function checkDecoding(decoding: Decoding): Diagnostic | null {
  const { method, temperature, topK, topP, beams, lengthPenalty, seed, maxTokens } = decoding;
  const whole = (value: number, from: number, to: number) =>
    Number.isInteger(value) && value >= from && value <= to;
  const within = (value: number, from: number, to: number) => value >= from && value <= to;
  const rules: readonly (readonly [boolean, string, string])[] = [
    [
      ['greedy', 'sample', 'beam'].includes(method),
      `There is no way to choose tokens called "${method}".`,
      'Choose greedy, sample or beam.',
    ],
    [within(temperature, 0, 100), 'The temperature must be from 0 to 100.', 'Set it to 1.'],
    [
      topK === null || whole(topK, 1, 2 ** 31),
      'Top-k must be a whole number from 1.',
      'Set it to 40, or leave it empty.',
    ],
    [
      topP === null || (topP > 0 && topP <= 1),
      'Top-p must be above 0, and 1 at most.',
      'Set it to 0.9, or leave it empty.',
    ],
    [
      whole(beams, 1, MOST_BEAMS),
      `The beams must be a whole number from 1 to ${MOST_BEAMS}.`,
      'Set them to 4.',
    ],
    [within(lengthPenalty, 0, 10), 'The length penalty must be from 0 to 10.', 'Set it to 0.6.'],
    [Number.isFinite(seed), 'The seed must be a number.', 'Set it to 0.'],
    [
      whole(maxTokens, 1, MOST_TOKENS),
      `The tokens to write must be a whole number from 1 to ${MOST_TOKENS}.`,
      'Set them to 100.',
    ],
  ];
  const broken = rules.find(([holds]) => !holds);
  if (!broken) return null;
  return { code: 'run/input', severity: 'error', message: broken[1], hint: broken[2], at: {} };
}
