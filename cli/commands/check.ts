/** `patchbay check`: every problem of a graph. */
import { analyze } from '../../runtime/compiler/analyze';
import { needsOf } from '../../runtime/compiler/inputNeeds';
import { checkTrainingData } from '../../runtime/datasets/checkTrainingData';
import type { Diagnostic } from '../../runtime/graph/diagnostics';
import { parseWords } from '../args';
import { OK, type Output, PROBLEM, type Status } from '../io';
import { loadGraph } from '../loadGraph';
import { describe } from '../print';

export async function check(words: readonly string[], { out }: Output): Promise<Status> {
  const { values, graph } = parseWords(words, { json: { type: 'boolean' } });
  const { document, diagnostics: repairs } = await loadGraph(graph);
  const analysis = analyze(document);
  const diagnostics: readonly Diagnostic[] = [
    ...repairs,
    ...analysis.diagnostics,
    ...checkTrainingData(document, needsOf(analysis.plan.program)),
  ];
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  const warnings = diagnostics.filter(({ severity }) => severity === 'warning').length;
  if (values.json) {
    out(`${JSON.stringify({ title: document.title, errors, warnings, diagnostics }, null, 2)}\n`);
  } else {
    for (const diagnostic of diagnostics) out(`${describe(diagnostic)}\n`);
    out(`${document.title}: ${count(errors, 'error')}, ${count(warnings, 'warning')}\n`);
  }
  return errors > 0 ? PROBLEM : OK;
}

function count(n: number, what: string): string {
  return `${n === 0 ? 'no' : n} ${what}${n === 1 ? '' : 's'}`;
}
