/** What the contract test runs every op on. Further families have their file in `cases/`. */
import type { OpTable } from '../table';
import { assignmentCases } from './cases/assignment';
import { convolutionCases } from './cases/convolution';
import { recurrentCases } from './cases/recurrent';
import {
  alone,
  bool,
  type Draw,
  ids,
  int,
  lastAxis,
  normal,
  type OpCase,
  pairs,
  pooled,
  positive,
  reductions,
  same,
  ties,
  withAttrs,
} from './draw';

/** Images, filter, strides, padding [top, bottom, left, right] and what comes out. */
const convolutions = [
  { x: [2, 5, 5, 3], filter: [3, 3, 3, 4], strides: [1, 1], padding: [1, 1, 1, 1], out: [5, 5] },
  { x: [1, 6, 7, 2], filter: [3, 2, 2, 3], strides: [2, 1], padding: [0, 1, 1, 0], out: [3, 7] },
  { x: [2, 4, 4, 3], filter: [1, 1, 3, 5], strides: [1, 1], padding: [0, 0, 0, 0], out: [4, 4] },
  { x: [2, 5, 5, 2], filter: [1, 1, 2, 3], strides: [2, 2], padding: [0, 0, 0, 0], out: [3, 3] },
  { x: [3, 8, 8, 1], filter: [4, 4, 1, 6], strides: [4, 4], padding: [0, 0, 0, 0], out: [2, 2] },
  { x: [1, 9, 8, 3], filter: [7, 7, 3, 4], strides: [2, 2], padding: [3, 3, 3, 3], out: [5, 4] },
  { x: [2, 6, 6, 4], filter: [3, 3, 4, 8], strides: [2, 2], padding: [1, 1, 1, 1], out: [3, 3] },
  // Rows and columns that no window reaches.
  { x: [1, 7, 6, 1], filter: [2, 2, 1, 2], strides: [3, 3], padding: [0, 0, 0, 0], out: [2, 2] },
];

const outputOf = (c: (typeof convolutions)[number]) => normal(c.x[0]!, ...c.out, c.filter[3]!);

const poolings = [
  { x: [2, 4, 4, 3], size: [2, 2], strides: [2, 2], padding: [0, 0, 0, 0], out: [2, 2] },
  { x: [1, 5, 5, 2], size: [3, 3], strides: [2, 2], padding: [1, 1, 1, 1], out: [3, 3] },
  { x: [2, 6, 5, 4], size: [3, 2], strides: [1, 2], padding: [1, 0, 0, 1], out: [5, 3] },
  { x: [3, 7, 7, 1], size: [2, 2], strides: [3, 3], padding: [0, 0, 0, 0], out: [2, 2] },
  { x: [1, 3, 4, 2], size: [3, 4], strides: [1, 1], padding: [0, 0, 0, 0], out: [1, 1] },
  { x: [2, 3, 3, 2], size: [1, 1], strides: [2, 2], padding: [0, 0, 0, 0], out: [2, 2] },
];

const pooledOf = (c: (typeof poolings)[number], draw: Draw) => draw(c.x[0]!, ...c.out, c.x[3]!);
const windowOf = ({ strides, padding }: { strides: number[]; padding: number[] }) => ({
  strides,
  padding,
});
const poolOf = (c: (typeof poolings)[number]) => ({ size: c.size, ...windowOf(c) });

const draws: readonly OpCase[] = [
  { inputs: [], attrs: { shape: [4, 5], key: 'a' } },
  { inputs: [], attrs: { shape: [], key: '' } },
  { inputs: [], attrs: { shape: [3, 7, 2, 11], key: 'noise' } },
];

export const cases: Readonly<Record<keyof OpTable, readonly OpCase[]>> = {
  ...convolutionCases,
  ...assignmentCases,
  ...recurrentCases,
  add: [...pairs(normal, normal), { inputs: [int(3, 4), int(4)] }],
  sub: pairs(normal, normal),
  mul: pairs(normal, normal),
  div: pairs(normal, positive),
  maximum: pairs(normal, normal),
  minimum: pairs(normal, normal),
  abs: alone(normal),
  floor: [...alone(normal), { inputs: [ties(3, 5)], smooth: false }],
  sin: alone(normal),
  cos: alone(normal),
  neg: alone(normal),
  exp: alone(normal),
  log: alone(positive),
  sqrt: alone(positive),
  rsqrt: alone(positive),
  square: alone(normal),
  tanh: alone(normal),
  // Its slope is 1, and the gradient that it gives is none: that is what it is for.
  stopGradient: alone(normal).map((one) => ({ ...one, smooth: false })),
  sigmoid: alone(normal),
  relu: alone(normal),
  gelu: withAttrs(alone(normal), { approximate: false }, { approximate: true }),
  scale: withAttrs(alone(normal), { factor: -0.37 }),
  shift: withAttrs(alone(normal), { amount: 1.5 }),
  cast: [
    { inputs: [normal(3, 4)], attrs: { dtype: 'float32' } },
    { inputs: [bool(2, 3)], attrs: { dtype: 'float32' } },
    { inputs: [int(5)], attrs: { dtype: 'float32' } },
    { inputs: [normal(7)], attrs: { dtype: 'int32' } },
    { inputs: [bool(7)], attrs: { dtype: 'int32' } },
    { inputs: [int(3, 5)], attrs: { dtype: 'bool' } },
    { inputs: [ties(3, 5)], attrs: { dtype: 'bool' } },
  ],
  equal: [...pairs(int, int), ...pairs(ties, ties)],
  greater: [...pairs(normal, normal), ...pairs(int, int)],
  greaterEqual: [...pairs(ties, ties), ...pairs(int, int)],
  logicalAnd: pairs(bool, bool),
  logicalNot: alone(bool),
  where: [
    { inputs: [bool(3, 5), normal(3, 5), normal(3, 5)] },
    { inputs: [bool(2, 1, 3, 4), normal(2, 5, 3, 4), normal()] },
    { inputs: [bool(1, 1, 3, 4), normal(2, 5, 3, 4), normal(4)] },
    { inputs: [bool(7), normal(), normal(1)] },
    { inputs: [bool(), normal(2, 3), normal(3)] },
    { inputs: [bool(5, 1), normal(1, 4), normal(5, 4)] },
    { inputs: [bool(3), normal(2, 3), normal(2, 3)] },
    { inputs: [bool(4), int(4), int(4)] },
    { inputs: [bool(2, 3), int(), int(2, 3)] },
  ],
  matmul: [
    [3, 5, 4],
    [1, 7, 1],
    [17, 13, 19],
    [16, 32, 20],
  ].flatMap(([m, k, n]) =>
    [[], [2], [3, 2]].flatMap((batch) =>
      [false, true].flatMap((transposeA) =>
        [false, true].map((transposeB) => ({
          inputs: [
            transposeA ? normal(...batch, k!, m!) : normal(...batch, m!, k!),
            transposeB ? normal(...batch, n!, k!) : normal(...batch, k!, n!),
          ],
          attrs: { transposeA, transposeB },
        })),
      ),
    ),
  ),
  reshape: [
    { inputs: [normal(6)], attrs: { shape: [2, 3] } },
    { inputs: [normal(1)], attrs: { shape: [] } },
    { inputs: [normal(2, 3, 2, 5)], attrs: { shape: [1, 2, 3, 1, 2, 5] } },
    { inputs: [bool(2, 3)], attrs: { shape: [6] } },
  ],
  transpose: [
    { inputs: [normal(3, 5)], attrs: { perm: [1, 0] } },
    { inputs: [normal(2, 3, 4)], attrs: { perm: [2, 0, 1] } },
    { inputs: [normal(2, 3, 2, 5)], attrs: { perm: [0, 2, 1, 3] } },
    { inputs: [normal(3, 2, 2, 5)], attrs: { perm: [0, 2, 3, 1] } },
    { inputs: [normal(2, 2, 3, 2, 2)], attrs: { perm: [0, 3, 1, 4, 2] } },
    { inputs: [normal(1, 2, 3, 2, 2, 3)], attrs: { perm: [0, 1, 3, 2, 4, 5] } },
    { inputs: [normal(17, 33)], attrs: { perm: [1, 0] } },
    { inputs: [normal(2, 1, 4, 3)], attrs: { perm: [0, 2, 1, 3] } },
    { inputs: [int(3, 5)], attrs: { perm: [1, 0] } },
  ],
  concat: [
    { inputs: [normal(3, 5), normal(2, 5)], attrs: { axis: 0 } },
    { inputs: [normal(2, 1, 4), normal(2, 5, 4)], attrs: { axis: 1 } },
    { inputs: [normal(2, 3, 2, 1), normal(2, 3, 2, 2), normal(2, 3, 2, 3)], attrs: { axis: 3 } },
    { inputs: [normal(2, 2, 1, 2, 2), normal(2, 2, 2, 2, 2)], attrs: { axis: 2 } },
    { inputs: [normal(3)], attrs: { axis: 0 } },
    { inputs: [int(3), int(4)], attrs: { axis: 0 } },
  ],
  slice: [
    { inputs: [normal(7)], attrs: { begin: [2], size: [3] } },
    { inputs: [normal(3, 5)], attrs: { begin: [1, 0], size: [1, 4] } },
    { inputs: [normal(2, 5, 4)], attrs: { begin: [0, 1, 2], size: [2, 3, 1] } },
    { inputs: [normal(2, 3, 4, 5)], attrs: { begin: [1, 0, 2, 1], size: [1, 3, 2, 3] } },
    { inputs: [bool(4, 3)], attrs: { begin: [1, 1], size: [2, 2] } },
  ],
  pad: [
    { inputs: [normal(4)], attrs: { before: [2], after: [1], value: 0 } },
    { inputs: [normal(3, 5)], attrs: { before: [0, 1], after: [2, 0], value: 0.5 } },
    { inputs: [normal(2, 3, 4)], attrs: { before: [0, 1, 0], after: [1, 0, 2], value: 0 } },
    {
      inputs: [normal(2, 3, 2, 3)],
      attrs: { before: [0, 1, 2, 0], after: [0, 1, 0, 3], value: -1 },
    },
  ],
  broadcastTo: [
    { inputs: [normal(3, 1)], attrs: { shape: [3, 5] } },
    { inputs: [normal()], attrs: { shape: [2, 3] } },
    { inputs: [normal(4)], attrs: { shape: [2, 3, 4] } },
    { inputs: [normal(1, 3, 1, 2)], attrs: { shape: [2, 3, 4, 2] } },
    { inputs: [bool(1, 3)], attrs: { shape: [2, 3] } },
    { inputs: [normal(2, 3)], attrs: { shape: [2, 3] } },
  ],
  sum: [...reductions(), { inputs: [normal(2, 1, 2, 1, 3)], attrs: { axes: [1, 4] } }],
  mean: reductions(),
  max: [...reductions(), { inputs: [ties(3, 5)], attrs: { axes: [1] }, smooth: false }],
  min: [...reductions(), { inputs: [ties(3, 5)], attrs: { axes: [1] }, smooth: false }],
  softmax: lastAxis(),
  logSoftmax: lastAxis(),
  argMax: [...lastAxis(), { inputs: [ties(3, 7)] }],
  oneHot: [
    { inputs: [ids(4, 3)], attrs: { depth: 4 } },
    { inputs: [ids(5, 2, 3)], attrs: { depth: 5 } },
    { inputs: [ids(9, 2, 3, 2)], attrs: { depth: 7 } },
  ],
  gather: [
    { inputs: [normal(5, 3), ids(5, 7)] },
    { inputs: [normal(4, 8), ids(4, 2, 5)] },
    { inputs: [normal(3, 1), ids(3)] },
    { inputs: [normal(6, 5), ids(6, 2, 3, 2)] },
  ],
  takeRow: [
    { inputs: [normal(2, 5, 3), ids(5)] },
    { inputs: [normal(1, 7, 1), ids(7)] },
    { inputs: [normal(6, 1, 4), ids(1)] },
    { inputs: [bool(3, 4, 5), ids(4)] },
    { inputs: [int(2, 9, 2), ids(9)] },
  ],
  setRow: [
    { inputs: [normal(2, 5, 3), normal(2, 1, 3), ids(5)] },
    { inputs: [normal(1, 7, 1), normal(1, 1, 1), ids(7)] },
    { inputs: [normal(6, 1, 4), normal(6, 1, 4), ids(1)] },
    { inputs: [normal(3, 40, 33), normal(3, 1, 33), ids(40)] },
  ],
  normalize: withAttrs(lastAxis(), { eps: 1e-5 }, { eps: 0.1 }).filter(
    // One element is its own mean: there the slope is 0 and rounding all that is left.
    ({ inputs }) => inputs[0]!.shape.at(-1)! > 1,
  ),
  conv2d: convolutions.map((c) => ({
    inputs: [normal(...c.x), normal(...c.filter)],
    attrs: windowOf(c),
  })),
  maxPool: [
    ...poolings.map((c) => ({ inputs: [normal(...c.x)], attrs: poolOf(c) })),
    ...poolings.map((c) => ({ inputs: [ties(...c.x)], attrs: poolOf(c), smooth: false as const })),
  ],
  avgPool: poolings.map((c) => ({ inputs: [normal(...c.x)], attrs: poolOf(c) })),
  dropoutMask: [
    { inputs: [], attrs: { shape: [4, 5], rate: 0.5, key: 'a' } },
    { inputs: [], attrs: { shape: [], rate: 0, key: '' } },
    { inputs: [], attrs: { shape: [3, 7, 2, 11], rate: 0.1, key: 'encoder/0/dropout' } },
    { inputs: [], attrs: { shape: [2500], rate: 0.9, key: 'b' } },
  ],
  randomNormal: draws,
  randomUniform: draws,
  reluGrad: same(2),
  geluGrad: withAttrs(same(2), { approximate: false }, { approximate: true }),
  softmaxGrad: lastAxis(2),
  normalizeGrad: withAttrs(lastAxis(2), { eps: 1e-5 }, { eps: 0.1 }).filter(
    ({ inputs }) => inputs[0]!.shape.at(-1)! > 1,
  ),
  conv2dInputGrad: convolutions.map((c) => ({
    inputs: [outputOf(c), normal(...c.filter)],
    attrs: { ...windowOf(c), inputShape: c.x },
  })),
  conv2dFilterGrad: convolutions.map((c) => ({
    inputs: [normal(...c.x), outputOf(c)],
    attrs: { ...windowOf(c), filterShape: c.filter },
  })),
  maxPoolGrad: poolings.flatMap((c) =>
    [normal, ties].map((draw) => ({
      inputs: [draw(...c.x), pooledOf(c, pooled), pooledOf(c, normal)],
      attrs: poolOf(c),
    })),
  ),
  avgPoolGrad: poolings.map((c) => ({
    inputs: [pooledOf(c, normal)],
    attrs: { ...poolOf(c), inputShape: c.x },
  })),
  gatherGrad: [
    { inputs: [ids(5, 7), normal(7, 3)], attrs: { rows: 5 } },
    { inputs: [ids(4, 2, 5), normal(2, 5, 8)], attrs: { rows: 6 } },
    { inputs: [ids(3), normal(2)], attrs: { rows: 3 } },
    { inputs: [ids(2, 3, 4, 2), normal(3, 4, 2, 5)], attrs: { rows: 2 } },
  ],
  adamMean: withAttrs(same(2), { beta1: 0.9 }),
  adamVariance: withAttrs(same(2, positive), { beta2: 0.98 }),
  adamStep: [[1], [7], [3, 5], [2, 3, 2, 5], [130]].map((shape) => ({
    inputs: [
      normal(...shape),
      normal(...shape),
      positive(...shape),
      positive(),
      positive(),
      positive(),
    ],
  })),
  axpby: [[1], [7], [3, 5], [2, 3, 2, 5], [130]].map((shape) => ({
    inputs: [normal(), normal(...shape), normal(...shape)],
    attrs: { b: 0.9 },
  })),
};
