/** Elementwise ops as one dispatch each: training on a GPU is bound by dispatches before maths. */
import type * as tfjs from '@tensorflow/tfjs-core';
import { registerWebgpu, runWgsl, sizeOf } from './program';

/** Error function by Abramowitz and Stegun 7.1.26, error below 1.5e-7; e is exp(-x^2). */
const ERF = `
  fn erfFromExp(x : f32, e : f32) -> f32 {
    let t = 1.0 / (1.0 + 0.3275911 * abs(x));
    let p = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t
      + 0.254829592) * t;
    return sign(x) * (1.0 - p * e);
  }
  fn share(x : f32) -> f32 {
    return 0.5 * (1.0 + erfFromExp(x * 0.7071067811865476, exp(-0.5 * x * x)));
  }
  fn slope(x : f32) -> f32 {
    return share(x) + x * exp(-0.5 * x * x) * 0.3989422804014327;
  }`;

/** The tanh approximation; the argument is held where tanh is 1 in float32, since e^x overflows. */
const TANH = `
  fn share(x : f32) -> f32 {
    let u = 0.7978845608028654 * x * (1.0 + 0.044715 * x * x);
    return 0.5 * (1.0 + tanh(clamp(u, -10.0, 10.0)));
  }
  fn slope(x : f32) -> f32 {
    let s = share(x);
    let du = 0.7978845608028654 * (1.0 + 3.0 * 0.044715 * x * x);
    return s + x * 2.0 * s * (1.0 - s) * du;
  }`;

const each = (expression: string) =>
  `if (index < uniforms.size) { result[index] = ${expression}; }`;

export function registerElementwise(tf: typeof tfjs): void {
  registerWebgpu(tf, 'ReluGrad', (backend, inputs) => {
    const body = each('select(0.0, grad[index], y[index] > 0.0)');
    const wgsl = { key: 'reluGrad', inputs: ['y', 'grad'], body };
    return runWgsl(backend, wgsl, [inputs[0]!, inputs[1]!], inputs[0]!.shape);
  });
  registerWebgpu(tf, 'Gelu', (backend, inputs, { approximate }) => {
    const header = approximate ? TANH : ERF;
    const body = each('x[index] * share(x[index])');
    const wgsl = { key: `gelu ${approximate}`, inputs: ['x'], header, body };
    return runWgsl(backend, wgsl, [inputs[0]!], inputs[0]!.shape);
  });
  registerWebgpu(tf, 'GeluGrad', (backend, inputs, { approximate }) => {
    const header = approximate ? TANH : ERF;
    const body = each('grad[index] * slope(x[index])');
    const wgsl = { key: `geluGrad ${approximate}`, inputs: ['x', 'grad'], header, body };
    return runWgsl(backend, wgsl, [inputs[0]!, inputs[1]!], inputs[0]!.shape);
  });
  registerCast(tf);
}

/**
 * The stock cast of bool or int32 to float32 only renames the dtype and leaves integers in the
 * buffer, on which the stock transpose (and every sum over outer axes) does not compile.
 */
function registerCast(tf: typeof tfjs): void {
  const stock = tf.getKernel('Cast', 'webgpu').kernelFunc;
  registerWebgpu(tf, 'Cast', (backend, inputs, attrs) => {
    const x = inputs.x!;
    const isWhole = x.dtype === 'int32' || x.dtype === 'bool';
    if (attrs.dtype !== 'float32' || !isWhole || sizeOf(x.shape) === 0) {
      return stock({
        inputs: { x },
        backend,
        attrs: attrs as tfjs.NamedAttrMap,
      }) as tfjs.TensorInfo;
    }
    const wgsl = { key: 'castToFloat', inputs: ['x'], body: each('f32(x[index])') };
    return runWgsl(backend, wgsl, [x], x.shape);
  });
}

export function registerOptimizer(tf: typeof tfjs): void {
  registerWebgpu(tf, 'AdamMean', (backend, inputs, { beta1 }) => {
    const wgsl = {
      key: 'adamMean',
      inputs: ['m', 'grad'],
      uniforms: { beta: ['float32', beta1 as number], rest: ['float32', 1 - (beta1 as number)] },
      body: each('uniforms.beta * m[index] + uniforms.rest * grad[index]'),
    } as const;
    return runWgsl(backend, wgsl, [inputs[0]!, inputs[1]!], inputs[0]!.shape);
  });
  registerWebgpu(tf, 'AdamVariance', (backend, inputs, { beta2 }) => {
    const wgsl = {
      key: 'adamVariance',
      inputs: ['v', 'grad'],
      uniforms: { beta: ['float32', beta2 as number], rest: ['float32', 1 - (beta2 as number)] },
      body: each('uniforms.beta * v[index] + uniforms.rest * grad[index] * grad[index]'),
    } as const;
    return runWgsl(backend, wgsl, [inputs[0]!, inputs[1]!], inputs[0]!.shape);
  });
  registerWebgpu(tf, 'AdamStep', (backend, inputs) => {
    const wgsl = {
      key: 'adamStep',
      inputs: ['param', 'm', 'v', 'stepSize', 'epsilon', 'keep'],
      body: each('keep[0] * param[index] - stepSize[0] * m[index] / (sqrt(v[index]) + epsilon[0])'),
    };
    const all = [0, 1, 2, 3, 4, 5].map((index) => inputs[index]!);
    return runWgsl(backend, wgsl, all, inputs[0]!.shape);
  });
  registerWebgpu(tf, 'Axpby', (backend, inputs, { b }) => {
    const wgsl = {
      key: 'axpby',
      inputs: ['a', 'x', 'y'],
      uniforms: { b: ['float32', b as number] },
      body: each('a[0] * x[index] + uniforms.b * y[index]'),
    } as const;
    const [a, x, y] = [inputs[0]!, inputs[1]!, inputs[2]!];
    return runWgsl(backend, wgsl, [a, x, y], x.shape);
  });
}

/** Random bits as in `ops/random/hash`, so that a mask is the same on every backend. */
export function registerDropoutMask(tf: typeof tfjs): void {
  registerWebgpu(tf, 'DropoutMask', (backend, _inputs, attrs) => {
    const { shape, stream, threshold, kept } = attrs as {
      shape: number[];
      stream: number;
      threshold: number;
      kept: number;
    };
    const wgsl = {
      key: 'dropoutMask',
      inputs: [],
      uniforms: {
        stream: ['uint32', stream >>> 0],
        threshold: ['uint32', threshold],
        kept: ['float32', kept],
      },
      header: `
        fn mix32(value : u32) -> u32 {
          var x = value;
          x = (x ^ (x >> 16u)) * 0x7feb352du;
          x = (x ^ (x >> 15u)) * 0x846ca68bu;
          return x ^ (x >> 16u);
        }`,
      body: `
        let bits = mix32(mix32(u32(index)) ^ uniforms.stream) >> 8u;
        ${each('select(0.0, uniforms.kept, bits >= uniforms.threshold)')}`,
    } as const;
    return runWgsl(backend, wgsl, [], shape);
  });
}
