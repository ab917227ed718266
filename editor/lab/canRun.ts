/** Tells whether there is anything to compute. */
import type { Analysis } from '../../runtime/index';

/** False for a graph of nothing, and where its problems leave nothing. */
export function canRun(analysis: Analysis): boolean {
  return analysis.plan.program.instructions.length > 0;
}

/** Told in the place of a panel that needs a graph that runs. */
export function whyNot(analysis: Analysis): { readonly title: string; readonly text: string } {
  if (analysis.diagnostics.some(({ severity }) => severity === 'error')) {
    return {
      title: 'The graph does not run yet',
      text: 'Solve what is listed under Problems first.',
    };
  }
  return { title: 'Nothing to run yet', text: 'Open a preset, or wire a few blocks.' };
}
