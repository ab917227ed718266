/** Rows of a table [V, d] at int32 ids [...], as [..., d]: an embedding look-up. */
import { defineOp } from '../define';
import { expectRankAtMost4, fail, printShape, takeInputs } from '../shapes';
import type { Op, ValueType } from '../types';

export const gather: Op = defineOp({
  name: 'gather',
  infer(inputs) {
    const [table, ids] = takeInputs('gather', inputs, 2, ['float32', 'int32']);
    if (table.shape.length !== 2) {
      fail('gather', `the table must be [rows, size], got ${printShape(table.shape)}`);
    }
    const output: ValueType = { shape: [...ids.shape, table.shape[1]!], dtype: 'float32' };
    expectRankAtMost4('gather', output);
    return output;
  },
  flops: () => 0,
  gradient: (b, { inputs, grad, needs }) => [
    needs[0] ? b.gatherGrad([inputs[1]!, grad], { rows: inputs[0]!.shape[0]! }) : null,
    null,
  ],
  run: (tf, [table, ids]) => tf.gather(table!, ids as never),
});
