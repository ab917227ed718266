/** Tells whether there is anything to compute. */
import type { Analysis } from '../../runtime/index';

/** False for a graph of nothing, and where its problems leave nothing. */
export function canRun(analysis: Analysis): boolean {
  return (analysis.plan?.program.instructions.length ?? 0) > 0;
}

/** Told in the place of a panel that needs a graph. */
export const cannotRun = {
  title: 'Nothing to run yet',
  text: 'Open a preset or wire a few blocks. What keeps a graph from running is listed under Problems.',
} as const;
