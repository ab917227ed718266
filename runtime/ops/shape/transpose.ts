/** Axis `i` of the output is axis `perm[i]` of the input; up to rank 6. */
import { defineOpWith } from '../define';
import { fail, printShape, takeInputs } from '../shapes';
import type { Op, ValueType } from '../types';

export interface TransposeAttrs {
  readonly perm: readonly number[];
}

const defaults: TransposeAttrs = { perm: [] };

/** Axes of size 1 change nothing by moving. */
function isView({ shape }: Pick<ValueType, 'shape'>, perm: readonly number[]): boolean {
  const moved = perm.filter((axis) => shape[axis] !== 1);
  return moved.every((axis, i) => i === 0 || axis > moved[i - 1]!);
}

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
  run: (tf, [x], { perm }) =>
    isView(x!, perm)
      ? tf.reshape(
          x!,
          perm.map((axis) => x!.shape[axis]!),
        )
      : tf.transpose(x!, [...perm]),
  dispatches: ([x], { perm }) => (isView(x!, perm) ? 0 : 1),
});
