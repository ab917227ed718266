/** One axis of a value, counted from the batch, which is axis 0. */
import { sizeOf } from '../../graph/types';
import type { Value } from '../../ops/types';
import { int } from '../define';
import type { BlockBuilder } from '../types';
import { setParamFixes } from './divisors';

export const axisParam = int({
  label: 'Axis',
  doc: 'Counted from the batch, which is 0: of a sequence 1 is the tokens, of a picture 1 the rows.',
  default: 1,
  min: 1,
  max: 5,
});

/** Stops the build when `x` has no such axis. */
export function checkAxis(b: BlockBuilder, x: Value, axis: number): void {
  const last = x.shape.length - 1;
  if (axis <= last) return;
  b.fail('shape/rank', `There is no axis ${axis}: the last is ${last}, and the batch is 0.`, {
    param: 'axis',
    short: `axis ${axis} of ${x.shape.join(' x ')}`,
    fixes: last >= 1 ? setParamFixes('axis', 'axis', [last]) : [],
  });
}

/** `x` as [what lies before, the axis, what lies behind], so that backends see three axes at most. */
export function aroundAxis(b: BlockBuilder, x: Value, axis: number): Value {
  const { shape } = x;
  const around = [sizeOf(shape.slice(0, axis)), shape[axis], sizeOf(shape.slice(axis + 1))];
  return b.reshape([x], { shape: around });
}
