/** What ops say of sizes that they cannot take. */
import { describe, expect, it } from 'vitest';
import { type OpTable, opTable } from './table';
import { type Attrs, type DType, type Op, OpError, type ValueType } from './types';

const of = (dtype: DType, ...shape: number[]): ValueType => ({ shape, dtype });
const f = (...shape: number[]) => of('float32', ...shape);

const window = { strides: [1, 1], padding: [0, 0, 0, 0] };

const refusals: readonly [keyof OpTable, ValueType[], Attrs, string][] = [
  ['add', [f(2, 3), f(2, 4)], {}, 'add: [2, 3] and [2, 4] do not broadcast'],
  [
    'add',
    [f(2), of('int32', 2)],
    {},
    'add: needs two inputs of one number type, got float32 and int32',
  ],
  ['mul', [f(1, 1, 1, 1, 2), f(2)], {}, 'mul: rank 5 is over 4'],
  ['exp', [of('int32', 2)], {}, 'exp: input 0 must be float32, got int32'],
  ['exp', [f(1), f(1)], {}, 'exp: takes 1 inputs, got 2'],
  [
    'logicalAnd',
    [f(2), f(2)],
    {},
    'logicalAnd: needs two inputs of one bool type, got float32 and float32',
  ],
  [
    'where',
    [of('bool', 2), f(2), of('int32', 2)],
    {},
    'where: got float32 and int32 to choose from',
  ],
  ['matmul', [f(2, 3), f(4, 5)], {}, 'matmul: inner sizes 3 of [2, 3] and 4 of [4, 5] differ'],
  ['matmul', [f(2, 2, 3), f(3, 5)], {}, 'matmul: cannot multiply [2, 2, 3] by [3, 5]'],
  ['matmul', [f(2, 2, 3), f(1, 3, 5)], {}, 'matmul: cannot multiply [2, 2, 3] by [1, 3, 5]'],
  [
    'takeRow',
    [f(2, 3), of('int32')],
    {},
    'takeRow: needs [before, rows, after] and an int32 scalar, got [2, 3] and int32 []',
  ],
  [
    'setRow',
    [f(2, 3, 4), f(2, 1, 5), of('int32')],
    {},
    'setRow: needs [before, rows, after], [before, 1, after] and a scalar, got [2, 3, 4], [2, 1, 5], []',
  ],
  ['reshape', [f(2, 3)], { shape: [4] }, 'reshape: [2, 3] cannot become [4]'],
  ['transpose', [f(2, 3)], { perm: [0, 0] }, 'transpose: perm [0, 0] does not fit [2, 3]'],
  ['concat', [f(2, 3), f(2, 4)], { axis: 0 }, 'concat: [2, 3], [2, 4] do not join along axis 0'],
  ['slice', [f(4)], { begin: [2], size: [3] }, 'slice: begin [2], size [3] do not fit [4]'],
  [
    'pad',
    [f(4)],
    { before: [-1], after: [0], value: 0 },
    'pad: before [-1], after [0] do not fit [4]',
  ],
  ['broadcastTo', [f(3)], { shape: [2, 4] }, 'broadcastTo: [3] and [2, 4] do not broadcast'],
  ['sum', [f(2, 3)], { axes: [2], keepDims: false }, 'sum: axes [2] do not fit [2, 3]'],
  ['sum', [f(2, 3)], { axes: [0, 0], keepDims: false }, 'sum: axes [0, 0] do not fit [2, 3]'],
  ['softmax', [f()], {}, 'softmax: needs at least one axis'],
  ['oneHot', [of('int32', 2)], { depth: 0 }, 'oneHot: depth 0 is no size'],
  ['gather', [f(5), of('int32', 2)], {}, 'gather: the table must be [rows, size], got [5]'],
  [
    'conv2d',
    [f(1, 8, 8, 3), f(3, 3, 4, 8)],
    window,
    'conv2d: filter [3, 3, 4, 8] does not fit an input [1, 8, 8, 3]',
  ],
  [
    'conv2d',
    [f(1, 2, 2, 3), f(3, 3, 3, 8)],
    window,
    'conv2d: window [3, 3, 3, 8] is larger than the padded input [1, 2, 2, 3]',
  ],
  [
    'maxPool',
    [f(1, 4, 4)],
    { ...window, size: [2, 2] },
    'maxPool: needs [batch, height, width, channels], got [1, 4, 4]',
  ],
  ['dropoutMask', [], { shape: [2], rate: 1, key: '' }, 'dropoutMask: rate 1 is not in [0, 1)'],
];

describe('infer', () => {
  it.each(refusals)('%s says why', (name, inputs, attrs, message) => {
    const op = opTable[name] as unknown as Op<Attrs>;
    const infer = () => op.infer(inputs, { ...op.defaults, ...attrs });
    expect(infer).toThrow(OpError);
    expect(infer).toThrow(message);
  });
});

describe('macs', () => {
  it('count batch * M * N * K of a product', () => {
    const inputs = [f(2, 3, 4, 5), f(2, 3, 6, 5)];
    const attrs = { ...opTable.matmul.defaults, transposeB: true };
    const output = opTable.matmul.infer(inputs, attrs);
    expect(opTable.matmul.macs?.(inputs, output, attrs)).toBe(2 * 3 * 4 * 6 * 5);
  });

  it('count one product for each tap, channel and output of a convolution and its gradients', () => {
    const attrs = { strides: [2, 2], padding: [3, 3, 3, 3] };
    const [x, filter, y] = [f(1, 224, 224, 3), f(7, 7, 3, 64), f(1, 112, 112, 64)];
    const macs = 118_013_952; // the first layer of ResNet-50
    expect(opTable.conv2d.macs?.([x, filter], y, attrs)).toBe(macs);
    const forInput = { ...attrs, inputShape: x.shape };
    expect(opTable.conv2dInputGrad.macs?.([y, filter], x, forInput)).toBe(macs);
    const forFilter = { ...attrs, filterShape: filter.shape };
    expect(opTable.conv2dFilterGrad.macs?.([x, y], filter, forFilter)).toBe(macs);
  });
});
