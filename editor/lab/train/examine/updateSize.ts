/** Judges how much a training step changes weights. */

export type UpdateSize = 'tiny' | 'usual' | 'large';

/**
 * `update` is the length of the change over the length of the weights. About 1/1000 is usual; ten times
 * less hardly learns, ten times more forgets what was learned.
 */
export function judgeUpdate(update: number): UpdateSize {
  if (update < 1e-4) return 'tiny';
  return update > 1e-2 ? 'large' : 'usual';
}

export const updateWords: Readonly<Record<UpdateSize, string>> = {
  tiny: 'hardly moves',
  usual: 'usual',
  large: 'large',
};

/** "1/1,200", "1/8", "0"; what is half of the weights or more as a factor: "2.1 ×". */
export function updateText(update: number): string {
  if (update === 0) return '0';
  if (update > 0.5) return `${update.toFixed(1)} ×`;
  const parts = Number((1 / update).toPrecision(2));
  return parts > 1e9 ? 'almost 0' : `1/${parts.toLocaleString('en')}`;
}
