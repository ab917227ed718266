/** Maps of another size, each new row and column a weighted sum of old ones: products of matrices. */
import type { Value } from '../../ops/types';
import type { BlockBuilder } from '../types';

/** How much each old place gives to each new one. */
export interface Resampling {
  /** Tells it from others, for merging equal matrices. */
  readonly name: string;
  /** [n, m]: column i holds the weights of output i. */
  matrix(n: number, m: number): Float32Array;
}

/**
 * `x` [B, H, W, C] -> [B, height, width, C], rows and columns apart. Products with constant matrices:
 * their gradient is right on every backend, and papers leave them out of their MACs.
 */
export function resample(
  b: BlockBuilder,
  x: Value,
  height: number,
  width: number,
  resampling: Resampling,
): Value {
  const [batch, rows, columns, channels] = x.shape;
  if (rows === height && columns === width) return x;
  const acrossLast = b.transpose([x], { perm: [0, 1, 3, 2] }); // [B, H, C, W]
  const wide = resampleLast(b, acrossLast, width, resampling); // [B, H, C, width]
  const downLast = b.transpose([wide], { perm: [0, 2, 3, 1] }); // [B, C, width, H]
  const full = resampleLast(b, downLast, height, resampling); // [B, C, width, height]
  return b.reshape([b.transpose([full], { perm: [0, 3, 2, 1] })], {
    shape: [batch, height, width, channels],
  });
}

/** [..., n] -> [..., m] */
function resampleLast(b: BlockBuilder, x: Value, m: number, resampling: Resampling): Value {
  const outer = x.shape.slice(0, -1);
  const n = x.shape[x.shape.length - 1];
  if (n === m) return x;
  const matrix = b.constant(
    `${resampling.name} ${n} ${m}`,
    { shape: [n, m], dtype: 'float32' },
    () => resampling.matrix(n, m),
  );
  const rows = outer.reduce((product, size) => product * size, 1);
  const flat = b.reshape([x], { shape: [rows, n] });
  return b.reshape([b.matmul([flat, matrix], { counted: false })], { shape: [...outer, m] });
}

/** Linear between neighbours; pixel centres at half-integers, edges repeated. */
export const bilinear: Resampling = {
  name: 'bilinear',
  matrix: (n, m) => interpolation(n, m, (i) => ((i + 0.5) * n) / m - 0.5),
};

/** The same with the corners of both maps in one place: PyTorch's `align_corners`. */
export const bilinearCorners: Resampling = {
  name: 'bilinear corners',
  matrix: (n, m) => interpolation(n, m, (i) => (m === 1 ? 0 : (i * (n - 1)) / (m - 1))),
};

/** Places of each of `m` shares of `n` places: from floor(i n / m) to ceil((i + 1) n / m). */
export function sharesOf(n: number, m: number): readonly (readonly [number, number])[] {
  return Array.from({ length: m }, (_, i) => [
    Math.floor((i * n) / m),
    Math.ceil(((i + 1) * n) / m),
  ]);
}

/** Means of shares, which may overlap by a place. */
export const meanOfShares: Resampling = {
  name: 'mean of shares',
  matrix(n, m) {
    const matrix = new Float32Array(n * m);
    for (const [i, [begin, end]] of sharesOf(n, m).entries()) {
      for (let at = begin; at < end; at++) matrix[at * m + i] = 1 / (end - begin);
    }
    return matrix;
  },
};

function interpolation(n: number, m: number, place: (i: number) => number): Float32Array {
  const matrix = new Float32Array(n * m);
  for (let i = 0; i < m; i++) {
    const at = Math.min(n - 1, Math.max(0, place(i)));
    const low = Math.floor(at);
    const high = Math.min(n - 1, low + 1);
    matrix[low * m + i] += 1 - (at - low);
    matrix[high * m + i] += at - low;
  }
  return matrix;
}
