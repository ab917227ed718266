/** A training from request to summary: prepare, step, validate, test. */
import { type Diagnostic, failure, type Result, success } from '../graph/diagnostics';
import type { TrainEvent, TrainRequest, TrainSummary } from '../protocol';
import { evaluationBatches } from './batches';
import type { SessionContext } from './context';
import type { TrainControl } from './control';
import { bindBatch, evaluate, type Score } from './evaluate';
import { prepareTraining, type Training } from './prepareTraining';
import { trainSteps } from './trainSteps';
import { yieldToEvents } from './yieldToEvents';

/** Examples that a validation looks at. */
const VALIDATION = { classes: 512, sequences: 64 } as const;

/** Trains; weights stay in the store, whatever comes out. Throws what a backend throws. */
export async function train(
  context: SessionContext,
  request: TrainRequest,
  onEvent: (event: TrainEvent) => void,
  control: TrainControl,
): Promise<Result<TrainSummary>> {
  const { backend, weights, now } = context;
  const startedAt = now();
  const prepared = await prepareTraining(context, request, onEvent);
  if (!prepared.ok) return prepared;
  const training = prepared.value;
  const { stopped, last, problem } = await trainSteps({
    context,
    training,
    control,
    onEvent,
    validate: (step) => validate(context, training, control, onEvent, step),
  });
  if (problem) return failure(problem);
  if (!last) return failure(stoppedEarly());
  const test = stopped ? null : await testAll(context, training, control, onEvent);
  if (test && !test.finite) return failure(notFiniteAnswer());
  const complete = test !== null && !test.stopped;
  return success(
    {
      steps: weights.step,
      stopped: stopped || (test?.stopped ?? false),
      loss: last.loss,
      testAccuracy: complete ? test.right / test.examples : null,
      testExamples: complete ? test.examples : 0,
      accuracyName: training.scoring?.name ?? 'accuracy',
      seconds: (now() - startedAt) / 1000,
      backend: backend.report.backend,
    },
    training.notes,
  );
}

/** Loss and accuracy on examples that are held out of training. */
async function validate(
  context: SessionContext,
  training: Training,
  control: TrainControl,
  onEvent: (event: TrainEvent) => void,
  step: number,
): Promise<Diagnostic | null> {
  const { scoring, dataset } = training;
  const wanted = scoring?.generated ? VALIDATION.sequences : VALIDATION.classes;
  // At least one whole batch, where the split has one.
  const limit = Math.min(Math.max(wanted, training.evaluationBatch), dataset.validation.size);
  const score = await scoreSplit(context, training, control, 'validation', limit);
  if (!score || score.stopped) return null;
  if (!score.finite) return notFiniteAnswer();
  const loss = await validationLoss(context, training, limit);
  if (loss !== null) {
    onEvent({ kind: 'validation', step, accuracy: score.right / score.examples, loss });
  }
  return null;
}

async function testAll(
  context: SessionContext,
  training: Training,
  control: TrainControl,
  onEvent: (event: TrainEvent) => void,
): Promise<Score | null> {
  const total = training.dataset.test.size;
  let toldAt = Number.NEGATIVE_INFINITY;
  return scoreSplit(context, training, control, 'test', total, (done) => {
    if (context.now() - toldAt < 250 && done < total) return;
    toldAt = context.now();
    onEvent({ kind: 'testing', done, total });
  });
}

async function scoreSplit(
  { backend, weights }: SessionContext,
  { predict, scoring, dataset }: Training,
  control: TrainControl,
  split: 'validation' | 'test',
  limit: number,
  onProgress?: (done: number) => void,
): Promise<Score | null> {
  if (!predict || !scoring) return null;
  weights.fit(predict.plan.program, weights.seed);
  const score = await evaluate({
    tf: backend.tf,
    executor: predict,
    weights,
    scoring,
    split: dataset[split],
    limit,
    onProgress,
    shouldStop: async () => {
      await yieldToEvents();
      return control.stopped;
    },
  });
  await backend.faults.check();
  return score;
}

/** Mean loss over whole batches: in a filled-up one examples repeat. Null where there is none. */
async function validationLoss(
  { backend, weights }: SessionContext,
  { evaluate: executor, dataset, evaluationBatch: size }: Training,
  limit: number,
): Promise<number | null> {
  if (!executor) return null;
  const { tf } = backend;
  let sum = 0;
  let batches = 0;
  for (const { values, count } of evaluationBatches(dataset.validation, size, limit)) {
    if (count < size) break;
    const { bind, dispose } = bindBatch(tf, executor.plan.program, weights, values);
    const { outputs } = executor.run(bind, { step: 0, seed: 0 });
    dispose();
    const losses = outputs.filter(({ spec }) => spec.kind === 'loss');
    for (const { tensor } of losses) sum += (await tensor.data())[0];
    tf.dispose(outputs.map(({ tensor }) => tensor));
    batches++;
    await yieldToEvents();
  }
  await backend.faults.check();
  return batches > 0 ? sum / batches : null;
}

/** A training that was ended before it began. */
export function stoppedEarly(): Diagnostic {
  return {
    code: 'run/stopped',
    severity: 'info',
    message: 'Stopped before the first step.',
    at: {},
  };
}

function notFiniteAnswer(): Diagnostic {
  return {
    code: 'train/not-finite',
    severity: 'error',
    message: 'The model answers with something that is not a number, so its accuracy is not shown.',
    hint: 'Lower the learning rate and train again.',
    at: {},
  };
}
