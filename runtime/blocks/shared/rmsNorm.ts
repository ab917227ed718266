/** Root mean square normalization over the last axis. Zhang, Sennrich 2019, equation 4. */
import type { Value } from '../../ops/types';
import type { BlockBuilder } from '../types';
import { inRows } from './rows';

/** `x` [..., d] -> [..., d], with the weight `gamma` [d] (ones). */
export function rmsNorm(b: BlockBuilder, x: Value, epsilon: number): Value {
  const gamma = b.weight('gamma', [x.shape[x.shape.length - 1]], { kind: 'ones' });
  return inRows(b, x, (rows) => {
    const axes = [rows.shape.length - 1];
    const squares = b.mean([b.square([rows])], { axes, keepDims: true }); // [..., 1]
    const inverse = b.rsqrt([b.shift([squares], { amount: epsilon })]);
    return b.mul([b.mul([rows, inverse]), gamma]);
  });
}
