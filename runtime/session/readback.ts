/** Losses of several steps read back together: each read-back waits for the device. */
import type * as tfjs from '@tensorflow/tfjs-core';
import type { Execution } from '../compiler/execute';
import { GRADIENT_NORM } from '../compiler/optimizer';
import type { ProgramOutput } from '../ops/program';
import type { TrainPoint } from '../protocol';

/** Longest work that may be on its way to the device: pause and stop wait for it. */
const QUEUE_MS = 120;
const MOST_STEPS = 32;

/** A point of the curve without its time. */
export type Figures = Omit<TrainPoint, 'seconds'>;

export interface Readback {
  /** Takes over the loss and the metrics of a step, which was made with this learning rate. */
  add(step: number, execution: Execution, learningRate: number): void;
  /** True when it is time to read. */
  readonly due: boolean;
  /** True where a single step is as much as may be on its way. */
  readonly single: boolean;
  /** Steps that were not read. */
  readonly size: number;
  /** The figures since the last call, in one transfer, which is begun at once. */
  read(): Promise<Figures[]>;
  /** How long a step took, from read to read, so that the next are not too many. */
  pace(stepMs: number): void;
  dispose(): void;
}

interface Row {
  readonly step: number;
  readonly learningRate: number;
  readonly values: tfjs.Tensor1D;
  /** Which of the two follow the loss. */
  readonly has: { readonly accuracy: boolean; readonly norm: boolean };
}

/** `queues` is false for a backend that computes at once, where every step is read. */
export function createReadback(tf: typeof tfjs, queues: boolean): Readback {
  let waiting: Row[] = [];
  let every = 1;
  return {
    get due() {
      return waiting.length >= every;
    },
    get single() {
      return every === 1;
    },
    get size() {
      return waiting.length;
    },
    add(step, { outputs }, learningRate) {
      const metric = (name: string) =>
        outputs.find(({ spec }) => isMetric(spec, name))?.tensor as tfjs.Scalar | undefined;
      const losses = outputs.filter(({ spec }) => spec.kind === 'loss');
      const [accuracy, norm] = [metric('accuracy'), metric(GRADIENT_NORM)];
      const values = tf.tidy(() => {
        const loss = losses.map(({ tensor }) => tensor).reduce((sum, next) => tf.add(sum, next));
        const told = [accuracy, norm].filter((tensor) => tensor !== undefined);
        return tf.stack([loss, ...told]) as tfjs.Tensor1D;
      });
      tf.dispose(outputs.map(({ tensor }) => tensor));
      const has = { accuracy: accuracy !== undefined, norm: norm !== undefined };
      waiting.push({ step, learningRate, values, has });
    },
    async read() {
      const rows = waiting;
      waiting = [];
      if (rows.length === 0) return [];
      const joined =
        rows.length === 1 ? rows[0].values : tf.concat(rows.map(({ values }) => values));
      const data = await joined.data<'float32'>();
      tf.dispose([joined, ...rows.map(({ values }) => values)]);
      let offset = 0;
      return rows.map(({ step, learningRate, has }) => ({
        step,
        loss: data[offset++],
        accuracy: has.accuracy ? data[offset++] : null,
        gradientNorm: has.norm ? finiteOrNull(data[offset++]) : null,
        learningRate,
      }));
    },
    pace(stepMs) {
      if (!queues) return;
      every = Math.min(MOST_STEPS, Math.max(1, Math.floor(QUEUE_MS / Math.max(0.1, stepMs))));
    },
    dispose() {
      tf.dispose(waiting.map(({ values }) => values));
      waiting = [];
    },
  };
}

function isMetric({ kind, name }: ProgramOutput, wanted: string): boolean {
  return kind === 'metric' && name === wanted;
}

function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
