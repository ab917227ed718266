/** The learned scale and shift of each channel after a normalization. */
import type { Value } from '../../ops/types';
import type { BlockBuilder } from '../types';

/** `x` [..., C] -> [..., C], with weights `<name>gamma` [C] (ones) and `<name>beta` [C] (zeros). */
export function affineNorm(b: BlockBuilder, x: Value, name = ''): Value {
  const channels = x.shape[x.shape.length - 1];
  const gamma = b.weight(`${name}gamma`, [channels], { kind: 'ones' });
  const beta = b.weight(`${name}beta`, [channels], { kind: 'zeros' });
  return b.add([b.mul([x, gamma]), beta]);
}
