/** Tells whether there is something to train on. */
import type { Analysis } from '../../../runtime/index';

export function hasLoss(analysis: Analysis): boolean {
  return analysis.plan.program.outputs.some(({ kind }) => kind === 'loss');
}
