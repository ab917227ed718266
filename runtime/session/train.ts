/** A training from request to summary: prepare, step, validate, test. */
import { peakBytesOn } from '../compiler/limits';
import { failure, type Result, success } from '../graph/diagnostics';
import { sizeOf } from '../graph/types';
import type { Program } from '../ops/program';
import type { TrainEvent, TrainRequest, TrainSummary } from '../protocol';
import type { SessionContext } from './context';
import type { TrainControl } from './control';
import { createMeter } from './meter';
import type { ModelHold } from './models';
import { createOutbox, type Outbox } from './outbox';
import { prepareTraining, stoppedEarly } from './prepareTraining';
import { trainSteps } from './trainSteps';
import { createTurns } from './turnstile';
import { testAll, validate } from './validation';

/** Trains; weights stay in the store, whatever comes out. Throws what a backend throws. */
export async function train(
  context: SessionContext,
  request: TrainRequest,
  onEvent: (event: TrainEvent) => void,
  control: TrainControl,
): Promise<Result<TrainSummary>> {
  const outbox = createOutbox(onEvent, context.now);
  const models = context.models.hold();
  try {
    return await trainWith(context, request, control, outbox, models);
  } finally {
    outbox.flush();
    models.release();
  }
}

async function trainWith(
  context: SessionContext,
  request: TrainRequest,
  control: TrainControl,
  { post, flush }: Outbox,
  models: ModelHold,
): Promise<Result<TrainSummary>> {
  const { backend, weights, turnstile } = context;
  const prepared = await prepareTraining(context, request, { models, control, post });
  if (!prepared.ok) return prepared;
  const training = prepared.value;
  const { budget, experiment, step, stepFlops } = training;
  const onPause = () => {
    post({ kind: 'paused', step: weights.step });
    flush();
  };
  const meter = createMeter({
    budget,
    batch: experiment.batchSize,
    post,
  });
  const { stopped, last, problem } = await trainSteps({
    context,
    training,
    control,
    meter,
    onPause,
    validate: (at, turns) => validate({ context, training, turns, post }, at),
  });
  if (problem) return failure(problem);
  if (!last) return failure(stoppedEarly());
  if (experiment.keepBest) weights.takeBest();
  const turns = createTurns(turnstile, control, { onPause });
  const tested = stopped ? null : await testAll({ context, training, turns, post });
  if (tested?.kind === 'failed') return failure(tested.problem);
  const { best } = weights;
  return success(
    {
      steps: weights.step,
      stopped: stopped || tested?.kind === 'stopped',
      loss: last.loss,
      test: tested?.kind === 'tested' ? tested.test : null,
      best: best && { step: best.step, metric: best.metric },
      weightsOf: weights.weightsOf,
      seconds: last.seconds,
      stepMs: meter.stepMs,
      stepFlops,
      peakBytes: peakBytesOn(step.plan, backend.report.backend),
      parameters: countParameters(step.plan.program),
      backend: backend.report.backend,
    },
    training.notes,
  );
}

function countParameters({ leaves, types }: Program): number {
  const trainable = leaves.filter((leaf) => leaf.kind === 'weight' && leaf.trainable);
  return trainable.reduce((sum, { value }) => sum + sizeOf(types[value].shape), 0);
}
