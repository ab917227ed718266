/** The sum of squares over many values in few dispatches, as the norm of all gradients needs it. */
import { sizeOf } from '../graph/types';
import type { OpBuilder, Value } from '../ops/types';

/** Elements that are joined before they are summed; a larger value stands alone. */
const JOINED = 2 ** 20;
/** Elements of a row: rows are summed side by side, then their sums. */
const ROW = 1024;
/** Inputs of one dispatch that joins: a WebGPU shader binds 8 buffers, one of them the result. */
const FAN_IN = 7;

/** A scalar; `values` of any shape, at least one. */
export function sumOfSquares(ops: OpBuilder, values: readonly Value[]): Value {
  const flat = values.map((value) => ops.reshape([value], { shape: [sizeOf(value.shape)] }));
  const sums = packs(flat).map((pack) => sumOfPack(ops, pack));
  if (sums.length === 1) return sums[0];
  const single = sums.map((sum) => ops.reshape([sum], { shape: [1] }));
  return ops.sum([join(ops, single)], { axes: [0] });
}

/** Values in order, in runs of at most `JOINED` elements. */
function packs(flat: readonly Value[]): Value[][] {
  const found: Value[][] = [];
  let size = Number.POSITIVE_INFINITY;
  for (const value of flat) {
    size += value.shape[0];
    if (size > JOINED) {
      found.push([]);
      size = value.shape[0];
    }
    found[found.length - 1].push(value);
  }
  return found;
}

function sumOfPack(ops: OpBuilder, pack: readonly Value[]): Value {
  const size = pack.reduce((sum, { shape }) => sum + shape[0], 0);
  if (size <= ROW) return ops.sum([ops.square([join(ops, pack)])], { axes: [0] });
  const rows = Math.ceil(size / ROW);
  const missing = rows * ROW - size;
  const zeros = () =>
    ops.constant(
      `zeros ${missing}`,
      { shape: [missing], dtype: 'float32' },
      () => new Float32Array(missing),
    );
  const whole = join(ops, missing > 0 ? [...pack, zeros()] : pack);
  const table = ops.square([ops.reshape([whole], { shape: [rows, ROW] })]);
  return ops.sum([ops.sum([table], { axes: [1] })], { axes: [0] });
}

/** Values [n] end to end. */
function join(ops: OpBuilder, values: readonly Value[]): Value {
  if (values.length === 1) return values[0];
  const groups: Value[] = [];
  for (let first = 0; first < values.length; first += FAN_IN) {
    const group = values.slice(first, first + FAN_IN);
    groups.push(group.length === 1 ? group[0] : ops.concat(group, { axis: 0 }));
  }
  return join(ops, groups);
}
