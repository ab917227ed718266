/** Runs WGSL of ours on the WebGPU backend of tfjs, over flat float32 buffers. */
import type * as tfjs from '@tensorflow/tfjs-core';

interface Uniform {
  readonly type: 'float32' | 'int32' | 'uint32';
  readonly data: number[];
}

/** The parts of tfjs' `WebGPUProgram` that a flat kernel sets. */
interface FlatProgram {
  readonly outputShape: number[];
  readonly shaderKey: string;
  readonly variableNames: string[];
  readonly uniforms: string;
  readonly workgroupSize: [number, number, number];
  readonly dispatchLayout: { x: number[] };
  readonly dispatch: [number, number, number];
  readonly size: true;
  getUserCode(): string;
}

/** The parts of tfjs' `WebGPUBackend` that kernels use. */
export interface WebgpuBackend {
  runWebGPUProgram(
    program: FlatProgram,
    inputs: tfjs.TensorInfo[],
    dtype: tfjs.DataType,
    uniforms: Uniform[],
    output?: tfjs.TensorInfo,
  ): tfjs.TensorInfo;
  disposeData(dataId: object): boolean;
}

export type Inputs = Readonly<Record<string, tfjs.TensorInfo>>;

export type WebgpuKernel = (
  backend: WebgpuBackend,
  inputs: Inputs,
  attrs: Readonly<Record<string, unknown>>,
) => tfjs.TensorInfo;

export const WORKGROUP = 64;

export interface Wgsl {
  /** Names the code in the pipeline cache: everything that changes the code must be in it. */
  readonly key: string;
  /** Names of the input buffers, `array<f32>` each unless their dtype says otherwise. */
  readonly inputs: readonly string[];
  /** Uniforms by name; they are read as `uniforms.name`. */
  readonly uniforms?: Readonly<Record<string, readonly [Uniform['type'], number]>>;
  /** Functions and workgroup variables before `main`. */
  readonly header?: string;
  /**
   * Body of `main(index: i32)`. It must write `result[i]` for i < `uniforms.size`; where one
   * workgroup serves a row, `index` still counts threads.
   */
  readonly body: string;
  /** Number of workgroups; by default there is one thread an element. */
  readonly groups?: number;
}

const WGSL_TYPES = { float32: 'f32', int32: 'i32', uint32: 'u32' };

/**
 * Runs `wgsl` into a float32 tensor of `shape`, a new one unless `output` is given. Shapes are
 * uniforms: one pipeline fits all sizes.
 */
export function runWgsl(
  backend: WebgpuBackend,
  wgsl: Wgsl,
  inputs: readonly tfjs.TensorInfo[],
  shape: readonly number[],
  output?: tfjs.TensorInfo,
): tfjs.TensorInfo {
  const size = sizeOf(shape);
  const uniforms = Object.entries(wgsl.uniforms ?? {});
  const program: FlatProgram = {
    outputShape: [size],
    shaderKey: `patchbay ${wgsl.key}`,
    variableNames: [...wgsl.inputs],
    uniforms: uniforms.map(([name, [type]]) => `${name} : ${WGSL_TYPES[type]}, `).join(''),
    workgroupSize: [WORKGROUP, 1, 1],
    dispatchLayout: { x: [0] },
    dispatch: [wgsl.groups ?? Math.ceil(size / WORKGROUP), 1, 1],
    size: true,
    getUserCode: () => `${wgsl.header ?? ''}
      fn main(index : i32) {
        ${wgsl.body}
      }`,
  };
  const flat = inputs.map((input) => ({ ...input, shape: [sizeOf(input.shape)] }));
  const values = uniforms.map(([, [type, value]]) => ({ type, data: [value] }));
  const out = backend.runWebGPUProgram(
    program,
    flat,
    'float32',
    values,
    output && { ...output, shape: [size] },
  );
  return { ...out, shape: [...shape] };
}

/** Registers a kernel, in place of the stock one where there is one. */
export function registerWebgpu(tf: typeof tfjs, kernelName: string, kernel: WebgpuKernel): void {
  if (tf.getKernel(kernelName, 'webgpu')) tf.unregisterKernel(kernelName, 'webgpu');
  tf.registerKernel({
    kernelName,
    backendName: 'webgpu',
    kernelFunc: ({ inputs, backend, attrs }) =>
      kernel(backend as WebgpuBackend, inputs as Inputs, attrs ?? {}),
  });
}

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, n) => size * n, 1);
}
