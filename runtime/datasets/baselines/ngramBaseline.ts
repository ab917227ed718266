/** How well counting characters guesses the next one: what a language model should be better at. */
import type { Baseline } from '../types';
import { learnNgrams } from './ngramModel';

/** Longer runs of characters are rarely seen twice in a text of this kind. */
const ORDER = 5;

export async function ngramBaseline(
  train: string,
  test: string,
  pause: () => Promise<void> = async () => {},
): Promise<readonly Baseline[]> {
  if (train === '' || test === '') return [];
  const model = await learnNgrams(train, ORDER, pause);
  const value = await model.bitsPerCharacter(test, pause);
  return [{ title: `${ORDER}-gram model`, metric: { kind: 'bits', value } }];
}
