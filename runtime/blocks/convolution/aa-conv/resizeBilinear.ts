/** Bilinear enlarging as two matrix products: their gradient is right on every backend. */
import type { Value } from '../../../ops/types';
import type { BlockBuilder } from '../../types';

/** `x` [B, H, W, C] -> [B, height, width, C]; pixel centres at half-integers, edges repeated. */
export function resizeBilinear(b: BlockBuilder, x: Value, height: number, width: number): Value {
  const [batch, rows, columns, channels] = x.shape;
  if (rows === height && columns === width) return x;
  const acrossLast = b.transpose([x], { perm: [0, 1, 3, 2] }); // [B, H, C, W]
  const wide = resizeLast(b, acrossLast, width); // [B, H, C, width]
  const downLast = b.transpose([wide], { perm: [0, 2, 3, 1] }); // [B, C, width, H]
  const full = resizeLast(b, downLast, height); // [B, C, width, height]
  return b.reshape([b.transpose([full], { perm: [0, 3, 2, 1] })], {
    shape: [batch, height, width, channels],
  });
}

/** [..., n] -> [..., m] by the matrix of interpolation weights. */
function resizeLast(b: BlockBuilder, x: Value, m: number): Value {
  const outer = x.shape.slice(0, -1);
  const n = x.shape[x.shape.length - 1];
  const matrix = b.constant(`bilinear ${n} ${m}`, { shape: [n, m], dtype: 'float32' }, () =>
    interpolation(n, m),
  );
  const rows = outer.reduce((product, size) => product * size, 1);
  const flat = b.reshape([x], { shape: [rows, n] });
  // No layer of the network: left out of the MACs, as enlarging is in papers.
  return b.reshape([b.matmul([flat, matrix], { counted: false })], { shape: [...outer, m] });
}

/** [n, m]: column i holds how much each of n samples gives to output i. */
function interpolation(n: number, m: number): Float32Array {
  const matrix = new Float32Array(n * m);
  for (let i = 0; i < m; i++) {
    const at = Math.min(n - 1, Math.max(0, ((i + 0.5) * n) / m - 0.5));
    const low = Math.floor(at);
    const high = Math.min(n - 1, low + 1);
    matrix[low * m + i] += 1 - (at - low);
    matrix[high * m + i] += at - low;
  }
  return matrix;
}
