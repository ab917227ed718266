/** Adds `before` and `after` elements of one value around each axis. */
import { defineOpWith } from '../define';
import { expectRankAtMost4, fail, printShape, takeInputs } from '../shapes';
import type { Op } from '../types';

export interface PadAttrs {
  readonly before: readonly number[];
  readonly after: readonly number[];
  readonly value: number;
}

const defaults: PadAttrs = { before: [], after: [], value: 0 };

export const pad: Op<PadAttrs> = defineOpWith(defaults, {
  name: 'pad',
  infer(inputs, { before, after }) {
    const [x] = takeInputs('pad', inputs, 1);
    expectRankAtMost4('pad', x);
    const isFit = [before, after].every(
      (amounts) => amounts.length === x.shape.length && amounts.every((amount) => amount >= 0),
    );
    if (!isFit) {
      fail(
        'pad',
        `before ${printShape(before)}, after ${printShape(after)} do not fit ${printShape(x.shape)}`,
      );
    }
    const shape = x.shape.map((size, axis) => before[axis]! + size + after[axis]!);
    return { shape, dtype: x.dtype };
  },
  flops: () => 0,
  gradient: (b, { inputs, grad, attrs }) => [
    b.slice([grad], { begin: attrs.before, size: inputs[0]!.shape }),
  ],
  run: (tf, [x], { before, after, value }) =>
    tf.pad(
      x!,
      before.map((amount, axis): [number, number] => [amount, after[axis]!]),
      value,
    ),
});
