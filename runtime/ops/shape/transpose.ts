/** Axis `i` of the output is axis `perm[i]` of the input; up to rank 6. */
import { defineOpWith } from '../define';
import { fail, printShape, takeInputs } from '../shapes';
import type { Op } from '../types';

export interface TransposeAttrs {
  readonly perm: readonly number[];
}

const defaults: TransposeAttrs = { perm: [] };

export const transpose: Op<TransposeAttrs> = defineOpWith(defaults, {
  name: 'transpose',
  infer(inputs, { perm }) {
    const [x] = takeInputs('transpose', inputs, 1);
    const sorted = [...perm].sort((a, b) => a - b);
    const isFit = perm.length === x.shape.length && sorted.every((axis, index) => axis === index);
    if (!isFit || x.shape.length > 6) {
      fail('transpose', `perm ${printShape(perm)} does not fit ${printShape(x.shape)}`);
    }
    return { shape: perm.map((axis) => x.shape[axis]!), dtype: x.dtype };
  },
  flops: () => 0,
  gradient: (b, { grad, attrs }) => [
    b.transpose([grad], { perm: attrs.perm.map((_axis, index) => attrs.perm.indexOf(index)) }),
  ],
  run: (tf, [x], { perm }) => tf.transpose(x!, [...perm]),
});
