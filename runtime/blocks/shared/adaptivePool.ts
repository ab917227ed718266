/** Pools whose result has a fixed size, whatever comes in: the place is cut into even shares. */
import type { Value } from '../../ops/types';
import { int } from '../define';
import type { BlockBuilder, BlockExample } from '../types';
import { meanOfShares, resample, sharesOf } from './resample';

/** Height and width of the result. */
export const adaptiveParams = {
  height: int({
    label: 'Height',
    doc: 'Rows that come out, whatever comes in.',
    default: 7,
    min: 1,
    max: 1024,
    unit: 'pixels',
  }),
  width: int({
    label: 'Width',
    doc: 'Columns that come out.',
    default: 7,
    min: 1,
    max: 1024,
    unit: 'pixels',
  }),
};

/** Even and uneven shares, and more shares than rows. */
export const adaptiveExamples: readonly BlockExample[] = [
  {
    params: { height: 2, width: 3 },
    inputs: { x: [2, 4, 6, 3] },
    outputs: { y: [2, 2, 3, 3] },
    parameters: 0,
  },
  {
    params: { height: 3, width: 2 },
    inputs: { x: [2, 7, 5, 2] },
    outputs: { y: [2, 3, 2, 2] },
    parameters: 0,
  },
  {
    params: { height: 4, width: 1 },
    inputs: { x: [1, 3, 2, 2] },
    outputs: { y: [1, 4, 1, 2] },
    parameters: 0,
  },
];

/** Mean of each of `height` x `width` shares of `x` [B, H, W, C]; shares overlap where they must. */
export function adaptiveAveragePool(
  b: BlockBuilder,
  x: Value,
  height: number,
  width: number,
): Value {
  const even = evenWindow(x, height, width);
  return even ? b.avgPool([x], even) : resample(b, x, height, width, meanOfShares);
}

/** Largest value of each of `height` x `width` shares of `x` [B, H, W, C]. */
export function adaptiveMaxPool(b: BlockBuilder, x: Value, height: number, width: number): Value {
  const even = evenWindow(x, height, width);
  if (even) return b.maxPool([x], even);
  const wide = maxOfShares(b, b.transpose([x], { perm: [2, 1, 0, 3] }), width); // [width, H, B, C]
  const full = maxOfShares(b, b.transpose([wide], { perm: [1, 0, 2, 3] }), height);
  return b.transpose([full], { perm: [2, 0, 1, 3] }); // from [height, width, B, C]
}

/** Where the shares are alike and apart, a plain pool. */
function evenWindow(x: Value, height: number, width: number) {
  const [, rows, columns] = x.shape;
  if (rows % height !== 0 || columns % width !== 0) return null;
  const size = [rows / height, columns / width];
  return { size, strides: size, padding: [0, 0, 0, 0] };
}

/**
 * Largest of shares along the first axis: [n, ...] -> [m, ...]. Shares are laid one after another,
 * short ones filled with their last place again: the first of the largest, to which the gradient
 * goes, stays the first.
 */
function maxOfShares(b: BlockBuilder, x: Value, m: number): Value {
  const [n, ...others] = x.shape;
  const rest = others.reduce((product, size) => product * size, 1);
  const shares = sharesOf(n, m);
  const longest = Math.max(...shares.map(([begin, end]) => end - begin));
  const places = b.constant(`shares ${n} ${m}`, { shape: [m * longest], dtype: 'int32' }, () =>
    Int32Array.from({ length: m * longest }, (_, i) => {
      const [begin, end] = shares[Math.floor(i / longest)];
      return Math.min(begin + (i % longest), end - 1);
    }),
  );
  const laid = b.gather([b.reshape([x], { shape: [n, rest] }), places]);
  const column = b.reshape([laid], { shape: [1, m * longest, rest, 1] });
  const size = [longest, 1];
  const most = b.maxPool([column], { size, strides: size, padding: [0, 0, 0, 0] });
  return b.reshape([most], { shape: [m, ...others] });
}
