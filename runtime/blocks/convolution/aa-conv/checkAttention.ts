/** Sentences for sizes with which attention cannot be computed beside a convolution. */

import type { Value } from '../../../ops/types';
import { either, nearestDivisors, setParamFixes } from '../../shared/divisors';
import { windowSteps } from '../../shared/windows';
import type { BlockBuilder } from '../../types';

export interface AttentionSizes {
  readonly filters: number;
  readonly value_width: number;
  readonly key_width: number;
  readonly heads: number;
  readonly kernel: number;
  readonly stride: number;
  readonly padding: number;
  readonly pool: number;
}

/** Stops the build with a message for the user when `x` [B, H, W, C] cannot be attended so. */
export function checkAttention(b: BlockBuilder, x: Value, sizes: AttentionSizes): void {
  const { filters, value_width, key_width, heads, stride, pool } = sizes;
  if (value_width >= filters) {
    b.fail(
      'param/invalid',
      `The value width d_v ${value_width} leaves none of the ${filters} channels to the convolution.`,
      {
        param: 'value_width',
        short: `d_v ${value_width} of ${filters}`,
        hint: 'Take a smaller value width; the paper uses a tenth of the channels.',
      },
    );
  }
  checkHeads(b, heads, 'key_width', 'key width d_k', key_width);
  checkHeads(b, heads, 'value_width', 'value width d_v', value_width);
  const [, height, width] = x.shape;
  const factor = stride * pool;
  if (height % factor === 0 && width % factor === 0) {
    checkPadding(b, height, width, sizes);
    return;
  }
  const fits = range(1, pool - 1).filter(
    (p) => height % (stride * p) === 0 && width % (stride * p) === 0,
  );
  b.fail(
    'shape/indivisible',
    `Attention on every ${ordinal(factor)} row and column does not fit height ${height}, width ${width}.`,
    {
      param: fits.length > 0 ? 'pool' : 'stride',
      short: `${height} x ${width} by ${factor}`,
      hint: `Stride times pool, ${stride} x ${pool}, must divide both.`,
      fixes: setParamFixes('pool', 'pool', fits.slice(-1)),
    },
  );
}

/** Both parts lie side by side, place by place: the convolution must keep the size, as in the paper. */
function checkPadding(
  b: BlockBuilder,
  height: number,
  width: number,
  { kernel, stride, padding }: AttentionSizes,
): void {
  const rowsOf = (size: number, zeros: number) =>
    [height, width].map((n) => windowSteps(n, { size, stride, padding: zeros }));
  const wanted = [height / stride, width / stride];
  const keeps = (size: number, zeros: number) =>
    rowsOf(size, zeros).every((steps, axis) => steps === wanted[axis]);
  if (keeps(kernel, padding)) return;
  const half = Math.floor(kernel / 2);
  const padded = [half, half - 1].filter((zeros) => zeros >= 0 && keeps(kernel, zeros)).slice(0, 1);
  b.fail(
    'shape/size',
    `With a kernel of ${kernel} and padding ${padding} the convolution and attention give maps of different sizes.`,
    {
      param: padded.length > 0 ? 'padding' : 'kernel',
      hint:
        padded.length > 0
          ? `Attention gives height ${wanted[0]}, width ${wanted[1]}: padding ${padded[0]} makes the convolution do the same.`
          : 'No padding makes them equal: take an odd kernel.',
      short: `kernel ${kernel}, padding ${padding}`,
      fixes:
        padded.length > 0
          ? setParamFixes('padding', 'padding', padded)
          : setParamFixes('kernel', 'kernel', [kernel + 1]),
    },
  );
}

function checkHeads(
  b: BlockBuilder,
  heads: number,
  param: string,
  name: string,
  width: number,
): void {
  if (width % heads === 0) return;
  const fits = nearestDivisors(width, heads);
  b.fail('shape/indivisible', `${heads} heads do not divide the ${name} ${width}.`, {
    param,
    hint: `Each head takes an equal share. Set heads to ${either(fits)}, or change the ${name}.`,
    short: `${width} into ${heads} heads`,
    fixes: setParamFixes('heads', 'heads', fits),
  });
}

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);
}

function ordinal(n: number): string {
  const ending = n % 100 > 10 && n % 100 < 14 ? 'th' : (['th', 'st', 'nd', 'rd'][n % 10] ?? 'th');
  return `${n}${ending}`;
}
