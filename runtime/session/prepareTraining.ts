/** Everything that is settled before the first step: the plans, the data, the weights. */
import type { Executor } from '../compiler/execute';
import { needsOf } from '../compiler/inputNeeds';
import { optimizerOf } from '../compiler/optimizer';
import { adaptPictures } from '../datasets/adaptPictures';
import type { DatasetRequest } from '../datasets/catalogue';
import { checkFit } from '../datasets/checkFit';
import { missingData } from '../datasets/missingData';
import { MissingPackError } from '../datasets/packs';
import { datasets, findDataset } from '../datasets/registry';
import type { Dataset, InputNeed } from '../datasets/types';
import { type Diagnostic, failure, type Result, success } from '../graph/diagnostics';
import type { Experiment, GraphDocument } from '../graph/document';
import type { TrainEvent, TrainRequest } from '../protocol';
import type { SessionContext } from './context';
import { findScoring, type Scoring } from './evaluate';
import { longestRun } from './heartbeat';

/** Looking at examples may take this much memory, and as much as a training step in any case. */
const EVALUATION_BYTES = 2 ** 28;

export interface Training {
  readonly experiment: Experiment;
  readonly dataset: Dataset;
  /** One step. */
  readonly step: Executor;
  readonly stepFlops: number;
  /** Loss with running statistics; null where the graph has problems outside its loss. */
  readonly evaluate: Executor | null;
  readonly predict: Executor | null;
  /** Examples that `evaluate` and `predict` look at together. */
  readonly evaluationBatch: number;
  readonly scoring: Scoring | null;
  readonly notes: readonly Diagnostic[];
}

export async function prepareTraining(
  context: SessionContext,
  { document, experiment, resume }: TrainRequest,
  onEvent: (event: TrainEvent) => void,
): Promise<Result<Training>> {
  const { models, weights, loadDataset } = context;
  const invalid = checkExperiment(experiment);
  if (invalid) return failure(invalid);
  onEvent({ kind: 'compiling' });
  const batch = experiment.batchSize;
  const optimizer = optimizerOf(experiment);
  const compiled = models.get(document, { purpose: 'train', batch, optimizer });
  if (!compiled.ok) return compiled;
  const step = compiled.value.executor;
  const { program } = step.plan;

  onEvent({ kind: 'loading-data' });
  const dataset = await loadFitting(loadDataset, experiment, { needs: needsOf(program) });
  if (!dataset.ok) return dataset;

  // A run between two tokens still reads the weights.
  const { kept, fresh } = await context.exclusively(async () => {
    if (!resume) weights.clear();
    // Drawing the starting values of a large model takes seconds, too.
    context.heartbeat.allow(longestRun(context.backend.report.backend, compiled.value.flops));
    return weights.fit(program, experiment.seed);
  });
  const { predict, evaluate, size } = compileEvaluation(
    models,
    document,
    step,
    batch,
    dataset.value,
  );
  const notes = [...compiled.diagnostics, ...(dataset.value.notes ?? []).map(dataNote)];
  if (kept > 0 && fresh > 0) notes.push(keptWeights(kept, fresh));
  return success({
    experiment,
    dataset: dataset.value,
    step,
    stepFlops: compiled.value.flops,
    evaluate: evaluate.ok ? evaluate.value.executor : null,
    predict: predict.ok ? predict.value.executor : null,
    evaluationBatch: size,
    scoring: predict.ok ? findScoring(predict.value.executor.plan.program, program) : null,
    notes,
  });
}

/**
 * Examples that are looked at together outside training: more than a small batch, for speed, but no
 * more than there are, nor so many that they take longer than a training step may.
 */
function widestBatch(batch: number, { validation, test }: Dataset): number {
  return Math.max(batch, Math.min(64, 8 * batch, validation.size, test.size));
}

/** The models that look at examples outside training, in batches that memory has room for. */
function compileEvaluation(
  models: SessionContext['models'],
  document: GraphDocument,
  step: Executor,
  batch: number,
  dataset: Dataset,
) {
  const wanted = widestBatch(batch, dataset);
  const room = Math.max(step.plan.peakBytes, EVALUATION_BYTES);
  const wide = models.get(document, { purpose: 'evaluate', batch: wanted });
  const fits = wide.ok && wide.value.executor.plan.peakBytes <= room;
  const size = fits ? wanted : batch;
  return {
    size,
    predict: models.get(document, { purpose: 'predict', batch: size }),
    evaluate: fits ? wide : models.get(document, { purpose: 'evaluate', batch: size }),
  };
}

/** How many weights survived a change of the graph. */
export function keptWeights(kept: number, fresh: number): Diagnostic {
  return {
    code: 'train/weights',
    severity: 'info',
    message: `${kept} of ${kept + fresh} weights still fit and were kept; ${fresh} start anew.`,
    at: {},
  };
}

/** Loads the data set of an experiment and makes it fit the inputs, or tells what does not. */
async function loadFitting(
  loadDataset: SessionContext['loadDataset'],
  experiment: Experiment,
  request: DatasetRequest & { readonly needs: readonly InputNeed[] },
): Promise<Result<Dataset>> {
  const info = findDataset(experiment.dataset);
  // What is known not to fit is not fetched.
  const known = info ? checkFit(info, request.needs, experiment, datasets) : [];
  if (known.length > 0) return failure(...known);
  const loaded = await load(loadDataset, experiment.dataset, request);
  if (!loaded.ok) return loaded;
  const misfits = checkFit(loaded.value, request.needs, experiment, datasets);
  if (misfits.length > 0) return failure(...misfits);
  return success(adaptPictures(loaded.value, request.needs, experiment));
}

/** Loads a data set; an unknown name or a failed download is told in words. */
export async function load(
  loadDataset: SessionContext['loadDataset'],
  id: string,
  request?: DatasetRequest,
): Promise<Result<Dataset>> {
  try {
    const dataset = await loadDataset(id, request);
    if (dataset) return success(dataset);
    return failure(dataProblem(`There is no data set called "${id}".`, 'Choose another data set.'));
  } catch (error) {
    if (error instanceof MissingPackError) return failure(missingData(id, error.pack));
    return failure(
      dataProblem(
        `The data set "${id}" could not be loaded.`,
        'Check the connection and try again; your graph is unchanged.',
      ),
    );
  }
}

/** What a document may not say is kept out when it is read; a request may come from elsewhere. */
function checkExperiment(experiment: Experiment): Diagnostic | null {
  const { batchSize, steps, learningRate, warmupSteps } = experiment;
  const { momentum = 0, weightDecay = 0, clipNorm = 1, epsilon = 1 } = experiment;
  const { beta1 = 0, beta2 = 0 } = experiment;
  const whole = (value: number, min: number) => Number.isInteger(value) && value >= min;
  const positive = (value: number) => value > 0 && Number.isFinite(value);
  const share = (value: number) => value >= 0 && value < 1;
  const rules: readonly (readonly [boolean, string, string])[] = [
    [whole(batchSize, 1), 'The batch size must be a whole number from 1.', 'Set it to 32.'],
    [whole(steps, 1), 'The number of steps must be a whole number from 1.', 'Set it to 500.'],
    [whole(warmupSteps, 0), 'The warm-up must be a whole number of steps.', 'Set it to 0.'],
    [positive(learningRate), 'The learning rate must be above 0.', 'Set it to 0.001.'],
    [share(momentum), 'The momentum must be at least 0 and below 1.', 'Set it to 0.9.'],
    [
      !experiment.nesterov || experiment.optimizer !== 'sgd' || momentum > 0,
      'Nesterov momentum needs a momentum above 0.',
      'Set the momentum to 0.9, or turn Nesterov off.',
    ],
    [
      weightDecay === 0 || positive(weightDecay),
      'The weight decay must be at least 0.',
      'Set it to 0.',
    ],
    [
      positive(clipNorm),
      'The longest gradient must be above 0.',
      'Set it to 1, or leave it empty.',
    ],
    [
      share(beta1) && share(beta2),
      'Beta 1 and beta 2 must be at least 0 and below 1.',
      'Set them to 0.9 and 0.999.',
    ],
    [positive(epsilon), 'Epsilon must be above 0.', 'Set it to 1e-8.'],
  ];
  const broken = rules.find(([holds]) => !holds);
  return broken ? dataProblem(broken[1], broken[2]) : null;
}

function dataNote(message: string): Diagnostic {
  return { code: 'train/data', severity: 'info', message, at: {} };
}

function dataProblem(message: string, hint: string): Diagnostic {
  return { code: 'train/data', severity: 'error', message, hint, at: {} };
}
