/** Ops along the last axis as one dispatch: a workgroup takes a row and keeps its sums in shared memory. */
import type * as tfjs from '@tensorflow/tfjs-core';
import {
  type Inputs,
  registerWebgpu,
  runWgsl,
  sizeOf,
  type WebgpuBackend,
  WORKGROUP,
} from './program';

/** Sums a value over the workgroup; to be called by all its threads. */
const SUM = `
  var<workgroup> partial : array<f32, ${WORKGROUP}>;
  fn sumOfRow(value : f32) -> f32 {
    partial[localIndex] = value;
    workgroupBarrier();
    for (var reach = ${WORKGROUP / 2}u; reach > 0u; reach = reach >> 1u) {
      if (localIndex < reach) {
        partial[localIndex] = partial[localIndex] + partial[localIndex + reach];
      }
      workgroupBarrier();
    }
    let total = partial[0];
    workgroupBarrier();
    return total;
  }`;

/** `start`: first element of the row. Dispatches may be folded, so there can be rows too many. */
const ROW = `
  let lane = i32(localIndex);
  let start = (index / ${WORKGROUP}) * uniforms.columns;
  let isRow = start < uniforms.size;`;

const forColumns = (statement: string) =>
  `for (var i = lane; i < uniforms.columns; i = i + ${WORKGROUP}) { ${statement} }`;

const write = (expression: string) =>
  `if (isRow) { ${forColumns(`result[start + i] = ${expression};`)} }`;

const MOMENTS = `
  var sum = 0.0;
  ${forColumns('sum = sum + x[start + i];')}
  let mean = sumOfRow(sum) / f32(uniforms.columns);
  var squares = 0.0;
  ${forColumns('let centred = x[start + i] - mean; squares = squares + centred * centred;')}
  let variance = sumOfRow(squares) / f32(uniforms.columns);
  let inverse = 1.0 / sqrt(variance + uniforms.eps);`;

function runRows(
  backend: WebgpuBackend,
  key: string,
  names: readonly string[],
  inputs: Inputs,
  body: string,
  eps: number,
): tfjs.TensorInfo {
  const { shape } = inputs[0]!;
  const columns = shape.at(-1)!;
  const wgsl = {
    key,
    inputs: names,
    uniforms: { columns: ['int32', columns], eps: ['float32', eps] },
    header: SUM,
    body: `${ROW} ${body}`,
    groups: sizeOf(shape) / columns,
  } as const;
  return runWgsl(
    backend,
    wgsl,
    names.map((_name, index) => inputs[index]!),
    shape,
  );
}

export function registerRows(tf: typeof tfjs): void {
  registerWebgpu(tf, 'NormalizeRows', (backend, inputs, { eps }) => {
    const body = `${MOMENTS} ${write('(x[start + i] - mean) * inverse')}`;
    return runRows(backend, 'normalizeRows', ['x'], inputs, body, eps as number);
  });
  registerWebgpu(tf, 'NormalizeRowsGrad', (backend, inputs, { eps }) => {
    const body = `${MOMENTS}
      var gradSum = 0.0;
      var alongSum = 0.0;
      ${forColumns(`
        gradSum = gradSum + grad[start + i];
        alongSum = alongSum + grad[start + i] * (x[start + i] - mean);`)}
      let gradMean = sumOfRow(gradSum) / f32(uniforms.columns);
      let along = sumOfRow(alongSum) / f32(uniforms.columns) * inverse * inverse;
      ${write('(grad[start + i] - gradMean - (x[start + i] - mean) * along) * inverse')}`;
    return runRows(backend, 'normalizeRowsGrad', ['x', 'grad'], inputs, body, eps as number);
  });
  registerWebgpu(tf, 'SoftmaxGrad', (backend, inputs) => {
    const body = `
      var sum = 0.0;
      ${forColumns('sum = sum + grad[start + i] * y[start + i];')}
      let along = sumOfRow(sum);
      ${write('(grad[start + i] - along) * y[start + i]')}`;
    return runRows(backend, 'softmaxGrad', ['y', 'grad'], inputs, body, 0);
  });
}
