/** Order and number of the problems of a graph. */
import type { Diagnostic } from '../../runtime/index';

const order = { error: 0, warning: 1, info: 2 } as const;

/** Errors first; within a severity as the compiler found them, from the inputs on. */
export function sortProblems(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...diagnostics].sort((a, b) => order[a.severity] - order[b.severity]);
}

/** What the badge counts: errors and warnings, not hints. */
export function countProblems(diagnostics: readonly Diagnostic[]): number {
  return diagnostics.filter(({ severity }) => severity !== 'info').length;
}
