/** Command on how variants are compared. */
import { MAX_SEEDS } from '../../runtime/index';
import type { Command } from './command';

/** How many trainings of each variant there are, each from a seed of its own. */
export function setSeeds(seeds: number): Command {
  const count = Math.min(MAX_SEEDS, Math.max(1, Math.round(seeds)));
  return {
    label: 'Change seeds',
    whole: true,
    apply: (whole) =>
      (whole.comparison?.seeds ?? 1) === count
        ? whole
        : { ...whole, comparison: { ...whole.comparison, seeds: count } },
  };
}
