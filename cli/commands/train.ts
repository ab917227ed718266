/** `patchbay train`: trains a graph as the page does, and writes the weights. */
import { compile } from '../../runtime/compiler/compile';
import type { Experiment, GraphDocument, Metric } from '../../runtime/graph/document';
import { isShare, metricTitles } from '../../runtime/graph/metric';
import type { Checkpoint, RuntimeApi, TrainEvent, TrainSummary } from '../../runtime/protocol';
import { createSession } from '../../runtime/session/createSession';
import { writeWeights } from '../../runtime/weights/transfer';
import { backendOf, backendOptions, parseWords, positive, whole } from '../args';
import { noBackend, nodeEnvironment } from '../backend';
import { openData } from '../dataset';
import { writeFile } from '../fileSource';
import { CommandError, OK, type Output, type Status } from '../io';
import { loadGraph } from '../loadGraph';
import { describe, grouped } from '../print';
import { loadWeights, weightSpecs } from '../weights';

const usual: Experiment = {
  dataset: 'mnist',
  batchSize: 32,
  steps: 500,
  optimizer: 'adam',
  learningRate: 0.001,
  warmupSteps: 0,
  seed: 0,
};

/** Progress lines of a whole training. */
const LINES = 20;

export async function train(words: readonly string[], { out }: Output): Promise<Status> {
  const { values, graph } = parseWords(words, {
    data: { type: 'string' },
    steps: { type: 'string' },
    seed: { type: 'string' },
    batch: { type: 'string' },
    rate: { type: 'string' },
    optimizer: { type: 'string' },
    weights: { type: 'string' },
    out: { type: 'string' },
    json: { type: 'boolean' },
    ...backendOptions,
  });
  const prefer = backendOf(values.backend);
  const { document } = await loadGraph(graph);
  const planned = budgetOf(document.experiment ?? usual, values.steps);
  const experiment: Experiment = {
    ...planned,
    dataset: values.data ?? planned.dataset,
    steps: whole(values.steps, '--steps', 1, planned.steps),
    seed: whole(values.seed, '--seed', 0, planned.seed),
    batchSize: whole(values.batch, '--batch', 1, planned.batchSize),
    learningRate: positive(values.rate, '--rate', planned.learningRate),
    optimizer: optimizerOf(values.optimizer, planned.optimizer),
  };
  const session = createSession({
    environment: await nodeEnvironment(prefer),
    loadDataset: await openData(experiment.dataset, experiment.seed),
    heartbeat: { allow() {}, giveUp() {}, stop() {} },
  });
  const started = await session.start({ prefer });
  if (!started.ok) throw new CommandError(started.diagnostics.map(describe).join('\n'));
  if (started.value.backend !== prefer) {
    throw new CommandError(noBackend(prefer, started.value.attempts[0]?.reason ?? ''));
  }
  if (values.weights) await session.restore(await startFrom(values.weights, document, experiment));
  const report = values.json ? jsonLines(out) : textLines(out);
  const result = await session.train(
    { document, experiment, resume: values.weights !== undefined },
    report,
  );
  if (!result.ok) throw new CommandError(result.diagnostics.map(describe).join('\n'));
  out(
    values.json
      ? `${JSON.stringify({ kind: 'summary', ...result.value })}\n`
      : inWords(result.value),
  );
  if (values.out) {
    await save(values.out, session, document, experiment);
    if (!values.json) out(`Weights written to ${values.out}\n`);
  }
  await session.dispose();
  return OK;
}

/** Steps that are asked for take the place of passes and seconds. */
function budgetOf(experiment: Experiment, steps: string | undefined): Experiment {
  if (steps === undefined) return experiment;
  const { epochs: _epochs, seconds: _seconds, ...rest } = experiment;
  return rest;
}

const optimizers: readonly Experiment['optimizer'][] = ['adam', 'adamw', 'sgd'];

function optimizerOf(
  text: string | undefined,
  absent: Experiment['optimizer'],
): Experiment['optimizer'] {
  if (text === undefined) return absent;
  const found = optimizers.find((name) => name === text);
  if (found) return found;
  throw new CommandError(`--optimizer is ${optimizers.join(', ')}, not "${text}".`);
}

/** Weights of a file as what a training goes on from. */
async function startFrom(
  path: string,
  document: GraphDocument,
  { seed, batchSize }: Experiment,
): Promise<Checkpoint> {
  const program = programOf(document, batchSize);
  const specs = weightSpecs(document, program);
  const { weights } = await loadWeights(path, specs);
  const shapes = new Map(specs.map(({ name, shape }) => [name, shape]));
  const tensors = Object.fromEntries(
    [...weights].map(([name, data]) => [name, { shape: shapes.get(name) ?? [], data }]),
  );
  return { step: 0, seed, tensors };
}

async function save(
  path: string,
  session: RuntimeApi,
  document: GraphDocument,
  { batchSize }: Experiment,
): Promise<void> {
  const checkpoint = await session.checkpoint();
  if (!checkpoint) throw new CommandError('There are no weights to write.');
  const program = programOf(document, batchSize);
  const specs = weightSpecs(document, program).filter(({ name }) =>
    Object.hasOwn(checkpoint.tensors, name),
  );
  await writeFile(
    path,
    writeWeights(specs, 'patchbay', (name) => checkpoint.tensors[name].data, {
      title: document.title,
      step: String(checkpoint.step),
    }),
  );
}

function programOf(document: GraphDocument, batch: number) {
  const compiled = compile(document, { purpose: 'evaluate', batch });
  if (!compiled.ok) throw new CommandError(compiled.diagnostics.map(describe).join('\n'));
  return compiled.value.plan.program;
}

type Report = (event: TrainEvent) => void;

function jsonLines(out: Output['out']): Report {
  return (event) => out(`${JSON.stringify(event)}\n`);
}

function textLines(out: Output['out']): Report {
  let next = 0;
  return (event) => {
    if (event.kind === 'validation') {
      const { step, loss, metric } = event;
      const told = metric && metric.kind !== 'loss' ? `, ${figure(metric)}` : '';
      out(`step ${grouped(step)}: validation loss ${loss.toFixed(4)}${told}\n`);
    }
    if (event.kind !== 'progress') return;
    const { points, steps } = event;
    const point = points.at(-1);
    if (!point || point.step < next) return;
    out(`step ${grouped(point.step)} of ${grouped(steps)}: loss ${point.loss.toFixed(4)}\n`);
    next = point.step + Math.max(1, Math.floor(steps / LINES));
  };
}

function inWords(summary: TrainSummary): string {
  const { steps, loss, seconds, test, weightsOf, backend } = summary;
  const tested = test
    ? `, ${figure(test.metric)} over ${grouped(test.examples)} test examples`
    : '';
  const kept = weightsOf === steps ? '' : `, with the weights of step ${grouped(weightsOf)}`;
  return `${grouped(steps)} steps on ${backend} in ${seconds.toFixed(1)} s: loss ${loss.toFixed(4)}${tested}${kept}\n`;
}

function figure({ kind, value }: Metric): string {
  const text = isShare(kind)
    ? `${(100 * value).toFixed(1)} %`
    : value.toFixed(kind === 'bleu' ? 1 : 4);
  return `${metricTitles[kind]} ${text}`;
}
