/**
 * Trains the small presets as the page does, in Node on one thread of WebAssembly, and prints what
 * the whole test set says: `npm run bench bench/train-tiny.ts [preset] [backend=cpu] [name=value]`.
 * A `name=value` changes the experiment (`steps=400`) or a hyperparameter (`d_model=32`).
 */
import { presets } from '../presets/index';
import { loadFromDisk } from '../runtime/datasets/testing/diskReader';
import type { Experiment, GraphDocument } from '../runtime/graph/document';
import type { BackendName, TrainEvent } from '../runtime/protocol';
import { startSession } from '../runtime/session/testing/startSession';

const words = process.argv.slice(3);
const changes = new Map(
  words.filter((w) => w.includes('=')).map((w) => w.split('=') as [string, string]),
);
const wanted = words.filter((w) => !w.includes('='));
const backend = (changes.get('backend') ?? 'wasm') as BackendName;
changes.delete('backend');

function changedExperiment(experiment: Experiment): Experiment {
  const changed = Object.entries(experiment).map(([name, value]) => {
    const change = changes.get(name);
    return [
      name,
      change === undefined ? value : typeof value === 'number' ? Number(change) : change,
    ];
  });
  return Object.fromEntries(changed) as Experiment;
}

function changedDocument(document: GraphDocument): GraphDocument {
  return {
    ...document,
    hyperparameters: document.hyperparameters.map((h) => {
      const change = changes.get(h.name);
      return change === undefined ? h : { ...h, value: Number(change) };
    }),
  };
}

const session = await startSession(backend, loadFromDisk);
for (const preset of presets) {
  const { experiment } = preset.document;
  if (!preset.small || !experiment) continue;
  if (wanted.length > 0 && !wanted.includes(preset.id)) continue;
  const document = changedDocument(preset.document);
  let reported = 0;
  const onEvent = (event: TrainEvent) => {
    if (event.kind === 'validation') {
      print(
        `  step ${event.step}: validation loss ${event.loss.toFixed(4)}, ${event.metric?.kind} ${event.metric?.value.toFixed(4)}`,
      );
    }
    if (event.kind !== 'progress' || event.step < reported) return;
    const point = event.points.at(-1);
    if (point) print(`  step ${point.step}: loss ${point.loss.toFixed(4)}`);
    reported = event.step + event.steps / 20;
  };
  const start = performance.now();
  const cpu = process.cpuUsage();
  const result = await session.train(
    { document, experiment: changedExperiment(experiment), resume: false },
    onEvent,
  );
  const seconds = (performance.now() - start) / 1000;
  // What one core worked; the wall clock tells as much only where nothing else runs.
  const { user, system } = process.cpuUsage(cpu);
  if (!result.ok) throw new Error(result.diagnostics.map(({ message }) => message).join('\n'));
  const { steps, loss, test } = result.value;
  print(
    `${preset.id}, ${backend}: ${steps} steps, ${seconds.toFixed(1)} s with tests (${((user + system) / 1e6).toFixed(1)} s of processor), loss ${loss.toFixed(4)}, ` +
      `${test?.metric.kind} ${((test?.metric.value ?? Number.NaN) * 100).toFixed(2)} % of ${test?.examples}`,
  );
}
await session.dispose();

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
