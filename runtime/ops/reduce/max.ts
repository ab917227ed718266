/** Largest over `axes`; equal largest ones share the gradient evenly. */
import type { Op } from '../types';
import { extremumGradient, type ReduceAttrs, reduceOp } from './reduceOp';

export const max: Op<ReduceAttrs> = reduceOp('max', extremumGradient, (tf, x, axes, keepDims) =>
  tf.max(x, axes, keepDims),
);
