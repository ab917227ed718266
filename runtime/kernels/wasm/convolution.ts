/**
 * Gradients of conv2d and maxPool on wasm. Stock lacks the filter's gradient, loops naively for the
 * input's, and its MaxPoolGrad leaves later rows zero. Convolutions are lowered to im2col and
 * matrix products (Chellapilla et al. 2006).
 */
import type * as tfjs from '@tensorflow/tfjs-core';
import { columnsToImage, imageToColumns, maxPoolGrad, type WindowGeometry } from '../loops/window';
import { floats, type Inputs, registerWasm, type WasmBackend } from './heap';

interface WindowAttrs {
  readonly strides: [number, number];
  readonly pad: tfjs.backend_util.ExplicitPadding;
}

export function registerConvolution(tf: typeof tfjs): void {
  const matmul = (
    backend: WasmBackend,
    a: tfjs.TensorInfo,
    b: tfjs.TensorInfo,
    attrs: { transposeA: boolean; transposeB: boolean },
  ) =>
    tf.getKernel('BatchMatMul', 'wasm').kernelFunc({
      inputs: { a, b },
      backend,
      attrs,
    }) as tfjs.TensorInfo;

  registerWasm(tf, 'Conv2DBackpropFilter', (backend, { x, dy }, attrs) => {
    const { filterShape, strides, pad } = attrs as unknown as WindowAttrs & {
      filterShape: [number, number, number, number];
    };
    const g = geometry(x!.shape, dy!.shape, filterShape, strides, pad);
    const columns = backend.makeOutput(columnShape(g), 'float32');
    imageToColumns(floats(backend, x!), g, floats(backend, columns));
    const right = { ...dy!, shape: [columns.shape[0]!, filterShape[3]] };
    const out = matmul(backend, columns, right, { transposeA: true, transposeB: false });
    backend.disposeData(columns.dataId);
    out.shape = filterShape;
    return out;
  });

  registerWasm(tf, 'Conv2DBackpropInput', (backend, { dy, filter }, attrs) => {
    const { inputShape, strides, pad } = attrs as unknown as WindowAttrs & {
      inputShape: [number, number, number, number];
    };
    const g = geometry(inputShape, dy!.shape, filter!.shape, strides, pad);
    const [rows, size] = columnShape(g);
    const left = { ...dy!, shape: [rows!, filter!.shape[3]!] };
    const right = { ...filter!, shape: [size!, filter!.shape[3]!] };
    const columns = matmul(backend, left, right, { transposeA: false, transposeB: true });
    const out = backend.makeOutput(inputShape, 'float32');
    columnsToImage(floats(backend, columns), g, floats(backend, out));
    backend.disposeData(columns.dataId);
    return out;
  });

  registerWasm(tf, 'MaxPoolGrad', (backend, { input, dy }: Inputs, attrs) => {
    const { filterSize, strides, pad } = attrs as unknown as WindowAttrs & {
      filterSize: [number, number];
    };
    const g = geometry(input!.shape, dy!.shape, filterSize, strides, pad);
    const out = backend.makeOutput(input!.shape, 'float32');
    maxPoolGrad(floats(backend, input!), floats(backend, dy!), g, floats(backend, out));
    return out;
  });
}

function columnShape(g: WindowGeometry): number[] {
  return [g.batch * g.outHeight * g.outWidth, g.kernelHeight * g.kernelWidth * g.channels];
}

function geometry(
  image: readonly number[],
  output: readonly number[],
  kernel: readonly number[],
  strides: readonly [number, number],
  pad: tfjs.backend_util.ExplicitPadding,
): WindowGeometry {
  return {
    batch: image[0]!,
    height: image[1]!,
    width: image[2]!,
    channels: image[3]!,
    outHeight: output[1]!,
    outWidth: output[2]!,
    kernelHeight: kernel[0]!,
    kernelWidth: kernel[1]!,
    strideHeight: strides[0],
    strideWidth: strides[1],
    top: pad[1][0],
    left: pad[2][0],
  };
}
