/** int32 ids [...] to float32 [..., depth]: 1 at the id, 0 elsewhere; all 0 for an id out of range. */
import { bytesOf, sizeOf } from '../../graph/types';
import { defineOpWith } from '../define';
import { expectRankAtMost4, fail, takeInputs } from '../shapes';
import type { Op, ValueType } from '../types';

export interface OneHotAttrs {
  readonly depth: number;
}

const defaults: OneHotAttrs = { depth: 1 };

export const oneHot: Op<OneHotAttrs> = defineOpWith(defaults, {
  name: 'oneHot',
  infer(inputs, { depth }) {
    const [ids] = takeInputs('oneHot', inputs, 1, ['int32']);
    if (!Number.isInteger(depth) || depth < 1) fail('oneHot', `depth ${depth} is no size`);
    const output: ValueType = { shape: [...ids.shape, depth], dtype: 'float32' };
    expectRankAtMost4('oneHot', output);
    return output;
  },
  flops: (_inputs, output) => sizeOf(output.shape),
  // The wasm kernel writes whole numbers whatever type it is asked for.
  run: (tf, [ids], { depth }) =>
    tf.tidy(() => tf.cast(tf.oneHot(ids!, depth, 1, 0, 'int32'), 'float32')),
  dispatches: () => 2,
  workspace: (_inputs, output, _attrs, fused) => (fused ? bytesOf(output) : 0),
});
