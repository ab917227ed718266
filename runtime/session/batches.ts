/** Which examples a step sees, as typed arrays. */
import type { Split } from '../datasets/types';
import { createRandom } from '../graph/random';

/**
 * The examples of a training step: each pass over the split in an order of its own, drawn from the
 * seed and the number of the pass; what does not fill a batch is left out. `size` is at least `batch`.
 */
export function createOrder(
  seed: number,
  size: number,
  batch: number,
): (step: number) => readonly number[] {
  const perPass = Math.floor(size / batch);
  let pass = -1;
  let order: readonly number[] = [];
  return (step) => {
    const wanted = Math.floor(step / perPass);
    if (wanted !== pass) {
      pass = wanted;
      order = createRandom(seed)
        .fork('order')
        .fork(String(pass))
        .shuffle(Array.from({ length: size }, (_, index) => index));
    }
    const first = (step % perPass) * batch;
    return order.slice(first, first + batch);
  };
}

/** One batch of a split in its own order; `count` examples are real, the rest repeat the last. */
export interface EvaluationBatch {
  readonly values: ReturnType<Split['batch']>;
  readonly count: number;
}

/** The first `limit` examples of a split, batch by batch; the last one is filled up. */
export function* evaluationBatches(
  split: Split,
  batch: number,
  limit = split.size,
): Generator<EvaluationBatch> {
  const size = Math.min(limit, split.size);
  for (let first = 0; first < size; first += batch) {
    const indices = Array.from({ length: batch }, (_, index) => Math.min(first + index, size - 1));
    yield { values: split.batch(indices), count: Math.min(batch, size - first) };
  }
}
