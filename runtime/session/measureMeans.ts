/** Means of the loss and of the metrics of a graph over examples that are held out of training. */
import type { Execution, Executor } from '../compiler/execute';
import type { Split } from '../datasets/types';
import type { SessionContext } from './context';
import { bindBatch } from './evaluate';
import type { Turns } from './turnstile';

export interface Means {
  /** Sum of all losses. */
  readonly loss: number;
  readonly metrics: ReadonlyMap<string, number>;
  readonly examples: number;
  /** The training was stopped before all were looked at. */
  readonly stopped: boolean;
}

export interface MeasureOptions {
  /** Compiled for `evaluate`, by the examples that it looks at together; null where that is not possible. */
  readonly executorOf: (batch: number) => Executor | null;
  readonly batch: number;
  readonly split: Split;
  readonly limit: number;
  readonly seed: number;
  readonly turns: Turns;
  readonly onProgress?: (done: number) => void;
}

/** Each example counts alike, the last ones in a batch of their own size. Null without any. */
export async function measureMeans(
  { backend, weights }: SessionContext,
  options: MeasureOptions,
): Promise<Means | null> {
  const { executorOf, batch, split, seed, turns, onProgress } = options;
  const { tf } = backend;
  const size = Math.min(options.limit, split.size);
  const sums = new Map<string, number>();
  let examples = 0;
  for (let first = 0; first < size; first += batch) {
    const count = Math.min(batch, size - first);
    if (!(await turns.take())) return { ...meansOf(sums, examples), stopped: true };
    try {
      const executor = executorOf(count);
      if (!executor) return null;
      const indices = Array.from({ length: count }, (_, index) => first + index);
      const { program } = executor.plan;
      const { bind, dispose } = bindBatch(tf, program, weights, split.batch(indices));
      // What is hidden from the graph differs from batch to batch, and is the same each time.
      const at = { step: first / batch, seed };
      const { outputs } = runOnce(() => executor.run(bind, at), dispose);
      for (const [name, value] of await readScalars(outputs)) {
        sums.set(name, (sums.get(name) ?? 0) + count * value);
      }
      tf.dispose(outputs.map(({ tensor }) => tensor));
      examples += count;
    } finally {
      await turns.give();
    }
    onProgress?.(examples);
  }
  await backend.faults.check();
  return examples > 0 ? { ...meansOf(sums, examples), stopped: false } : null;
}

/** No metric is called so. */
const LOSS = ' loss';

function runOnce<T>(run: () => T, dispose: () => void): T {
  try {
    return run();
  } finally {
    dispose();
  }
}

/** The sum of the losses, and the first metric of each name. */
async function readScalars(outputs: Execution['outputs']): Promise<ReadonlyMap<string, number>> {
  const found = new Map<string, number>();
  for (const { spec, tensor } of outputs) {
    if (spec.kind !== 'loss' && (spec.kind !== 'metric' || found.has(spec.name))) continue;
    const [value] = await tensor.data();
    if (spec.kind === 'metric') found.set(spec.name, value);
    else found.set(LOSS, (found.get(LOSS) ?? 0) + value);
  }
  return found;
}

function meansOf(sums: ReadonlyMap<string, number>, examples: number): Omit<Means, 'stopped'> {
  const metrics = new Map([...sums].map(([name, sum]) => [name, sum / Math.max(1, examples)]));
  return { loss: metrics.get(LOSS) ?? Number.NaN, metrics, examples };
}
