/** The box of `size` elements an axis that starts at `begin`. */
import { defineOpWith } from '../define';
import { expectRankAtMost4, fail, printShape, takeInputs } from '../shapes';
import type { Op } from '../types';

export interface SliceAttrs {
  readonly begin: readonly number[];
  readonly size: readonly number[];
}

const defaults: SliceAttrs = { begin: [], size: [] };

export const slice: Op<SliceAttrs> = defineOpWith(defaults, {
  name: 'slice',
  infer(inputs, { begin, size }) {
    const [x] = takeInputs('slice', inputs, 1);
    expectRankAtMost4('slice', x);
    const isFit =
      begin.length === x.shape.length &&
      size.length === x.shape.length &&
      x.shape.every(
        (all, axis) => begin[axis]! >= 0 && size[axis]! > 0 && begin[axis]! + size[axis]! <= all,
      );
    if (!isFit) {
      fail(
        'slice',
        `begin ${printShape(begin)}, size ${printShape(size)} do not fit ${printShape(x.shape)}`,
      );
    }
    return { shape: [...size], dtype: x.dtype };
  },
  flops: () => 0,
  gradient(b, { inputs, grad, attrs }) {
    const { shape } = inputs[0]!;
    const after = shape.map((all, axis) => all - attrs.begin[axis]! - attrs.size[axis]!);
    return [b.pad([grad], { before: attrs.begin, after, value: 0 })];
  },
  run: (tf, [x], { begin, size }) => tf.slice(x!, [...begin], [...size]),
});
