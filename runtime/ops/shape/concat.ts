/** Joins values along one axis; any rank. */
import { sizeOf } from '../../graph/types';
import { defineOpWith } from '../define';
import { fail, printShape } from '../shapes';
import type { Op } from '../types';

export interface ConcatAttrs {
  readonly axis: number;
}

const defaults: ConcatAttrs = { axis: 0 };

export const concat: Op<ConcatAttrs> = defineOpWith(defaults, {
  name: 'concat',
  infer(inputs, { axis }) {
    const [first] = inputs;
    if (!first) fail('concat', 'needs at least one input');
    if (!Number.isInteger(axis) || axis < 0 || axis >= first.shape.length) {
      fail('concat', `axis ${axis} does not fit ${printShape(first.shape)}`);
    }
    let joined = 0;
    for (const input of inputs) {
      const isFit =
        input.dtype === first.dtype &&
        input.shape.length === first.shape.length &&
        input.shape.every((size, other) => other === axis || size === first.shape[other]);
      if (!isFit) {
        const shapes = inputs.map((each) => printShape(each.shape)).join(', ');
        fail('concat', `${shapes} do not join along axis ${axis}`);
      }
      joined += input.shape[axis]!;
    }
    return { shape: first.shape.with(axis, joined), dtype: first.dtype };
  },
  flops: () => 0,
  gradient(b, { inputs, grad, attrs, needs }) {
    // Slices are held to rank 4, so axes before and after the joined one are merged.
    const { shape } = grad;
    const outer = sizeOf(shape.slice(0, attrs.axis));
    const inner = sizeOf(shape.slice(attrs.axis + 1));
    const flat = b.reshape([grad], { shape: [outer, shape[attrs.axis]!, inner] });
    let start = 0;
    return inputs.map((input, index) => {
      const size = input.shape[attrs.axis]!;
      const begin = [0, start, 0];
      start += size;
      if (!needs[index]) return null;
      const part = b.slice([flat], { begin, size: [outer, size, inner] });
      return b.reshape([part], { shape: input.shape });
    });
  },
  run: (tf, inputs, { axis }) =>
    inputs.length === 1 ? inputs[0]!.clone() : tf.concat(inputs, axis),
});
