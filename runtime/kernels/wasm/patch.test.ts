/** The kernels in place of wasm's own: against stock cpu at sizes where XNNPACK takes over. */
import type * as tfjs from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../graph/random';
import { startBackend } from '../testing/startBackend';
import { patchWasm } from './patch';

let tf: typeof tfjs;

beforeAll(async () => {
  await startBackend('cpu');
  ({ tf } = await startBackend('wasm'));
});

function draw(shape: number[], seed: string): Float32Array {
  const random = createRandom(seed);
  return Float32Array.from({ length: tf.util.sizeFromShape(shape) }, () => random.normal());
}

/** The same computation on stock cpu and on patched wasm: the largest difference. */
async function compare(compute: () => tfjs.Tensor): Promise<number> {
  const results: Float32Array[] = [];
  for (const backend of ['cpu', 'wasm']) {
    await tf.setBackend(backend);
    const result = tf.tidy(compute);
    results.push(Float32Array.from(await result.data()));
    result.dispose();
  }
  const [expected, actual] = results as [Float32Array, Float32Array];
  return actual.reduce((worst, value, i) => Math.max(worst, Math.abs(value - expected[i]!)), 0);
}

describe('patchWasm', () => {
  it('does nothing the second time', () => {
    const kernel = tf.getKernel('BatchMatMul', 'wasm');
    patchWasm(tf);
    expect(tf.getKernel('BatchMatMul', 'wasm')).toBe(kernel);
  });

  it.each([
    [[], 37, 129, 65],
    [[3], 70, 33, 41],
    [[2, 3], 19, 64, 19],
    [[], 4, 300, 260],
    [[], 260, 300, 4],
  ])('multiplies batch %j of %i x %i x %i with every transpose', async (batch, m, k, n) => {
    for (const transposeA of [false, true]) {
      for (const transposeB of [false, true]) {
        const shapeA = [...batch, ...(transposeA ? [k, m] : [m, k])];
        const shapeB = [...batch, ...(transposeB ? [n, k] : [k, n])];
        const worst = await compare(() =>
          tf.matMul(
            tf.tensor(draw(shapeA, 'a'), shapeA),
            tf.tensor(draw(shapeB, 'b'), shapeB),
            transposeA,
            transposeB,
          ),
        );
        expect(worst).toBeLessThan(1e-3);
      }
    }
  });

  it('never takes the packed weights of a tensor that is gone', async () => {
    const a = tf.tensor(draw([40, 64], 'a'), [40, 64]);
    for (let round = 0; round < 5; round++) {
      const values = draw([64, 48], `b ${round}`);
      const b = tf.tensor(values, [64, 48]);
      const product = tf.matMul(a, b);
      const [first] = await product.data();
      const row = draw([40, 64], 'a').subarray(0, 64);
      const expected = row.reduce((sum, value, i) => sum + value * values[i * 48]!, 0);
      expect(first).toBeCloseTo(expected, 3);
      tf.dispose([b, product]);
    }
    a.dispose();
  });

  it('leaves nothing on the heap', async () => {
    await tf.setBackend('wasm');
    const backend = tf.backend() as unknown as { numDataIds(): number };
    const before = backend.numDataIds();
    tf.tidy(() => {
      const a = tf.tensor(draw([3, 20, 30], 'a'), [3, 20, 30]);
      const b = tf.tensor(draw([3, 40, 30], 'b'), [3, 40, 30]);
      tf.matMul(a, b, false, true);
      tf.matMul(b, a, false, true);
    });
    expect(backend.numDataIds()).toBe(before);
  });
});
