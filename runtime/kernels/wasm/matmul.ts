/**
 * BatchMatMul through XNNPACK. The stock kernel uses it only for one untransposed product; else it
 * falls to a loop 5 to 50 times slower. So transposes are made, and batches taken one by one.
 */
import type * as tfjs from '@tensorflow/tfjs-core';
import { transposeMatrix } from '../loops/transposeMatrix';
import { floats, type Inputs, registerWasm, releaseView, viewOf, type WasmBackend } from './heap';

/** Below this many multiply-accumulates XNNPACK's set-up costs more than it saves. */
const SMALL_PRODUCT = 2048;

export function registerMatmul(tf: typeof tfjs): void {
  const stock = tf.getKernel('BatchMatMul', 'wasm').kernelFunc;
  registerWasm(tf, 'BatchMatMul', (backend, { a, b }, attrs) => {
    const { transposeA, transposeB } = attrs as { transposeA: boolean; transposeB: boolean };
    const run = (inputs: Inputs, isA: boolean, isB: boolean): tfjs.TensorInfo =>
      stock({
        inputs: inputs as tfjs.NamedTensorInfoMap,
        backend,
        attrs: { transposeA: isA, transposeB: isB },
      }) as tfjs.TensorInfo;

    const [rowsA, columnsA] = a!.shape.slice(-2) as [number, number];
    const [rowsB, columnsB] = b!.shape.slice(-2) as [number, number];
    const rows = transposeA ? columnsA : rowsA;
    const inner = transposeA ? rowsA : columnsA;
    const columns = transposeB ? rowsB : columnsB;
    const batch = sizeOf(a!.shape.slice(0, -2));
    const isBroadcast = sizeOf(b!.shape.slice(0, -2)) !== batch;
    if (isBroadcast || rows * inner * columns < SMALL_PRODUCT) {
      return run({ a: a!, b: b! }, transposeA, transposeB);
    }
    const left = transposeA ? transposed(backend, a!, batch, rowsA, columnsA) : a!;
    const right = transposeB ? transposed(backend, b!, batch, rowsB, columnsB) : b!;
    const shape = [...a!.shape.slice(0, -2), rows, columns];
    const out =
      batch === 1 ? run({ a: left, b: right }, false, false) : backend.makeOutput(shape, 'float32');
    for (let index = 0; batch > 1 && index < batch; index++) {
      const a2d = viewOf(backend, left, index * rows * inner, [rows, inner]);
      const b2d = viewOf(backend, right, index * inner * columns, [inner, columns]);
      const product = run({ a: a2d, b: b2d }, false, false);
      const values = floats(backend, out);
      values.set(floats(backend, product), index * rows * columns);
      backend.disposeData(product.dataId);
      releaseView(backend, a2d);
      releaseView(backend, b2d);
    }
    if (transposeA) backend.disposeData(left.dataId);
    if (transposeB) backend.disposeData(right.dataId);
    out.shape = shape;
    return out;
  });
}

function transposed(
  backend: WasmBackend,
  info: tfjs.TensorInfo,
  batch: number,
  rows: number,
  columns: number,
): tfjs.TensorInfo {
  const out = backend.makeOutput([...info.shape.slice(0, -2), columns, rows], 'float32');
  const from = floats(backend, info);
  const to = floats(backend, out);
  for (let index = 0; index < batch; index++) {
    transposeMatrix(from, to, index * rows * columns, rows, columns);
  }
  return out;
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, n) => size * n, 1);
}
