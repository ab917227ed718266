/** Which windows a map is cut into, and what is said where none fit. */
import { setParamFixes } from '../../shared/divisors';
import type { BlockBuilder } from '../../types';

/**
 * Side and shift of the windows of a map. As in the published code, a map that is no larger than the
 * window on one side has windows of that side, which are not shifted. Windows must fill the map:
 * the published classifier takes no other, and padding would cost what the window saves.
 */
export function fitWindow(
  b: BlockBuilder,
  height: number,
  width: number,
  wanted: number,
  wantedShift: number,
): { window: number; shift: number } {
  if (wantedShift >= wanted) {
    b.fail('param/invalid', `A shift of ${wantedShift} is not within a window of ${wanted}.`, {
      param: 'shift',
      hint: 'Shift by half a window, rounded down.',
      short: `shift ${wantedShift} of ${wanted}`,
      fixes: setParamFixes('shift', 'shift', [Math.floor(wanted / 2)]),
    });
  }
  const side = Math.min(height, width);
  const isWhole = side <= wanted;
  const window = isWhole ? side : wanted;
  if (height % window === 0 && width % window === 0) {
    return { window, shift: isWhole ? 0 : wantedShift };
  }
  const fits = commonDivisors(height, width).filter((n) => n > wantedShift && n > 1);
  const nearest = fits.toSorted((a, c) => Math.abs(a - wanted) - Math.abs(c - wanted)).slice(0, 1);
  b.fail(
    'shape/indivisible',
    `Windows of ${window} x ${window} do not fill a map of height ${height}, width ${width}.`,
    {
      param: 'window',
      hint: 'The window must divide both sides: change it, or the size of the picture or of the patches.',
      short: `${window} x ${window} in ${height} x ${width}`,
      fixes: setParamFixes('window', 'window', nearest),
    },
  );
}

/** Numbers that divide both, in rising order. */
function commonDivisors(a: number, b: number): readonly number[] {
  return Array.from({ length: Math.min(a, b) }, (_, i) => i + 1).filter(
    (n) => a % n === 0 && b % n === 0,
  );
}
