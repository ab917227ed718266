/** Everything that is settled before the first step: the plans, the data, the weights. */
import type { Executor } from '../compiler/execute';
import type { Dataset } from '../datasets/types';
import { type Diagnostic, failure, type Result, success } from '../graph/diagnostics';
import type { Experiment } from '../graph/document';
import type { TrainEvent, TrainRequest } from '../protocol';
import { checkData } from './batches';
import type { SessionContext } from './context';
import { findScoring, type Scoring } from './evaluate';
import { longestRun } from './heartbeat';
import { ADAM } from './schedule';

export interface Training {
  readonly experiment: Experiment;
  readonly dataset: Dataset;
  /** One step. */
  readonly step: Executor;
  readonly stepFlops: number;
  /** Loss with running statistics; null where the graph has problems outside its loss. */
  readonly evaluate: Executor | null;
  readonly predict: Executor | null;
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
  const { beta1, beta2 } = ADAM;
  const compiled = models.get(document, {
    purpose: 'train',
    batch,
    optimizer: { kind: experiment.optimizer, beta1, beta2 },
  });
  if (!compiled.ok) return compiled;
  const step = compiled.value.executor;
  const { program } = step.plan;

  onEvent({ kind: 'loading-data' });
  const dataset = await load(loadDataset, experiment.dataset);
  if (!dataset.ok) return dataset;
  const misfits = checkData(program, dataset.value);
  if (misfits.length > 0) return failure(...misfits);

  // A run between two tokens still reads the weights.
  const { kept, fresh } = await context.exclusively(async () => {
    if (!resume) weights.clear();
    // Drawing the starting values of a large model takes seconds, too.
    context.heartbeat.allow(longestRun(context.backend.report.backend, compiled.value.flops));
    return weights.fit(program, experiment.seed);
  });
  const predict = models.get(document, { purpose: 'predict', batch });
  const evaluate = models.get(document, { purpose: 'evaluate', batch });
  const notes = [...compiled.diagnostics];
  if (kept > 0 && fresh > 0) notes.push(keptWeights(kept, fresh));
  return success({
    experiment,
    dataset: dataset.value,
    step,
    stepFlops: compiled.value.flops,
    evaluate: evaluate.ok ? evaluate.value.executor : null,
    predict: predict.ok ? predict.value.executor : null,
    scoring: predict.ok ? findScoring(predict.value.executor.plan.program, program) : null,
    notes,
  });
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

/** Loads a data set; an unknown name or a failed download is told in words. */
export async function load(
  loadDataset: SessionContext['loadDataset'],
  id: string,
): Promise<Result<Dataset>> {
  try {
    const dataset = await loadDataset(id);
    if (dataset) return success(dataset);
    return failure(dataProblem(`There is no data set called "${id}".`, 'Choose another data set.'));
  } catch {
    return failure(
      dataProblem(
        `The data set "${id}" could not be loaded.`,
        'Check the connection and try again; your graph is unchanged.',
      ),
    );
  }
}

function checkExperiment(experiment: Experiment): Diagnostic | null {
  const whole = (value: number, min: number) => Number.isInteger(value) && value >= min;
  if (!whole(experiment.batchSize, 1)) {
    return dataProblem('The batch size must be a whole number from 1.', 'Set it to 32.');
  }
  if (!whole(experiment.steps, 1)) {
    return dataProblem('The number of steps must be a whole number from 1.', 'Set it to 500.');
  }
  if (!(experiment.learningRate > 0 && Number.isFinite(experiment.learningRate))) {
    return dataProblem('The learning rate must be above 0.', 'Set it to 0.001.');
  }
  return null;
}

function dataProblem(message: string, hint: string): Diagnostic {
  return { code: 'train/data', severity: 'error', message, hint, at: {} };
}
