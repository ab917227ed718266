/**
 * How long the editor waits after an edit: `analyze()` of a preset, and of the preset with one edit;
 * and how long an idle moment is taken by `estimate()` of its training step.
 */
import { presets } from '../presets/index';
import { analyze, estimate, type GraphDocument } from '../runtime/index';

const id = process.argv[3] ?? 'transformer-base';
const runs = 31;

const preset = presets.find((candidate) => candidate.id === id);
if (!preset) throw new Error(`There is no preset "${id}".`);

/** The document with a hyperparameter raised by one or not, so that every run sees an edit. */
function edited(document: GraphDocument, name: string, run: number): GraphDocument {
  return {
    ...document,
    hyperparameters: document.hyperparameters.map((parameter) =>
      parameter.name === name && typeof parameter.value === 'number'
        ? { ...parameter, value: parameter.value + (run % 2) }
        : parameter,
    ),
  };
}

/** A hyperparameter that can be raised without breaking the graph: all of it is analysed then. */
function harmless(document: GraphDocument): string {
  const found = document.hyperparameters.find(
    ({ name }) => analyze(edited(document, name, 1)).diagnostics.length === 0,
  );
  if (!found) throw new Error('Every edit breaks the graph.');
  return found.name;
}

function measure(
  document: (run: number) => GraphDocument,
  work: (document: GraphDocument) => unknown = analyze,
): { min: number; median: number } {
  const times: number[] = [];
  for (let run = 0; run < runs + 5; run++) {
    const subject = document(run);
    const start = performance.now();
    work(subject);
    if (run >= 5) times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  return { min: times[0], median: times[(runs - 1) / 2] };
}

const { document } = preset;
const analysis = analyze(document);
const whole = measure(() => ({ ...document }));
const name = harmless(document);
const edit = measure((run) => edited(document, name, run));
const step = estimate(document).training?.plan.program.instructions.length ?? 0;
const estimated = measure(() => ({ ...document }), estimate);
const show = ({ min, median }: { min: number; median: number }) =>
  `${min.toFixed(1)} ms min, ${median.toFixed(1)} ms median of ${runs}`;
console.log(
  `${preset.title}: ${analysis.nodes.size} nodes and composites, ${analysis.plan.program.instructions.length} instructions`,
);
console.log(`analyse          ${show(whole)}`);
console.log(`${name.padEnd(16)} ${show(edit)}`);
console.log(`estimate         ${show(estimated)} (${step} instructions in a training step)`);
