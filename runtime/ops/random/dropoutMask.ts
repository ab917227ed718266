/**
 * Inverted dropout (Srivastava et al. 2014): 0 with probability `rate`, else 1 / (1 - rate). Each
 * element is a hash of seed, step, key and index, so a mask is the same on every backend.
 */
import { sizeOf } from '../../graph/types';
import { defineOpWith } from '../define';
import { runFused } from '../fused';
import { expectRankAtMost4, fail } from '../shapes';
import type { Op, ValueType } from '../types';
import { streamOf } from './draw';
import { hashMask } from './hash';

export interface DropoutMaskAttrs {
  readonly shape: readonly number[];
  readonly rate: number;
  /** Tells masks of one step apart. */
  readonly key: string;
}

const defaults: DropoutMaskAttrs = { shape: [], rate: 0.5, key: '' };

export const dropoutMask: Op<DropoutMaskAttrs> = defineOpWith(defaults, {
  name: 'dropoutMask',
  impure: true,
  infer(inputs, { shape, rate }) {
    if (inputs.length > 0) fail('dropoutMask', `takes no inputs, got ${inputs.length}`);
    if (!(rate >= 0 && rate < 1)) fail('dropoutMask', `rate ${rate} is not in [0, 1)`);
    const output: ValueType = { shape: [...shape], dtype: 'float32' };
    expectRankAtMost4('dropoutMask', output);
    return output;
  },
  flops: (_inputs, output) => 8 * sizeOf(output.shape),
  gradient: () => [],
  run(tf, _inputs, { shape, rate, key }, { seed, step }) {
    const stream = streamOf(seed, step, key);
    // Compared with the hash's upper 24 bits, which float32 holds exactly.
    const threshold = Math.round(rate * 2 ** 24);
    const kept = 1 / (1 - rate);
    return (
      runFused(tf, 'DropoutMask', [], { shape, stream, threshold, kept }) ??
      tf.tensor(hashMask(sizeOf(shape), stream, threshold, kept), [...shape], 'float32')
    );
  },
});
