/** exp(x) over its sum along the last axis, shifted by the largest so that nothing overflows. */
import { sizeOf } from '../../graph/types';
import { defineOp } from '../define';
import { fail, takeInputs } from '../shapes';
import type { Op } from '../types';

export const softmax: Op = defineOp({
  name: 'softmax',
  infer(inputs) {
    const [x] = takeInputs('softmax', inputs, 1, ['float32']);
    if (x.shape.length === 0) fail('softmax', 'needs at least one axis');
    return x;
  },
  flops: (_inputs, output) => 5 * sizeOf(output.shape),
  gradient: (b, { output, grad }) => [b.softmaxGrad([output, grad])],
  run: (tf, [x]) => tf.softmax(x!, -1),
});
