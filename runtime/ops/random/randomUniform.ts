/**
 * Uniform random numbers in [0, 1): the upper 24 bits of a hash of seed, step, key and index, which
 * float32 holds exactly. Drawn on the host, so they are the same on every backend.
 */
import { sizeOf } from '../../graph/types';
import { defineOpWith } from '../define';
import type { Op } from '../types';
import { drawn, type RandomAttrs, randomDefaults, streamOf, uniforms } from './draw';

export const randomUniform: Op<RandomAttrs> = defineOpWith(randomDefaults, {
  ...drawn('randomUniform', 4),
  run: (tf, _inputs, { shape, key }, { seed, step }) =>
    tf.tensor(uniforms(sizeOf(shape), streamOf(seed, step, key)), [...shape], 'float32'),
});
