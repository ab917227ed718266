/** Same elements in the same order under another shape; any rank. */
import { sizeOf } from '../../graph/types';
import { defineOpWith } from '../define';
import { fail, printShape, takeInputs } from '../shapes';
import type { Op } from '../types';

export interface ReshapeAttrs {
  readonly shape: readonly number[];
}

const defaults: ReshapeAttrs = { shape: [] };

export const reshape: Op<ReshapeAttrs> = defineOpWith(defaults, {
  name: 'reshape',
  infer(inputs, { shape }) {
    const [x] = takeInputs('reshape', inputs, 1);
    const isFit = shape.every((size) => Number.isInteger(size) && size > 0);
    if (!isFit || sizeOf(shape) !== sizeOf(x.shape)) {
      fail('reshape', `${printShape(x.shape)} cannot become ${printShape(shape)}`);
    }
    return { shape: [...shape], dtype: x.dtype };
  },
  flops: () => 0,
  gradient: (b, { inputs, grad }) => [b.reshape([grad], { shape: inputs[0]!.shape })],
  run: (tf, [x], { shape }) => tf.reshape(x!, [...shape]),
  dispatches: () => 0,
});
