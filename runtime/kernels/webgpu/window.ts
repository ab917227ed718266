/**
 * Gradients over sliding windows. The stock max pooling gives ties to the last element of a window,
 * other backends to the first; the stock filter gradient lets each thread walk the whole batch.
 */
import type * as tfjs from '@tensorflow/tfjs-core';
import { registerWebgpu, runWgsl, sizeOf } from './program';

interface WindowAttrs {
  readonly strides: [number, number];
  readonly pad: tfjs.backend_util.ExplicitPadding;
}

/** Columns above this many bytes are not built; the smallest devices bind 128 MiB. */
const MAX_COLUMN_BYTES = 2 ** 26;

function windowUniforms(
  image: readonly number[],
  output: readonly number[],
  kernel: readonly number[],
  { strides, pad }: WindowAttrs,
) {
  return {
    height: ['int32', image[1]!],
    width: ['int32', image[2]!],
    channels: ['int32', image[3]!],
    outHeight: ['int32', output[1]!],
    outWidth: ['int32', output[2]!],
    kernelHeight: ['int32', kernel[0]!],
    kernelWidth: ['int32', kernel[1]!],
    strideHeight: ['int32', strides[0]],
    strideWidth: ['int32', strides[1]],
    top: ['int32', pad[1][0]],
    left: ['int32', pad[2][0]],
  } as const;
}

export function registerMaxPoolGrad(tf: typeof tfjs): void {
  registerWebgpu(tf, 'MaxPoolGrad', (backend, { input, output, dy }, attrs) => {
    const window = attrs as unknown as WindowAttrs & { filterSize: [number, number] };
    const wgsl = {
      key: 'maxPoolGrad',
      inputs: ['x', 'y', 'grad'],
      uniforms: windowUniforms(input!.shape, dy!.shape, window.filterSize, window),
      header: `
        // True if a tap before number \`end\` of the window at (oh, ow) also holds the largest value.
        fn hasEarlier(plane : i32, oh : i32, ow : i32, c : i32, end : i32, largest : f32) -> bool {
          for (var tap = 0; tap < end; tap = tap + 1) {
            let h = oh * uniforms.strideHeight - uniforms.top + tap / uniforms.kernelWidth;
            let w = ow * uniforms.strideWidth - uniforms.left + tap % uniforms.kernelWidth;
            if (h < 0 || w < 0 || h >= uniforms.height || w >= uniforms.width) { continue; }
            let at = ((plane * uniforms.height + h) * uniforms.width + w) * uniforms.channels + c;
            if (x[at] == largest) { return true; }
          }
          return false;
        }`,
      body: `
        if (index >= uniforms.size) { return; }
        let c = index % uniforms.channels;
        let w = (index / uniforms.channels) % uniforms.width;
        let h = (index / (uniforms.channels * uniforms.width)) % uniforms.height;
        let plane = index / (uniforms.channels * uniforms.width * uniforms.height);
        var sum = 0.0;
        for (var kh = 0; kh < uniforms.kernelHeight; kh = kh + 1) {
          let down = h + uniforms.top - kh;
          let oh = down / uniforms.strideHeight;
          if (down < 0 || down % uniforms.strideHeight != 0 || oh >= uniforms.outHeight) { continue; }
          for (var kw = 0; kw < uniforms.kernelWidth; kw = kw + 1) {
            let across = w + uniforms.left - kw;
            let ow = across / uniforms.strideWidth;
            if (across < 0 || across % uniforms.strideWidth != 0 || ow >= uniforms.outWidth) {
              continue;
            }
            let at = ((plane * uniforms.outHeight + oh) * uniforms.outWidth + ow)
              * uniforms.channels + c;
            if (x[index] != y[at]) { continue; }
            let tap = kh * uniforms.kernelWidth + kw;
            if (!hasEarlier(plane, oh, ow, c, tap, y[at])) { sum = sum + grad[at]; }
          }
        }
        result[index] = sum;`,
    } as const;
    return runWgsl(backend, wgsl, [input!, output!, dy!], input!.shape);
  });
}

export function registerFilterGrad(tf: typeof tfjs): void {
  const stock = tf.getKernel('Conv2DBackpropFilter', 'webgpu').kernelFunc;
  registerWebgpu(tf, 'Conv2DBackpropFilter', (backend, { x, dy }, attrs) => {
    const window = attrs as unknown as WindowAttrs & { filterShape: number[] };
    const { filterShape } = window;
    const positions = sizeOf(dy!.shape.slice(0, 3));
    const taps = sizeOf(filterShape.slice(0, 3));
    if (positions * taps * 4 > MAX_COLUMN_BYTES) {
      return stock({
        inputs: { x: x!, dy: dy! },
        backend,
        attrs: attrs as unknown as tfjs.NamedAttrMap,
      }) as tfjs.TensorInfo;
    }
    // im2col: [B * OH * OW, kh * kw * C].
    const wgsl = {
      key: 'imageToColumns',
      inputs: ['x'],
      uniforms: windowUniforms(x!.shape, dy!.shape, filterShape, window),
      body: `
        if (index >= uniforms.size) { return; }
        let c = index % uniforms.channels;
        var rest = index / uniforms.channels;
        let kw = rest % uniforms.kernelWidth;
        rest = rest / uniforms.kernelWidth;
        let kh = rest % uniforms.kernelHeight;
        rest = rest / uniforms.kernelHeight;
        let ow = rest % uniforms.outWidth;
        rest = rest / uniforms.outWidth;
        let oh = rest % uniforms.outHeight;
        let plane = rest / uniforms.outHeight;
        let h = oh * uniforms.strideHeight - uniforms.top + kh;
        let w = ow * uniforms.strideWidth - uniforms.left + kw;
        let isInside = h >= 0 && w >= 0 && h < uniforms.height && w < uniforms.width;
        let at = ((plane * uniforms.height + h) * uniforms.width + w) * uniforms.channels + c;
        result[index] = select(0.0, x[select(0, at, isInside)], isInside);`,
    } as const;
    const columns = runWgsl(backend, wgsl, [x!], [positions, taps]);
    const product = tf.getKernel('BatchMatMul', 'webgpu').kernelFunc({
      inputs: { a: columns, b: { ...dy!, shape: [positions, filterShape[3]!] } },
      backend,
      attrs: { transposeA: true, transposeB: false },
    }) as tfjs.TensorInfo;
    backend.disposeData(columns.dataId);
    return { ...product, shape: [...filterShape] };
  });
}
