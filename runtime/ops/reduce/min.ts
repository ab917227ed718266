/** Smallest over `axes`; equal smallest ones share the gradient evenly. */
import type { Op } from '../types';
import { extremumGradient, type ReduceAttrs, reduceOp } from './reduceOp';

export const min: Op<ReduceAttrs> = reduceOp('min', extremumGradient, (tf, x, axes, keepDims) =>
  tf.min(x, axes, keepDims),
);
