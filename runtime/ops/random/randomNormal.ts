/**
 * Normal random numbers, mean 0 and variance 1 (Box and Muller 1958), of a hash of seed, step, key
 * and index. Drawn on the host: logarithm and cosine differ between graphics cards.
 */
import { sizeOf } from '../../graph/types';
import { defineOpWith } from '../define';
import type { Op } from '../types';
import { drawn, normals, type RandomAttrs, randomDefaults, streamOf } from './draw';

export const randomNormal: Op<RandomAttrs> = defineOpWith(randomDefaults, {
  ...drawn('randomNormal', 20),
  run: (tf, _inputs, { shape, key }, { seed, step }) =>
    tf.tensor(normals(sizeOf(shape), streamOf(seed, step, key)), [...shape], 'float32'),
});
