/** not a. */
import { sizeOf } from '../../graph/types';
import { defineOp } from '../define';
import { takeInputs } from '../shapes';
import type { Op } from '../types';

export const logicalNot: Op = defineOp({
  name: 'logicalNot',
  infer: (inputs) => takeInputs('logicalNot', inputs, 1, ['bool'])[0],
  flops: (_inputs, output) => sizeOf(output.shape),
  run: (tf, [x]) => tf.logicalNot(x!),
});
