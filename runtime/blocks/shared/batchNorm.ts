/** Batch normalization over all axes but the last. Ioffe, Szegedy 2015. */
import type { Value } from '../../ops/types';
import type { BlockBuilder } from '../types';
import { inRows } from './rows';

export interface BatchNormOptions {
  /** Weight of the newest batch in the running statistics, as PyTorch counts. */
  readonly momentum: number;
  readonly epsilon: number;
}

/**
 * `x` [..., C] -> [..., C], with weights `<name>gamma`, `<name>beta` [C] and buffers
 * `<name>moving_mean`, `<name>moving_variance` [C]. In training it normalizes by the batch (biased
 * variance) and updates the buffers (unbiased variance, as PyTorch); otherwise by the buffers.
 */
export function batchNorm(
  b: BlockBuilder,
  x: Value,
  name: string,
  options: BatchNormOptions,
): Value {
  return inRows(b, x, (rows) => normalizeBatch(b, rows, name, options));
}

function normalizeBatch(
  b: BlockBuilder,
  x: Value,
  name: string,
  { momentum, epsilon }: BatchNormOptions,
): Value {
  const channels = x.shape[x.shape.length - 1];
  const gamma = b.weight(`${name}gamma`, [channels], { kind: 'ones' });
  const beta = b.weight(`${name}beta`, [channels], { kind: 'zeros' });
  const movingMean = b.buffer(`${name}moving_mean`, [channels], { kind: 'zeros' });
  const movingVariance = b.buffer(`${name}moving_variance`, [channels], { kind: 'ones' });
  const inverse = (variance: Value) =>
    b.mul([gamma, b.rsqrt([b.shift([variance], { amount: epsilon })])]);
  if (!b.training) {
    const factor = inverse(movingVariance);
    return b.add([b.mul([x, factor]), b.sub([beta, b.mul([movingMean, factor])])]);
  }
  const axes = x.shape.slice(0, -1).map((_, axis) => axis);
  const count = x.shape.slice(0, -1).reduce((product, n) => product * n, 1);
  const mean = b.mean([x], { axes, keepDims: false });
  const centred = b.sub([x, mean]);
  const variance = b.mean([b.square([centred])], { axes, keepDims: false });
  const blend = (kept: Value, fresh: Value, factor: number) =>
    b.add([b.scale([kept], { factor: 1 - momentum }), b.scale([fresh], { factor })]);
  b.update(`${name}moving_mean`, blend(movingMean, mean, momentum));
  b.update(
    `${name}moving_variance`,
    blend(movingVariance, variance, (momentum * count) / Math.max(1, count - 1)),
  );
  return b.add([b.mul([centred, inverse(variance)]), beta]);
}
