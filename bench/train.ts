/**
 * Trains a preset and its variants alike, seed by seed, and writes what came out:
 * `npm run bench bench/train.ts with-and-without-attention [seeds=3] [name=value] [out=FILE]`.
 * A `name=value` changes the experiment (`steps=400`) or a hyperparameter (`d_model=32`). What is in the
 * file already is not trained again.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { presets } from '../presets/index';
import { loadFromDisk } from '../runtime/datasets/testing/diskReader';
import type { Baseline } from '../runtime/datasets/types';
import { BASE, type Experiment, type GraphDocument } from '../runtime/graph/document';
import { variantDocument, variantIds } from '../runtime/graph/variants';
import { analyze, needsOf } from '../runtime/index';
import type { TrainEvent, TrainSummary } from '../runtime/protocol';
import { startSession } from '../runtime/session/testing/startSession';

interface Run {
  readonly variant: string;
  readonly title: string;
  readonly seed: number;
  readonly parameters: number;
  readonly steps: number;
  readonly metric: string;
  /** On the test set. */
  readonly value: number;
  readonly loss: number;
  /** Of one core, with validation and test. */
  readonly processorSeconds: number;
  readonly validation: readonly (readonly [step: number, value: number])[];
}

const [id, ...words] = process.argv.slice(3);
const changes = new Map(words.map((word) => word.split('=') as [string, string]));
const preset = presets.find((each) => each.id === id);
if (!preset?.document.experiment)
  throw new Error(`There is no preset "${id}" that can be trained.`);
const document = changedDocument(preset.document);
const seeds = Number(changes.get('seeds') ?? document.comparison?.seeds ?? 1);
const out = changes.get('out') ?? `bench/results/${id}.json`;
for (const name of ['seeds', 'out']) changes.delete(name);

interface Results {
  readonly experiment: Experiment;
  /** Of the data, on the same test set. */
  readonly baselines?: readonly Baseline[];
  readonly runs: Run[];
}

const known: Results = existsSync(out)
  ? JSON.parse(readFileSync(out, 'utf8'))
  : { experiment: experimentOf(document), baselines: await findBaselines(document), runs: [] };

for (let seed = known.experiment.seed; seed < known.experiment.seed + seeds; seed++) {
  for (const variant of variantIds(document)) {
    if (known.runs.some((run) => run.variant === variant && run.seed === seed)) continue;
    known.runs.push(await trainOnce(variant, seed));
    mkdirSync(dirname(out), { recursive: true });
    writeFileSync(out, `${JSON.stringify(known, null, 1)}\n`);
  }
}
for (const { title, metric } of known.baselines ?? []) {
  print(`${title}: ${metric.value.toFixed(4)} ${metric.kind}`);
}
for (const variant of variantIds(document)) {
  const values = known.runs.filter((run) => run.variant === variant).map(({ value }) => value);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const spread = values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : 0;
  print(`${variant}: ${mean.toFixed(4)} ± ${spread.toFixed(4)} (${values.length})`);
}

/** With the hyperparameters that are named; the other names are of the experiment. */
function changedDocument(graph: GraphDocument): GraphDocument {
  const hyperparameters = graph.hyperparameters.map((h) => {
    const change = changes.get(h.name);
    changes.delete(h.name);
    return change === undefined ? h : { ...h, value: Number(change) };
  });
  return { ...graph, hyperparameters };
}

function experimentOf(graph: GraphDocument): Experiment {
  const values = [...changes].map(([name, value]) => [
    name,
    ['true', 'false'].includes(value) || !Number.isNaN(Number(value)) ? JSON.parse(value) : value,
  ]);
  return { ...(graph.experiment as Experiment), ...Object.fromEntries(values) };
}

async function findBaselines(graph: GraphDocument): Promise<readonly Baseline[] | undefined> {
  const { diagnostics, plan } = analyze(graph, { training: true, batch: 1 });
  if (!plan) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  const dataset = await loadFromDisk(experimentOf(graph).dataset, { needs: needsOf(plan.program) });
  return dataset?.baselines?.();
}

async function trainOnce(variant: string, seed: number): Promise<Run> {
  const graph = variantDocument(document, variant) as GraphDocument;
  const session = await startSession('wasm', loadFromDisk);
  const validation: [number, number][] = [];
  const before = process.cpuUsage();
  const spent = () => {
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1e6;
  };
  const onEvent = (event: TrainEvent) => {
    if (event.kind !== 'validation' || !event.metric) return;
    validation.push([event.step, event.metric.value]);
    print(
      `  ${variant} seed ${seed} step ${event.step}: ${event.metric.value.toFixed(4)} (${spent().toFixed(0)} s)`,
    );
  };
  const request = { document: graph, experiment: { ...experimentOf(graph), seed }, resume: false };
  const result = await session.train(request, onEvent);
  if (!result.ok) throw new Error(result.diagnostics.map(({ message }) => message).join('\n'));
  const { test, loss, steps, parameters }: TrainSummary = result.value;
  await session.dispose();
  if (!test) throw new Error(`${variant} has no test`);
  print(`${variant} seed ${seed}: ${test.metric.value.toFixed(4)} in ${spent().toFixed(0)} s`);
  return {
    variant,
    title: variant === BASE ? 'base' : graph.title,
    seed,
    parameters,
    steps,
    metric: test.metric.kind,
    value: test.metric.value,
    loss,
    processorSeconds: Math.round(spent()),
    validation,
  };
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
