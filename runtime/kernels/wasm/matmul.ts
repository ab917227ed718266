/**
 * BatchMatMul through XNNPACK. The stock kernel uses it only for one untransposed product; else it
 * falls to a loop 5 to 50 times slower. So transposes are made, and batches taken one by one.
 */
import type * as tfjs from '@tensorflow/tfjs-core';
import { transposeMatrix } from '../loops/transposeMatrix';
import { floats, registerWasm, releaseView, viewOf, type WasmBackend } from './heap';

/** Below this many multiply-accumulates XNNPACK's set-up costs more than it saves. */
const SMALL_PRODUCT = 6000;

/** What repacking an element for XNNPACK costs, measured in transpositions of one. */
const REPACKING = 4;

/** Matrices [batch, rows, columns] in one tensor. */
interface Matrices {
  readonly info: tfjs.TensorInfo;
  readonly rows: number;
  readonly columns: number;
  /** True for a copy that is to be disposed of. */
  readonly isCopy: boolean;
}

export function registerMatmul(tf: typeof tfjs): void {
  const stock = tf.getKernel('BatchMatMul', 'wasm').kernelFunc;

  const multiplyStock = (
    backend: WasmBackend,
    a: tfjs.TensorInfo,
    b: tfjs.TensorInfo,
    attrs: { transposeA: boolean; transposeB: boolean },
  ) => stock({ inputs: { a, b }, backend, attrs }) as tfjs.TensorInfo;

  /** [batch, M, K] times [batch, K, N]. */
  function multiply(
    backend: WasmBackend,
    left: Matrices,
    right: Matrices,
    batch: number,
  ): tfjs.TensorInfo {
    const plain = { transposeA: false, transposeB: false };
    if (batch === 1) {
      const a = { ...left.info, shape: [left.rows, left.columns] };
      const b = { ...right.info, shape: [right.rows, right.columns] };
      return multiplyStock(backend, a, b, plain);
    }
    const [leftSize, rightSize] = [left.rows * left.columns, right.rows * right.columns];
    const size = left.rows * right.columns;
    const out = backend.makeOutput([batch, left.rows, right.columns], 'float32');
    for (let index = 0; index < batch; index++) {
      const a = viewOf(backend, left.info, index * leftSize, [left.rows, left.columns]);
      const b = viewOf(backend, right.info, index * rightSize, [right.rows, right.columns]);
      const product = multiplyStock(backend, a, b, plain);
      const values = floats(backend, out);
      values.set(floats(backend, product), index * size);
      backend.disposeData(product.dataId);
      releaseView(backend, a);
      releaseView(backend, b);
    }
    return out;
  }

  registerWasm(tf, 'BatchMatMul', (backend, { a, b }, attrs) => {
    const { transposeA, transposeB } = attrs as { transposeA: boolean; transposeB: boolean };
    const left = toMatrices(a!);
    const right = toMatrices(b!);
    const rows = transposeA ? left.columns : left.rows;
    const inner = transposeA ? left.rows : left.columns;
    const columns = transposeB ? right.rows : right.columns;
    const outer = a!.shape.slice(0, -2);
    const batch = sizeOf(outer);
    const isBroadcast = sizeOf(b!.shape.slice(0, -2)) !== batch;
    if (isBroadcast || rows * inner * columns < SMALL_PRODUCT) {
      return multiplyStock(backend, a!, b!, { transposeA, transposeB });
    }
    // A B, or (B^T A^T)^T where that moves less. XNNPACK repacks its right operand, and keeps that
    // for as long as the tensor lives: a plain product with a weight is repacked once.
    const [sizeA, sizeB] = [rows * inner, inner * columns];
    const direct = (transposeA ? sizeA : 0) + (transposeB ? sizeB : 0) + REPACKING * sizeB;
    const swapped =
      (transposeA ? 0 : sizeA) + (transposeB ? 0 : sizeB) + REPACKING * sizeA + rows * columns;
    const isDirect = !(transposeA || transposeB) || direct <= swapped;
    const first = isDirect
      ? transposedIf(backend, left, batch, transposeA)
      : transposedIf(backend, right, batch, !transposeB);
    const second = isDirect
      ? transposedIf(backend, right, batch, transposeB)
      : transposedIf(backend, left, batch, !transposeA);
    let out = multiply(backend, first, second, batch);
    for (const each of [first, second]) {
      if (each.isCopy) backend.disposeData(each.info.dataId);
    }
    if (!isDirect) {
      const turned = transposedIf(backend, toMatrices(out), batch, true);
      backend.disposeData(out.dataId);
      out = turned.info;
    }
    out.shape = [...outer, rows, columns];
    return out;
  });
}

function toMatrices(info: tfjs.TensorInfo): Matrices {
  const [rows, columns] = info.shape.slice(-2) as [number, number];
  return { info, rows, columns, isCopy: false };
}

function transposedIf(
  backend: WasmBackend,
  { info, rows, columns, isCopy }: Matrices,
  batch: number,
  isWanted: boolean,
): Matrices {
  if (!isWanted) return { info, rows, columns, isCopy };
  const out = backend.makeOutput([batch, columns, rows], 'float32');
  const from = floats(backend, info);
  const to = floats(backend, out);
  for (let index = 0; index < batch; index++) {
    const start = index * rows * columns;
    transposeMatrix(from, start, to, start, rows, columns);
  }
  return { info: out, rows: columns, columns: rows, isCopy: true };
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, n) => size * n, 1);
}
