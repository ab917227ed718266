/** x times a number known when the graph is compiled. */
import { sizeOf } from '../../graph/types';
import { defineOpWith } from '../define';
import { takeInputs } from '../shapes';
import type { Op } from '../types';

export interface ScaleAttrs {
  readonly factor: number;
}

const defaults: ScaleAttrs = { factor: 1 };

export const scale: Op<ScaleAttrs> = defineOpWith(defaults, {
  name: 'scale',
  infer: (inputs) => takeInputs('scale', inputs, 1, ['float32'])[0],
  flops: (_inputs, output) => sizeOf(output.shape),
  gradient: (b, { grad, attrs }) => [b.scale([grad], attrs)],
  run: (tf, [x], { factor }) => tf.mul(x!, factor),
});
