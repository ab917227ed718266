/** The largest whole number not above x, as float32; a step function, so its gradient is 0. */
import { sizeOf } from '../../graph/types';
import { defineOp } from '../define';
import { takeInputs } from '../shapes';
import type { Op } from '../types';

export const floor: Op = defineOp({
  name: 'floor',
  infer: (inputs) => takeInputs('floor', inputs, 1, ['float32'])[0]!,
  flops: (_inputs, output) => sizeOf(output.shape),
  gradient: () => [null],
  run: (tf, [x]) => tf.floor(x!),
});
