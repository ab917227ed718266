/**
 * Checks a backend against answers computed in plain JavaScript. The values are above the size that
 * tfjs hands to the CPU, since a dead graphics processor still adds three numbers correctly.
 */
import type * as tfjs from '@tensorflow/tfjs-core';
import { createRandom } from '../../graph/random';

const ROWS = 48;
const INNER = 40;
const COLUMNS = 56;
const TOLERANCE = 1e-3;

interface Check {
  readonly name: string;
  run(tf: typeof tfjs, a: tfjs.Tensor2D, b: tfjs.Tensor2D): tfjs.Tensor;
  expected(a: Float32Array, b: Float32Array): Float32Array;
}

const checks: readonly Check[] = [
  {
    name: 'adding',
    run: (tf, a) => tf.add(a, tf.mul(a, 2)),
    expected: (a) => a.map((value) => 3 * value),
  },
  {
    name: 'multiplying matrices',
    run: (tf, a, b) => tf.matMul(a, b),
    expected: multiply,
  },
  {
    name: 'transposing',
    run: (tf, a) => tf.transpose(a),
    expected: (a) => {
      const result = new Float32Array(a.length);
      a.forEach((value, index) => {
        result[(index % INNER) * ROWS + Math.floor(index / INNER)] = value;
      });
      return result;
    },
  },
  {
    name: 'softmax',
    run: (tf, a) => tf.softmax(a),
    expected: (a) => {
      const result = new Float32Array(a.length);
      for (let row = 0; row < ROWS; row++) {
        const values = a.subarray(row * INNER, (row + 1) * INNER).map(Math.exp);
        const total = values.reduce((sum, value) => sum + value, 0);
        result.set(
          values.map((value) => value / total),
          row * INNER,
        );
      }
      return result;
    },
  },
  {
    name: 'summing',
    run: (tf, a) => tf.sum(tf.square(a), 0),
    expected: (a) => {
      const result = new Float32Array(INNER);
      a.forEach((value, index) => {
        result[index % INNER] += value * value;
      });
      return result;
    },
  },
  {
    name: 'looking up rows',
    run: (tf, a) =>
      tf.gather(
        a,
        tf.tensor1d(
          Array.from({ length: ROWS }, (_, row) => ROWS - 1 - row),
          'int32',
        ),
      ),
    expected: (a) => {
      const result = new Float32Array(a.length);
      for (let row = 0; row < ROWS; row++) {
        result.set(a.subarray((ROWS - 1 - row) * INNER, (ROWS - row) * INNER), row * INNER);
      }
      return result;
    },
  },
];

/** Null when every answer is right, else what went wrong, in words for the user. */
export async function selfTest(tf: typeof tfjs): Promise<string | null> {
  const random = createRandom('self-test');
  const draw = (size: number) => Float32Array.from({ length: size }, () => 2 * random.next() - 1);
  const left = draw(ROWS * INNER);
  const right = draw(INNER * COLUMNS);
  const a = tf.tensor2d(left, [ROWS, INNER]);
  const b = tf.tensor2d(right, [INNER, COLUMNS]);
  try {
    for (const check of checks) {
      const result = tf.tidy(() => check.run(tf, a, b));
      const actual = await result.data();
      result.dispose();
      const expected = check.expected(left, right);
      if (actual?.length !== expected.length || !agrees(actual, expected)) {
        return `It gave a wrong answer when ${check.name}.`;
      }
    }
    return null;
  } finally {
    a.dispose();
    b.dispose();
  }
}

function agrees(actual: ArrayLike<number>, expected: Float32Array): boolean {
  return expected.every(
    (value, index) => Math.abs(value - actual[index]) <= TOLERANCE * (1 + Math.abs(value)),
  );
}

function multiply(a: Float32Array, b: Float32Array): Float32Array {
  const result = new Float32Array(ROWS * COLUMNS);
  for (let row = 0; row < ROWS; row++) {
    for (let inner = 0; inner < INNER; inner++) {
      const value = a[row * INNER + inner];
      for (let column = 0; column < COLUMNS; column++) {
        result[row * COLUMNS + column] += value * b[inner * COLUMNS + column];
      }
    }
  }
  return result;
}
