/** Losses of several steps read back together: each read-back waits for the device. */
import type * as tfjs from '@tensorflow/tfjs-core';
import type { Execution } from '../compiler/execute';
import type { TrainPoint } from '../protocol';

/** Longest work that may be on its way to the device: pause and stop wait for it. */
const QUEUE_MS = 120;
const MOST_STEPS = 32;

export interface Readback {
  /** Takes over the loss and the metrics of a step. */
  add(step: number, execution: Execution): void;
  /** True when it is time to read. */
  readonly due: boolean;
  readonly size: number;
  /** The points since the last call, in one transfer. */
  read(now: () => number): Promise<TrainPoint[]>;
  dispose(): void;
}

/** `queues` is false for a backend that computes at once, where every step is read. */
export function createReadback(tf: typeof tfjs, queues: boolean): Readback {
  let waiting: { step: number; values: tfjs.Tensor1D; hasAccuracy: boolean }[] = [];
  let every = 1;
  let since: number | null = null;
  return {
    get due() {
      return waiting.length >= every;
    },
    get size() {
      return waiting.length;
    },
    add(step, { outputs }) {
      const losses = outputs.filter(({ spec }) => spec.kind === 'loss');
      const accuracy = outputs.find(
        ({ spec }) => spec.kind === 'metric' && spec.name === 'accuracy',
      );
      const values = tf.tidy(() => {
        const loss = losses.map(({ tensor }) => tensor).reduce((sum, next) => tf.add(sum, next));
        return tf.stack(accuracy ? [loss, accuracy.tensor] : [loss]) as tfjs.Tensor1D;
      });
      tf.dispose(outputs.map(({ tensor }) => tensor));
      waiting.push({ step, values, hasAccuracy: accuracy !== undefined });
    },
    async read(now) {
      const rows = waiting;
      waiting = [];
      if (rows.length === 0) return [];
      const joined =
        rows.length === 1 ? rows[0].values : tf.concat(rows.map(({ values }) => values));
      const data = await joined.data<'float32'>();
      tf.dispose([joined, ...rows.map(({ values }) => values)]);
      const at = now();
      if (queues && since !== null) {
        const perStep = Math.max(0.1, (at - since) / rows.length);
        every = Math.min(MOST_STEPS, Math.max(1, Math.floor(QUEUE_MS / perStep)));
      }
      since = at;
      let offset = 0;
      return rows.map(({ step, hasAccuracy }) => ({
        step,
        loss: data[offset++],
        accuracy: hasAccuracy ? data[offset++] : null,
      }));
    },
    dispose() {
      tf.dispose(waiting.map(({ values }) => values));
      waiting = [];
    },
  };
}
