/** x - log(sum(exp(x))) along the last axis, shifted by the largest so that nothing overflows. */
import { bytesOf, sizeOf } from '../../graph/types';
import { defineOp } from '../define';
import { fail, rowBytes, takeInputs } from '../shapes';
import type { Op } from '../types';

export const logSoftmax: Op = defineOp({
  name: 'logSoftmax',
  infer(inputs) {
    const [x] = takeInputs('logSoftmax', inputs, 1, ['float32']);
    if (x.shape.length === 0) fail('logSoftmax', 'needs at least one axis');
    return x;
  },
  flops: (_inputs, output) => 5 * sizeOf(output.shape),
  gradient(b, { output, grad }) {
    const total = b.sum([grad], { axes: [grad.shape.length - 1], keepDims: true });
    return [b.sub([grad, b.mul([b.exp([output]), total])])];
  },
  run: (tf, [x]) => tf.logSoftmax(x!, -1),
  dispatches: () => 6,
  workspace: (_inputs, output, _attrs, fused) =>
    (fused ? 3 : 2) * bytesOf(output) + 3 * rowBytes(output),
});
