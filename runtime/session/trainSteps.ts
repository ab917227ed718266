/** The training loop: one step after the other, read back in time to notice what goes wrong. */

import type { Bind, Execution } from '../compiler/execute';
import type { Diagnostic } from '../graph/diagnostics';
import type { TrainEvent, TrainPoint } from '../protocol';
import { createOrder } from './batches';
import type { SessionContext } from './context';
import type { TrainControl } from './control';
import { bindBatch } from './evaluate';
import { createMeter } from './meter';
import { findNotFinite } from './notFinite';
import type { Training } from './prepareTraining';
import { createReadback } from './readback';
import { scalarsAt } from './schedule';
import { warmUp } from './warmUp';
import type { Snapshot } from './weights';
import { yieldToEvents } from './yieldToEvents';

/** Weights above this size are not held twice. */
const SNAPSHOT_BYTES = 256 * 2 ** 20;
const SNAPSHOT_INTERVAL_MS = 1000;
/** A step may take this many times as long as the longest so far. */
const PATIENCE = 8;
const LEAST_ALLOWANCE_MS = 10_000;

export interface TrainedSteps {
  readonly stopped: boolean;
  readonly last: TrainPoint | null;
  /** Set where the training ended by itself before its time. */
  readonly problem: Diagnostic | null;
}

export interface StepOptions {
  readonly context: SessionContext;
  readonly training: Training;
  readonly control: TrainControl;
  readonly onEvent: (event: TrainEvent) => void;
  /** Called about ten times in a training, between two steps; a problem ends it. */
  readonly validate: (step: number) => Promise<Diagnostic | null>;
}

/** The leaves of one step; the caller disposes of them. */
export type BindStep = (step: number) => { readonly bind: Bind; dispose(): void };
/** One step on the batch that belongs to it. */
export type RunStep = (step: number) => Execution;

export async function trainSteps(options: StepOptions): Promise<TrainedSteps> {
  const { context, training, control, onEvent, validate } = options;
  const { backend, weights, heartbeat, now } = context;
  const { tf, report, faults } = backend;
  const { steps, batchSize } = training.experiment;
  const first = weights.step;
  const end = (Math.floor(first / steps) + 1) * steps;
  const validateEvery = Math.max(20, Math.ceil(steps / 10));
  const bindStep = createBindStep(context, training);
  const runStep: RunStep = (step) => {
    const { bind, dispose } = bindStep(step);
    try {
      return training.step.run(bind, { step, seed: training.experiment.seed });
    } finally {
      dispose();
    }
  };
  const readback = createReadback(tf, report.backend === 'webgpu' || report.backend === 'webgl');
  const holdsSnapshots = weights.bytes <= SNAPSHOT_BYTES;
  let snapshot: Snapshot | null = holdsSnapshots ? weights.snapshot() : null;
  let snapshotAt = now();
  let last: TrainPoint | null = null;

  try {
    await context.exclusively(() => warmUp(context, () => runStep(first)));
    const meter = createMeter({
      firstStep: first,
      steps: end,
      batch: batchSize,
      start: now(),
      onEvent,
    });

    /** Reads what is on its way; the first bad step ends the training. */
    const read = async (): Promise<Diagnostic | null> => {
      const points = await readback.read(now);
      await faults.check();
      const bad = points.findIndex(({ loss }) => !Number.isFinite(loss));
      const good = bad < 0 ? points : points.slice(0, bad);
      last = good.at(-1) ?? last;
      meter.add(good, now());
      if (bad >= 0) {
        const { step } = points[bad];
        return findNotFinite({ context, training, runStep, bindStep, snapshot, step });
      }
      if (snapshot && now() - snapshotAt >= SNAPSHOT_INTERVAL_MS) {
        weights.release(snapshot);
        snapshot = weights.snapshot();
        snapshotAt = now();
      }
      return null;
    };

    let longest = 0;
    for (let step = first; step < end; step++) {
      if (control.paused || control.stopped) {
        const problem = await read();
        meter.flush(now());
        if (problem) return { stopped: false, last, problem };
        if (control.stopped) return { stopped: true, last, problem: null };
        onEvent({ kind: 'paused', step });
        const pausedAt = now();
        await control.waitWhilePaused();
        meter.exclude(now() - pausedAt);
        if (control.stopped) return { stopped: true, last, problem: null };
      }
      const startedAt = now();
      const execution = runStep(step);
      weights.commit(execution.updates, step + 1);
      readback.add(step, execution);
      const isLast = step === end - 1;
      if (readback.due || isLast) {
        const problem = await read();
        if (problem) {
          meter.flush(now());
          return { stopped: false, last, problem };
        }
      }
      await yieldToEvents();
      longest = Math.max(longest, now() - startedAt);
      heartbeat.allow(Math.max(LEAST_ALLOWANCE_MS, PATIENCE * longest));
      if (!isLast && (step + 1 - first) % validateEvery === 0) {
        const validatedFrom = now();
        const problem = (await read()) ?? (await validate(step + 1));
        meter.exclude(now() - validatedFrom);
        if (problem) return { stopped: false, last, problem };
      }
    }
    meter.flush(now());
    return { stopped: false, last, problem: null };
  } finally {
    readback.dispose();
    if (snapshot) weights.release(snapshot);
  }
}

/** Binds the leaves of a step: weights, its batch, its scalars. */
function createBindStep({ backend, weights }: SessionContext, training: Training): BindStep {
  const { experiment, dataset, step: executor } = training;
  const { program } = executor.plan;
  const order = createOrder(experiment.seed, dataset.train.size, experiment.batchSize);
  return (step) => {
    const values = dataset.train.batch(order(step));
    const { bind, dispose } = bindBatch(backend.tf, program, weights, values);
    const scalars = scalarsAt(step, experiment, weights.slotsFrom);
    return {
      bind: (leaf) => (leaf.kind === 'scalar' ? scalars[leaf.name] : bind(leaf)),
      dispose,
    };
  };
}
