/** x plus a number known when the graph is compiled. */
import { sizeOf } from '../../graph/types';
import { defineOpWith } from '../define';
import { takeInputs } from '../shapes';
import type { Op } from '../types';

export interface ShiftAttrs {
  readonly amount: number;
}

const defaults: ShiftAttrs = { amount: 0 };

export const shift: Op<ShiftAttrs> = defineOpWith(defaults, {
  name: 'shift',
  infer: (inputs) => takeInputs('shift', inputs, 1, ['float32'])[0],
  flops: (_inputs, output) => sizeOf(output.shape),
  gradient: (_b, { grad }) => [grad],
  run: (tf, [x], { amount }) => tf.add(x!, amount),
});
