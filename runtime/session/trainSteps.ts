/** The training loop: one step after the other, read back in time to notice what goes wrong. */
import type { Bind, Execution } from '../compiler/execute';
import { MIX } from '../compiler/mixLabels';
import type { Diagnostic } from '../graph/diagnostics';
import type { TrainPoint } from '../protocol';
import type { SessionContext } from './context';
import type { TrainControl } from './control';
import { bindBatch } from './evaluate';
import type { Meter } from './meter';
import { findNotFinite } from './notFinite';
import type { Training } from './prepareTraining';
import { createReadback, type Figures } from './readback';
import { scalarsAt } from './schedule';
import { createTrainingBatches } from './trainingBatch';
import { createTurns, inTurn, type Turns } from './turnstile';
import type { Snapshot } from './weights';

/** Weights above this size are not held twice. */
const SNAPSHOT_BYTES = 256 * 2 ** 20;
const SNAPSHOT_INTERVAL_MS = 1000;
/** A step may take this many times as long as the longest so far. */
const PATIENCE = 8;
const LEAST_ALLOWANCE_MS = 10_000;
/** The length of the gradient is told at every step whose number is a multiple of this. */
const NORM_EVERY = 10;

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
  readonly meter: Meter;
  /** Called when a pause begins, all steps before it being told. */
  readonly onPause: () => void;
  /** Called between two steps when it is time, and at the end; a problem ends the training. */
  readonly validate: (step: number, turns: Turns) => Promise<Diagnostic | null>;
}

/** The leaves of one step; the caller disposes of them. */
export type BindStep = (step: number) => { readonly bind: Bind; dispose(): void };
/** One step on the batch that belongs to it. */
export type RunStep = (step: number) => Execution;

export async function trainSteps(options: StepOptions): Promise<TrainedSteps> {
  const { context, training, control, meter, onPause, validate } = options;
  const { backend, weights, heartbeat, now, turnstile, shaders } = context;
  const { tf, report, faults } = backend;
  const { budget } = training;
  const first = weights.step;
  const bindStep = createBindStep(context, training);
  const runStep = createRunStep(training, bindStep);
  const queues = report.backend === 'webgpu' || report.backend === 'webgl';
  const readback = createReadback(tf, queues);
  const holdsSnapshots = weights.bytes <= SNAPSHOT_BYTES;
  let snapshot: Snapshot | null = holdsSnapshots ? weights.snapshot() : null;
  let snapshotAt = now();
  let last: TrainPoint | null = null;
  let problem: Diagnostic | null = null;
  /** Of training, up to the last read-back. */
  let { seconds } = weights;
  /** Milliseconds since then: of this training, and by the clock. */
  let own = 0;
  let readAt = now();
  let longest = 0;

  /** Takes over what was read; the first bad step ends the training. */
  const digest = async (figures: readonly Figures[]): Promise<void> => {
    await faults.check();
    if (figures.length === 0) return;
    const each = { own: own / figures.length, wall: (now() - readAt) / figures.length };
    own = 0;
    readAt = now();
    readback.pace(each.wall);
    const points = figures.map((figure, index) => ({
      ...figure,
      seconds: seconds + ((index + 1) * each.own) / 1000,
    }));
    seconds += (figures.length * each.own) / 1000;
    const bad = points.findIndex(({ loss }) => !Number.isFinite(loss));
    const good = bad < 0 ? points : points.slice(0, bad);
    last = good.at(-1) ?? last;
    meter.add(good, each);
    if (bad >= 0) {
      const { step } = points[bad];
      const found = { context, training, runStep, bindStep, snapshot, step };
      problem = await inTurn(turnstile, () => findNotFinite(found));
    } else if (snapshot && now() - snapshotAt >= SNAPSHOT_INTERVAL_MS) {
      weights.release(snapshot);
      snapshot = weights.snapshot();
      snapshotAt = now();
    }
  };

  /** Reads what is on its way. */
  const settle = async (): Promise<void> => {
    if (readback.size === 0 || problem) return;
    await shaders.ready();
    await digest(await readback.read());
  };

  const turns = createTurns(turnstile, control, {
    async onPause() {
      await settle();
      onPause();
    },
    onResume() {
      readAt = now();
    },
  });

  const takeStep = async (step: number): Promise<void> => {
    const startedAt = now();
    let reading: Promise<Figures[]> | null = null;
    try {
      const learningRate = budget.learningRate(step, weights.seconds);
      const execution = runStep(step);
      weights.commit(execution.updates, step + 1, seconds + (own + now() - startedAt) / 1000);
      if (budget.course) weights.follow(budget.course);
      readback.add(step, execution, learningRate);
      if (readback.due || budget.isSpent(step + 1, weights.seconds)) reading = readback.read();
      // It is waited for below, where a failure is told.
      reading?.catch(() => {});
      // Where one step is as much as the device should have before it, others wait for its end.
      if (readback.single) await reading;
      longest = Math.max(longest, now() - startedAt);
      heartbeat.allow(Math.max(LEAST_ALLOWANCE_MS, PATIENCE * longest));
    } finally {
      own += now() - startedAt;
      await turns.give();
    }
    if (!reading) return;
    const waitedFrom = now();
    const figures = await reading;
    own += now() - waitedFrom;
    await digest(figures);
  };

  try {
    await shaders.build(context, control, () =>
      [training.step, training.measuredStep].flatMap((executor) =>
        executor ? [runOn(executor, bindStep, first, training.experiment.seed)] : [],
      ),
    );
    // A training that was interrupted before its validation makes up for it.
    const missed = first > 0 && weights.weightsOf === first;
    if (missed && budget.isValidationDue(first, seconds)) problem = await validate(first, turns);
    readAt = now();
    while (!problem && !budget.isSpent(weights.step, weights.seconds)) {
      if (!(await turns.take())) break;
      // Found in a pause.
      if (problem) await turns.give();
      else await takeStep(weights.step);
      const { step } = weights;
      if (problem || !budget.isValidationDue(step, weights.seconds)) continue;
      if (budget.isSpent(step, weights.seconds)) break;
      await settle();
      problem ??= await validate(step, turns);
      readAt = now();
    }
    await settle();
    const ended = !problem && !control.stopped && weights.step > first;
    if (ended) problem = await validate(weights.step, turns);
    return { stopped: control.stopped, last, problem };
  } finally {
    await turns.give();
    readback.dispose();
    if (snapshot) weights.release(snapshot);
  }
}

function createRunStep({ step: plain, measuredStep, experiment }: Training, bindStep: BindStep) {
  return (step: number): Execution => {
    const executor = measuredStep && step % NORM_EVERY === 0 ? measuredStep : plain;
    return runOn(executor, bindStep, step, experiment.seed);
  };
}

function runOn(
  executor: Training['step'],
  bindStep: BindStep,
  step: number,
  seed: number,
): Execution {
  const { bind, dispose } = bindStep(step);
  try {
    return executor.run(bind, { step, seed });
  } finally {
    dispose();
  }
}

/** Binds the leaves of a step: weights, its batch, its scalars. */
function createBindStep({ backend, weights }: SessionContext, training: Training): BindStep {
  const { experiment, dataset, step: executor, budget } = training;
  const { program } = executor.plan;
  const batchAt = createTrainingBatches(program, dataset, experiment);
  return (step) => {
    const { values, partners, mix } = batchAt(step);
    const { bind, dispose } = bindBatch(backend.tf, program, weights, values, partners ?? values);
    const learningRate = budget.learningRate(step, weights.seconds);
    const scalars: Record<string, number> = {
      ...scalarsAt(step, learningRate, experiment, weights.slotsFrom),
      [MIX]: mix,
    };
    return {
      bind: (leaf) => (leaf.kind === 'scalar' ? scalars[leaf.name] : bind(leaf)),
      dispose,
    };
  };
}
