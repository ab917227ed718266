/** How long the editor waits after an edit: `analyze()` of a preset, and of the preset with one edit. */
import { presets } from '../presets/index';
import { analyze, type GraphDocument } from '../runtime/index';

const id = process.argv[3] ?? 'transformer-base';
const runs = 31;

const preset = presets.find((candidate) => candidate.id === id);
if (!preset) throw new Error(`There is no preset "${id}".`);

/** The document with one hyperparameter changed, another value each time. */
function edited(document: GraphDocument, run: number): GraphDocument {
  const [first, ...rest] = document.hyperparameters;
  const value = typeof first.value === 'number' ? first.value + (run % 2) : first.value;
  return { ...document, hyperparameters: [{ ...first, value }, ...rest] };
}

function measure(document: (run: number) => GraphDocument): { min: number; median: number } {
  const times: number[] = [];
  for (let run = 0; run < runs + 5; run++) {
    const subject = document(run);
    const start = performance.now();
    analyze(subject);
    if (run >= 5) times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  return { min: times[0], median: times[(runs - 1) / 2] };
}

const { document } = preset;
const analysis = analyze(document);
const whole = measure(() => ({ ...document }));
const edit = measure((run) => edited(document, run));
const show = ({ min, median }: { min: number; median: number }) =>
  `${min.toFixed(1)} ms min, ${median.toFixed(1)} ms median of ${runs}`;
console.log(
  `${preset.title}: ${analysis.nodes.size} nodes and composites, ${analysis.plan?.program.instructions.length} instructions`,
);
console.log(`analyse          ${show(whole)}`);
console.log(`one edited value ${show(edit)}`);
