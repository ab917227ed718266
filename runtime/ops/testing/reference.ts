/** What every op must compute, written from its definition in float64 without any backend. */
import { sizeOf } from '../../graph/types';
import { hashMask, hashText, mix32 } from '../random/hash';
import { broadcastShapes } from '../shapes';
import type { OpTable } from '../table';
import type { DType } from '../types';
import { flatIndex, makeArray, readBroadcast, readOr } from './array';
import { binary, type Reference, reduce, rows, total, unary } from './combinators';
import { assignmentReferences } from './references/assignment';
import { convolutionReferences } from './references/convolution';
import { recurrentReferences } from './references/recurrent';
import { windowReferences } from './referenceWindows';

/** Error function by its Taylor series; exact to 1e-9 for |x| < 4. */
function erf(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; n < 120; n++) {
    term *= (-x * x) / n;
    sum += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}

function softmaxRow(x: readonly number[]): number[] {
  const top = Math.max(...x);
  const powers = x.map((value) => Math.exp(value - top));
  return powers.map((power) => power / total(powers));
}

function normalizeRow(x: readonly number[], eps: number): { y: number[]; inverse: number } {
  const mean = total(x) / x.length;
  const variance = total(x.map((value) => (value - mean) ** 2)) / x.length;
  const inverse = 1 / Math.sqrt(variance + eps);
  return { y: x.map((value) => (value - mean) * inverse), inverse };
}

const TANH_SCALE = Math.sqrt(2 / Math.PI);
const phi = (x: number) => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
const geluShare = (x: number, approximate: boolean) =>
  approximate
    ? 0.5 * (1 + Math.tanh(TANH_SCALE * (x + 0.044715 * x ** 3)))
    : 0.5 * (1 + erf(x / Math.SQRT2));

function geluSlope(x: number, approximate: boolean): number {
  if (!approximate) return geluShare(x, false) + x * phi(x);
  const t = Math.tanh(TANH_SCALE * (x + 0.044715 * x ** 3));
  return 0.5 * (1 + t) + 0.5 * x * (1 - t * t) * TANH_SCALE * (1 + 3 * 0.044715 * x * x);
}

const matmul: Reference = ([a, b], { transposeA, transposeB }) => {
  const inner = a!.shape.at(transposeA ? -2 : -1)!;
  const rowCount = a!.shape.at(transposeA ? -1 : -2)!;
  const columnCount = b!.shape.at(transposeB ? -2 : -1)!;
  // Steps in memory along a row's, the inner and a column's axis.
  const [aRow, aInner] = transposeA ? [1, rowCount] : [inner, 1];
  const [bColumn, bInner] = transposeB ? [inner, 1] : [1, columnCount];
  const shape = [...a!.shape.slice(0, -2), rowCount, columnCount];
  return makeArray(shape, (index, flat) => {
    const batch = Math.floor(flat / (rowCount * columnCount));
    const aStart = batch * rowCount * inner + index.at(-2)! * aRow;
    const bStart = batch * inner * columnCount + index.at(-1)! * bColumn;
    let sum = 0;
    for (let k = 0; k < inner; k++) {
      sum += a!.data[aStart + k * aInner]! * b!.data[bStart + k * bInner]!;
    }
    return sum;
  });
};

const concat: Reference = (inputs, { axis }) => {
  const joined = total(inputs.map((input) => input.shape[axis]!));
  return makeArray(
    inputs[0]!.shape.with(axis, joined),
    (index) => {
      let place = index[axis]!;
      const part = inputs.find((input) => {
        if (place < input.shape[axis]!) return true;
        place -= input.shape[axis]!;
        return false;
      })!;
      return part.data[flatIndex(part.shape, index.with(axis, place))]!;
    },
    inputs[0]!.dtype,
  );
};

const gatherGrad: Reference = ([ids, grad], { rows: count }) => {
  const size = grad!.shape.at(-1)!;
  const out = makeArray([count, size], () => 0);
  grad!.data.forEach((value, flat) => {
    const at = ids!.data[Math.floor(flat / size)]! * size + (flat % size);
    out.data[at] = out.data[at]! + value;
  });
  return out;
};

export const references: Readonly<Record<keyof OpTable, Reference>> = {
  ...assignmentReferences,
  ...recurrentReferences,
  add: binary((a, b) => a + b),
  sub: binary((a, b) => a - b),
  mul: binary((a, b) => a * b),
  div: binary((a, b) => a / b),
  maximum: binary(Math.max),
  minimum: binary(Math.min),
  abs: unary(Math.abs),
  floor: unary(Math.floor),
  sin: unary(Math.sin),
  cos: unary(Math.cos),
  neg: unary((x) => -x),
  exp: unary(Math.exp),
  log: unary(Math.log),
  sqrt: unary(Math.sqrt),
  rsqrt: unary((x) => 1 / Math.sqrt(x)),
  square: unary((x) => x * x),
  tanh: unary(Math.tanh),
  stopGradient: unary((x) => x),
  sigmoid: unary((x) => 1 / (1 + Math.exp(-x))),
  relu: unary((x) => Math.max(x, 0)),
  gelu: ([x], { approximate }) =>
    makeArray(x!.shape, (_i, flat) => x!.data[flat]! * geluShare(x!.data[flat]!, approximate)),
  scale: ([x], { factor }) => makeArray(x!.shape, (_i, flat) => x!.data[flat]! * factor),
  shift: ([x], { amount }) => makeArray(x!.shape, (_i, flat) => x!.data[flat]! + amount),
  cast: ([x], { dtype }) => {
    const convert = { float32: Number, int32: Math.trunc, bool: (v: number) => (v === 0 ? 0 : 1) };
    return makeArray(x!.shape, (_i, flat) => convert[dtype as DType](x!.data[flat]!), dtype);
  },
  equal: binary((a, b) => Number(a === b), 'bool'),
  greater: binary((a, b) => Number(a > b), 'bool'),
  greaterEqual: binary((a, b) => Number(a >= b), 'bool'),
  logicalAnd: binary((a, b) => Number(a && b), 'bool'),
  logicalNot: unary((x) => (x ? 0 : 1), 'bool'),
  where: ([condition, a, b]) => {
    const shape = broadcastShapes('reference', a!.shape, b!.shape);
    return makeArray(
      broadcastShapes('reference', condition!.shape, shape),
      (index) => readBroadcast(readBroadcast(condition!, index) ? a! : b!, index),
      a!.dtype,
    );
  },
  matmul,
  reshape: ([x], { shape }) => ({ ...x!, shape }),
  transpose: ([x], { perm }: { perm: number[] }) =>
    makeArray(
      perm.map((axis) => x!.shape[axis]!),
      (index) =>
        x!.data[
          flatIndex(
            x!.shape,
            x!.shape.map((_s, axis) => index[perm.indexOf(axis)]!),
          )
        ]!,
      x!.dtype,
    ),
  concat,
  slice: ([x], { begin, size }) =>
    makeArray(
      size,
      (index) =>
        x!.data[
          flatIndex(
            x!.shape,
            index.map((at, axis) => at + begin[axis]),
          )
        ]!,
      x!.dtype,
    ),
  pad: ([x], { before, after, value }) =>
    makeArray(
      x!.shape.map((size, axis) => before[axis] + size + after[axis]),
      (index) =>
        readOr(
          x!,
          index.map((at, axis) => at - before[axis]),
          value,
        ),
      x!.dtype,
    ),
  broadcastTo: ([x], { shape }) => makeArray(shape, (index) => readBroadcast(x!, index), x!.dtype),
  sum: reduce(0, (sum, x) => sum + x),
  mean: reduce(0, (sum, x) => sum + x, true),
  max: reduce(Number.NEGATIVE_INFINITY, Math.max),
  min: reduce(Number.POSITIVE_INFINITY, Math.min),
  softmax: rows((x) => softmaxRow(x!)),
  logSoftmax: rows((x) => softmaxRow(x!).map(Math.log)),
  argMax: ([x]) => {
    const size = x!.shape.at(-1)!;
    return makeArray(
      x!.shape.slice(0, -1),
      (_index, flat) => {
        const row = [...x!.data.subarray(flat * size, (flat + 1) * size)];
        return row.indexOf(Math.max(...row));
      },
      'int32',
    );
  },
  oneHot: ([ids], { depth }) =>
    makeArray([...ids!.shape, depth], (index, flat) =>
      ids!.data[Math.floor(flat / depth)] === index.at(-1) ? 1 : 0,
    ),
  gather: ([table, ids]) => {
    const size = table!.shape[1]!;
    return makeArray(
      [...ids!.shape, size],
      (index, flat) => table!.data[ids!.data[Math.floor(flat / size)]! * size + index.at(-1)!]!,
    );
  },
  takeRow: ([x, place]) =>
    makeArray(
      x!.shape.with(1, 1),
      ([outer, , inner]) => x!.data[flatIndex(x!.shape, [outer!, place!.data[0]!, inner!])]!,
      x!.dtype,
    ),
  setRow: ([x, row, place]) =>
    makeArray(x!.shape, ([outer, at, inner], flat) =>
      at === place!.data[0]! ? row!.data[outer! * x!.shape[2]! + inner!]! : x!.data[flat]!,
    ),
  normalize: (inputs, { eps }, context) =>
    rows((x) => normalizeRow(x!, eps).y)(inputs, {}, context),
  dropoutMask: (_inputs, { shape, rate, key }, { seed, step }) => {
    const stream = mix32(mix32(mix32(seed) ^ step) ^ hashText(key));
    const mask = hashMask(sizeOf(shape), stream, Math.round(rate * 2 ** 24), 1 / (1 - rate));
    return makeArray(shape, (_index, flat) => mask[flat]!);
  },
  randomUniform: (_inputs, { shape, key }, { seed, step }) =>
    makeArray(shape, (_index, flat) => randomBits(seed, step, key, flat) / 2 ** 24),
  randomNormal: (_inputs, { shape, key }, { seed, step }) =>
    makeArray(shape, (_index, flat) => {
      const [first, second] = [0, 1].map((i) => randomBits(seed, step, key, 2 * flat + i));
      const radius = Math.sqrt(-2 * Math.log((first + 0.5) / 2 ** 24));
      return radius * Math.cos((2 * Math.PI * second) / 2 ** 24);
    }),
  reluGrad: binary((y, g) => (y > 0 ? g : 0)),
  geluGrad: (inputs, { approximate }, context) =>
    binary((x, g) => g * geluSlope(x, approximate))(inputs, {}, context),
  softmaxGrad: rows((y, g) => {
    const along = total(y!.map((value, i) => value * g![i]!));
    return y!.map((value, i) => value * (g![i]! - along));
  }),
  normalizeGrad: (inputs, { eps }, context) =>
    rows((x, g) => {
      const { y, inverse } = normalizeRow(x!, eps);
      const mean = total(g!) / g!.length;
      const along = total(y.map((value, i) => value * g![i]!)) / g!.length;
      return y.map((value, i) => inverse * (g![i]! - mean - value * along));
    })(inputs, {}, context),
  gatherGrad,
  adamMean: (inputs, { beta1 }, context) =>
    binary((m, g) => beta1 * m + (1 - beta1) * g)(inputs, {}, context),
  adamVariance: (inputs, { beta2 }, context) =>
    binary((v, g) => beta2 * v + (1 - beta2) * g * g)(inputs, {}, context),
  adamStep: ([param, m, v, stepSize, epsilon, keep]) =>
    makeArray(param!.shape, (_index, i) => {
      const ratio = m!.data[i]! / (Math.sqrt(v!.data[i]!) + epsilon!.data[0]!);
      return keep!.data[0]! * param!.data[i]! - stepSize!.data[0]! * ratio;
    }),
  axpby: ([a, x, y], { b }) =>
    makeArray(x!.shape, (_index, i) => a!.data[0]! * x!.data[i]! + b * y!.data[i]!),
  ...convolutionReferences,
  ...windowReferences,
};

/** 24 random bits. */
function randomBits(seed: number, step: number, key: string, index: number): number {
  const stream = mix32(mix32(mix32(seed) ^ step) ^ hashText(key));
  return mix32(mix32(index) ^ stream) >>> 8;
}
