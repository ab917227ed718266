/** The same values, through which no gradient goes: a teacher, a target that is computed. */
import { defineOp } from '../define';
import { takeInputs } from '../shapes';
import type { Op } from '../types';

export const stopGradient: Op = defineOp({
  name: 'stopGradient',
  infer: (inputs) => takeInputs('stopGradient', inputs, 1, ['float32'])[0],
  flops: () => 0,
  gradient: () => [null],
  run: (tf, [x]) => tf.clone(x!),
  dispatches: () => 0,
});
