/** How often the most frequent class is right: what a classifier must be better than. */
import type { Baseline, ClassField, Split } from '../types';

/** Examples that are looked at; where classes are drawn, these tell as much as all. */
const MOST_EXAMPLES = 10_000;
const BATCH = 500;

/** Of the field `label`. */
export async function majorityBaseline(
  train: Split,
  test: Split,
  { classes }: ClassField,
  pause: () => Promise<void> = async () => {},
): Promise<readonly Baseline[]> {
  const learned = await countLabels(train, classes, pause);
  const tested = await countLabels(test, classes, pause);
  const total = tested.reduce((sum, count) => sum + count, 0);
  if (total === 0) return [];
  const value = tested[learned.indexOf(Math.max(...learned))] / total;
  return [{ title: 'most frequent class', metric: { kind: 'accuracy', value } }];
}

async function countLabels(
  split: Split,
  classes: number,
  pause: () => Promise<void>,
): Promise<readonly number[]> {
  const counts = new Array<number>(classes).fill(0);
  const size = Math.min(split.size, MOST_EXAMPLES);
  for (let first = 0; first < size; first += BATCH) {
    const indices = Array.from({ length: Math.min(BATCH, size - first) }, (_, i) => first + i);
    for (const label of split.batch(indices).label) counts[label]++;
    await pause();
  }
  return counts;
}
