/** What every examination begins with: the graph compiled, its data, and the weights of one moment. */
import { examinable } from '../../compiler/examinable';
import type { Executor } from '../../compiler/execute';
import { needsOf } from '../../compiler/inputNeeds';
import { optimizerOf } from '../../compiler/optimizer';
import type { Dataset, Split } from '../../datasets/types';
import type { ExamineEvent, ExamineRequest } from '../../examinations';
import { type Diagnostic, failure, type Result, success } from '../../graph/diagnostics';
import type { Program } from '../../ops/program';
import { checkExperiment, checkInputs, checkSize } from '../checkExperiment';
import { checkIds } from '../checkIds';
import { compileEvaluation, type Evaluation } from '../compileEvaluation';
import type { SessionContext } from '../context';
import type { TrainControl } from '../control';
import { longestRun } from '../heartbeat';
import type { Model, ModelHold } from '../models';
import { changedWhileTraining } from '../predict';
import { keptWeights, loadFitting, withoutPartners } from '../prepareTraining';
import { createTurns, type Turns } from '../turnstile';
import { unlessStopped } from '../unlessStopped';
import { type FrozenWeights, freezeWeights } from './frozenWeights';

export interface Examining {
  readonly context: SessionContext;
  readonly request: ExamineRequest;
  readonly control: TrainControl;
  readonly turns: Turns;
  readonly tell: (event: ExamineEvent) => void;
  /** Outputs and loss; for histograms one training step, with its gradients as taps. */
  readonly executor: Executor;
  /** Not for histograms. */
  readonly evaluation: Evaluation;
  readonly dataset: Dataset;
  readonly split: Split;
  readonly weights: FrozenWeights;
  readonly notes: readonly Diagnostic[];
}

export interface ExamineOptions {
  readonly control: TrainControl;
  /** True while a training uses the weights: then only a graph that they fit is looked into. */
  readonly isTraining: () => boolean;
  readonly models: ModelHold;
  readonly tell: (event: ExamineEvent) => void;
}

/** Fails with `run/stopped` where it is ended before all is there. The caller disposes of the weights. */
export async function prepareExamination(
  context: SessionContext,
  request: ExamineRequest,
  { control, isTraining, models, tell }: ExamineOptions,
): Promise<Result<Examining>> {
  const { experiment, document, what } = request;
  const invalid = checkExperiment(experiment) ?? checkLimit(request);
  if (invalid) return failure(invalid);
  tell({ kind: 'compiling' });
  const compiled = compileFor(models, request);
  if (!compiled.ok) return compiled;
  const { executor, flops } = compiled.value;
  const program = withoutPartners(executor.plan.program);
  const trains = what === 'histograms';
  const unchangeable = trains ? checkInputs(program, experiment) : null;
  if (unchangeable) return failure(unchangeable);

  tell({ kind: 'loading-data' });
  const loaded = await loadFitting(context.loadDataset, experiment, {
    needs: needsOf(program),
    signal: control.signal,
    onProgress: (progress) => tell({ kind: 'loading-data', progress }),
  });
  if (control.stopped) return failure(stopped());
  if (!loaded.ok) return loaded;
  const dataset = checkIds(loaded.value, program);
  const split = dataset[request.split];
  const unfit = trains ? checkSize(dataset, experiment) : checkSplit(dataset, request);
  if (unfit) return failure(unfit);
  if (!examinable(program, dataset.task).includes(what)) return failure(nothingToSee(dataset));

  const evaluation = trains
    ? { batch: experiment.batchSize, predict: null, executorOf: () => null }
    : compileEvaluation(models, document, executor, experiment.batchSize, dataset);
  const programs = [executor, evaluation.predict].flatMap((each) => each?.plan.program ?? []);
  context.heartbeat.allow(longestRun(context.backend.report.backend, flops));
  const frozen = await unlessStopped(context, control, async () =>
    freeze(context, request, programs, isTraining()),
  );
  if (!frozen) return failure(stopped());
  if (!frozen.ok) return frozen;
  return success({
    context,
    request,
    control,
    turns: createTurns(context.turnstile, control, { onPause() {} }),
    tell,
    executor,
    evaluation,
    dataset,
    split,
    weights: frozen.value,
    notes: [...compiled.diagnostics, ...frozen.diagnostics],
  });
}

function compileFor(
  models: ModelHold,
  { document, experiment, what }: ExamineRequest,
): Result<Model> {
  const batch = experiment.batchSize;
  if (what !== 'histograms') return models.get(document, { purpose: 'evaluate', batch });
  return models.get(document, {
    purpose: 'train',
    batch,
    optimizer: optimizerOf(experiment),
    mixLabels: (experiment.mixup ?? 0) > 0,
    tapGradients: true,
  });
}

/** Weights that nobody has given yet begin with the seed, as a run's do. */
function freeze(
  { weights }: SessionContext,
  { experiment }: ExamineRequest,
  programs: readonly Program[],
  training: boolean,
): Result<FrozenWeights> {
  if (training && !programs.every((program) => weights.fits(program))) {
    return failure(changedWhileTraining());
  }
  let [kept, fresh] = [0, 0];
  for (const program of programs) {
    // The state of the optimiser is not begun anew for a look at it.
    const leaves = program.leaves.filter(({ kind }) => kind !== 'slot');
    const fit = weights.fit({ ...program, leaves }, experiment.seed);
    [kept, fresh] = [Math.max(kept, fit.kept), Math.max(fresh, fit.fresh)];
  }
  const notes = kept > 0 && fresh > 0 ? [keptWeights(kept, fresh)] : [];
  return success(freezeWeights(weights, programs), notes);
}

function checkLimit({ limit = 1 }: ExamineRequest): Diagnostic | null {
  if (Number.isInteger(limit) && limit >= 1) return null;
  return {
    code: 'run/input',
    severity: 'error',
    message: `Examples are a whole number from 1, not ${limit}.`,
    at: {},
  };
}

function checkSplit(dataset: Dataset, { split }: ExamineRequest): Diagnostic | null {
  if (dataset[split].size > 0) return null;
  const named = split === 'test' ? 'test' : 'validation';
  return {
    code: 'data/no-examples',
    severity: 'error',
    message: `There are no ${named} examples in "${dataset.title}".`,
    hint: `Add data with more examples, or with a larger share for ${named} when it is divided.`,
    at: {},
  };
}

function nothingToSee({ title }: Dataset): Diagnostic {
  return {
    code: 'run/input',
    severity: 'error',
    message: `This graph gives no such answers to "${title}".`,
    hint: 'Look at something else, or change the outputs of the graph.',
    at: {},
  };
}

/** An examination that was ended. */
export function stopped(): Diagnostic {
  return { code: 'run/stopped', severity: 'info', message: 'Stopped.', at: {} };
}
