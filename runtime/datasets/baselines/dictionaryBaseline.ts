/** How good a dictionary alone translates: what a translator should be better at. */
import { corpusBleu } from '../bleu';
import type { Baseline } from '../types';
import { learnDictionary } from './dictionary';

export const WORD_BY_WORD = 'word by word';

export async function dictionaryBaseline(
  train: readonly (readonly [string, string])[],
  test: readonly (readonly [string, string])[],
  pause: () => Promise<void> = async () => {},
): Promise<readonly Baseline[]> {
  if (train.length === 0 || test.length === 0) return [];
  const translate = await learnDictionary(train, pause);
  const value = corpusBleu(
    test.map(([source]) => translate(source)),
    test.map(([, target]) => target),
  );
  return [{ title: WORD_BY_WORD, metric: { kind: 'bleu', value } }];
}
