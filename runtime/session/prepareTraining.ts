/** Everything that is settled before the first step: the plans, the data, the weights. */
import type { Executor } from '../compiler/execute';
import { needsOf } from '../compiler/inputNeeds';
import { optimizerOf } from '../compiler/optimizer';
import { adaptPictures } from '../datasets/adaptPictures';
import type { DatasetRequest } from '../datasets/catalogue';
import { checkFit } from '../datasets/checkFit';
import { missingData } from '../datasets/missingData';
import { isOwnId } from '../datasets/own/ownId';
import { missingOwn } from '../datasets/own/ownInfo';
import { MissingPackError } from '../datasets/packs';
import { datasets, findDataset } from '../datasets/registry';
import type { Dataset, InputNeed } from '../datasets/types';
import { type Diagnostic, failure, type Result, success } from '../graph/diagnostics';
import type { Experiment, GraphDocument } from '../graph/document';
import { stepsOf } from '../graph/epochs';
import type { Program } from '../ops/program';
import type { TrainEvent, TrainRequest } from '../protocol';
import { type Budget, createBudget } from './budget';
import { checkExperiment, checkInputs, checkSize } from './checkExperiment';
import { checkIds } from './checkIds';
import { compileEvaluation, type Evaluation } from './compileEvaluation';
import type { SessionContext } from './context';
import type { TrainControl } from './control';
import { longestRun } from './heartbeat';
import type { ModelHold } from './models';
import { findScoring, type Scoring } from './scoring';
import { unlessStopped } from './unlessStopped';

export interface Training {
  readonly experiment: Experiment;
  readonly dataset: Dataset;
  /** One step. */
  readonly step: Executor;
  /** The same, telling also how long the gradient is; null where there is no room for that. */
  readonly measuredStep: Executor | null;
  readonly stepFlops: number;
  readonly budget: Budget;
  readonly evaluation: Evaluation;
  readonly scoring: Scoring;
  readonly notes: readonly Diagnostic[];
}

export interface PrepareOptions {
  /** Holds what the training uses. */
  readonly models: ModelHold;
  readonly control: TrainControl;
  readonly post: (event: TrainEvent) => void;
}

/** Fails with `run/stopped` where a stop comes before all is settled. */
export async function prepareTraining(
  context: SessionContext,
  request: TrainRequest,
  { models, control, post }: PrepareOptions,
): Promise<Result<Training>> {
  const { document, experiment } = request;
  const invalid = checkExperiment(experiment);
  if (invalid) return failure(invalid);
  post({ kind: 'compiling' });
  const compiled = compileSteps(models, document, experiment);
  if (!compiled.ok) return compiled;
  const { step, measuredStep, stepFlops } = compiled.value;
  // The answers of what is mixed in come from the same field as the others.
  const program = withoutPartners(step.plan.program);
  const unchangeable = checkInputs(program, experiment);
  if (unchangeable) return failure(unchangeable);

  post({ kind: 'loading-data' });
  const loaded = await loadFitting(context.loadDataset, experiment, {
    needs: needsOf(program),
    signal: control.signal,
    onProgress: (progress) => post({ kind: 'loading-data', progress }),
  });
  if (control.stopped) return failure(stoppedEarly());
  if (!loaded.ok) return loaded;
  const dataset = checkIds(loaded.value, program);
  const unfit = checkSize(dataset, experiment);
  if (unfit) return failure(unfit);

  const fit = await unlessStopped(context, control, () =>
    fitWeights(context, request, step.plan.program, stepFlops),
  );
  if (!fit) return failure(stoppedEarly());
  const notes = [
    ...compiled.diagnostics,
    ...(dataset.notes ?? []).map(dataNote),
    ...checkHeldOut(dataset, experiment),
    ...fit,
  ];
  const { weights } = context;
  const evaluation = compileEvaluation(models, document, step, experiment.batchSize, dataset);
  const scoring = findScoring(evaluation.predict?.plan.program ?? null, program, dataset);
  if (weights.best && !isComparable(weights.best, scoring, dataset)) weights.forgetBest();
  return success({
    experiment,
    dataset,
    step,
    measuredStep,
    stepFlops,
    budget: createBudget({
      experiment,
      steps: stepsOf(experiment, dataset.train.size),
      first: weights.step,
      seconds: weights.seconds,
      course: weights.course,
    }),
    evaluation,
    scoring,
    notes,
  });
}

/** The training step, and the one that tells more. */
function compileSteps(
  models: ModelHold,
  document: GraphDocument,
  experiment: Experiment,
): Result<Pick<Training, 'step' | 'measuredStep' | 'stepFlops'>> {
  const options = {
    purpose: 'train',
    batch: experiment.batchSize,
    optimizer: optimizerOf(experiment),
    mixLabels: (experiment.mixup ?? 0) > 0,
  } as const;
  const measured = models.get(document, { ...options, gradientNorm: true });
  // Where gradients are clipped their norm is there anyway.
  const plain = experiment.clipNorm ? measured : models.get(document, options);
  if (!plain.ok) return plain;
  const { executor: step, flops: stepFlops } = plain.value;
  const measuredStep = measured.ok ? measured.value.executor : null;
  return success({ step, measuredStep, stepFlops }, plain.diagnostics);
}

/**
 * Puts the weights in their place that the training begins with, and tells what was kept. Not while a
 * run between two tokens still reads them.
 */
async function fitWeights(
  { weights, heartbeat, backend }: SessionContext,
  { checkpoint, resume, experiment }: TrainRequest,
  program: Program,
  stepFlops: number,
): Promise<readonly Diagnostic[]> {
  if (checkpoint) weights.restore(checkpoint);
  else if (!resume) weights.clear();
  // Drawing the starting values of a large model takes seconds, too.
  heartbeat.allow(longestRun(backend.report.backend, stepFlops));
  const { kept, fresh } = weights.fit(program, experiment.seed);
  // Another graph than before.
  if (fresh > 0) weights.forgetBest();
  return kept > 0 && fresh > 0 ? [keptWeights(kept, fresh)] : [];
}

function isComparable(
  best: NonNullable<SessionContext['weights']['best']>,
  { kind }: Scoring,
  { id }: Dataset,
): boolean {
  return best.metric.kind === kind && best.dataset === id;
}

/** What is missing to measure by; training goes on without. */
function checkHeldOut(
  { title, validation, test }: Dataset,
  { keepBest }: Experiment,
): readonly Diagnostic[] {
  const note = (message: string): Diagnostic => ({
    code: 'train/data',
    severity: 'info',
    message,
    at: {},
  });
  const notes: Diagnostic[] = [];
  if (validation.size === 0) {
    const best = keepBest ? ', and the last weights are kept instead of the best' : '';
    notes.push(
      note(`"${title}" has no examples to validate on: none are tried on the way${best}.`),
    );
  }
  if (test.size === 0) notes.push(note(`"${title}" has no test examples: the end is not tried.`));
  return notes;
}

export function withoutPartners(program: Program): Program {
  const leaves = program.leaves.filter((leaf) => leaf.kind !== 'input' || !leaf.spec.partner);
  return { ...program, leaves };
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
export async function loadFitting(
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
    if (isOwnId(id)) return failure(missingOwn(id));
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

/** A training that was ended before it began. */
export function stoppedEarly(): Diagnostic {
  return {
    code: 'run/stopped',
    severity: 'info',
    message: 'Stopped before the first step.',
    at: {},
  };
}

function dataNote(message: string): Diagnostic {
  return { code: 'train/data', severity: 'info', message, at: {} };
}

function dataProblem(message: string, hint: string): Diagnostic {
  return { code: 'train/data', severity: 'error', message, hint, at: {} };
}
