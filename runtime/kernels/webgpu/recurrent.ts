/**
 * Steps of recurrent networks as one dispatch each: a thread takes a unit of an example, with its
 * products with the former state. Later steps read earlier ones in the result itself.
 */
import type * as tfjs from '@tensorflow/tfjs-core';
import { registerWebgpu, runWgsl, type WebgpuBackend, WORKGROUP } from './program';

const NONLINEAR = `
  fn sigmoid(x : f32) -> f32 { return 1.0 / (1.0 + exp(-clamp(x, -80.0, 80.0))); }
  fn squash(x : f32) -> f32 { return tanh(clamp(x, -15.0, 15.0)); }`;

/** What a thread works on: unit `j` of example `n`; `row` and `old` count the steps of all examples. */
const PLACE = `
  if (index >= uniforms.cells) { return; }
  let units = uniforms.units;
  let n = index / units;
  let j = index % units;
  let row = n * uniforms.tokens + uniforms.now;
  let old = n * uniforms.tokens + uniforms.before;`;

interface Steps {
  readonly key: string;
  readonly names: readonly string[];
  readonly inputs: readonly tfjs.TensorInfo[];
  readonly batch: number;
  readonly tokens: number;
  readonly units: number;
  /** Numbers in a row of the result, times units. */
  readonly columns: number;
  readonly reverse: boolean;
  /** WGSL of a step; the first has none before it. */
  readonly body: (isFirst: boolean) => string;
}

/** Runs all steps into one result [B, T, columns * H]. */
function runSteps(backend: WebgpuBackend, steps: Steps): tfjs.TensorInfo {
  const { key, names, inputs, batch, tokens, units, columns, reverse, body } = steps;
  const shape = [batch, tokens, columns * units];
  let result: tfjs.TensorInfo | undefined;
  for (let i = 0; i < tokens; i++) {
    const now = reverse ? tokens - 1 - i : i;
    const isFirst = i === 0;
    const code = body(isFirst);
    // A binding that the code does not read is not in the pipeline's layout, and must not be given.
    const used = names.map((_name, index) => index).filter((at) => code.includes(`${names[at]}[`));
    const wgsl = {
      key: `${key} ${isFirst}`,
      inputs: used.map((at) => names[at]!),
      uniforms: {
        cells: ['int32', batch * units],
        units: ['int32', units],
        tokens: ['int32', tokens],
        now: ['int32', now],
        before: ['int32', isFirst ? now : reverse ? now + 1 : now - 1],
      },
      header: NONLINEAR,
      body: `${PLACE} ${code}`,
      groups: Math.ceil((batch * units) / WORKGROUP),
    } as const;
    const given = used.map((at) => inputs[at]!);
    result = runWgsl(backend, wgsl, given, shape, result);
  }
  return result!;
}

type Forward = Pick<Steps, 'columns' | 'body'> & {
  readonly names: readonly string[];
  readonly key: string;
};

/** Inputs as the op has them; a mask of float32 may follow. */
function registerForward(
  tf: typeof tfjs,
  kernelName: string,
  make: (attrs: Readonly<Record<string, unknown>>, masked: boolean) => Forward,
): void {
  registerWebgpu(tf, kernelName, (backend, inputs, attrs) => {
    const given = Object.values(inputs);
    const plain = make(attrs, false).names.length;
    const masked = given.length > plain;
    const { key, names, columns, body } = make(attrs, masked);
    const [batch, tokens] = given[0]!.shape as [number, number, number];
    return runSteps(backend, {
      key: `${key} ${masked}`,
      names: masked ? [...names, 'mask'] : names,
      inputs: given,
      batch,
      tokens,
      units: given[1]!.shape[0]!,
      columns,
      reverse: attrs.reverse as boolean,
      body,
    });
  });
}

/** Number `k` of kind `kind` (h, c) of the former state. */
const former = (isFirst: boolean, start: string, columns: number, kind: number, k: string) =>
  isFirst ? `${start}[n * units + ${k}]` : `result[(old * ${columns} + ${kind}) * units + ${k}]`;

const whereMasked = (masked: boolean, statement: string) =>
  masked ? `if (mask[row] == 0.0) { ${statement} }` : '';

/** Adds the products of the former h with `gates` columns of the kernel to the array `sum`. */
const addProducts = (gates: number, h: (k: string) => string) => `
  for (var k = 0; k < units; k = k + 1) {
    let h = ${h('k')};
    let at = k * ${gates} * units + j;
    ${Array.from({ length: gates }, (_each, g) => `sum${g} = sum${g} + h * kernel[at + ${g} * units];`).join(' ')}
  }`;

const sums = (gates: number, value: (gate: number) => string) =>
  Array.from({ length: gates }, (_each, g) => `var sum${g} = ${value(g)};`).join(' ');

export function registerRecurrent(tf: typeof tfjs): void {
  registerForward(tf, 'Rnn', ({ activation }, masked) => ({
    key: `rnn ${activation}`,
    names: ['x', 'kernel', 'hidden'],
    columns: 1,
    body: (isFirst) => {
      const h = (k: string) => former(isFirst, 'hidden', 1, 0, k);
      return `
        ${sums(1, () => 'x[row * units + j]')}
        ${addProducts(1, h)}
        var shown = ${activation === 'relu' ? 'max(sum0, 0.0)' : 'squash(sum0)'};
        ${whereMasked(masked, `shown = ${h('j')};`)}
        result[row * units + j] = shown;`;
    },
  }));
  registerForward(tf, 'Lstm', (_attrs, masked) => ({
    key: 'lstm',
    names: ['x', 'kernel', 'hidden', 'cell'],
    columns: 2,
    body: (isFirst) => {
      const h = (k: string) => former(isFirst, 'hidden', 2, 0, k);
      const c = former(isFirst, 'cell', 2, 1, 'j');
      return `
        ${sums(4, (g) => `x[(row * 4 + ${g}) * units + j]`)}
        ${addProducts(4, h)}
        var next = sigmoid(sum1) * ${c} + sigmoid(sum0) * squash(sum2);
        var shown = sigmoid(sum3) * squash(next);
        ${whereMasked(masked, `shown = ${h('j')}; next = ${c};`)}
        result[row * 2 * units + j] = shown;
        result[(row * 2 + 1) * units + j] = next;`;
    },
  }));
  registerForward(tf, 'Gru', (_attrs, masked) => ({
    key: 'gru',
    names: ['x', 'kernel', 'bias', 'hidden'],
    columns: 1,
    body: (isFirst) => {
      const h = (k: string) => former(isFirst, 'hidden', 1, 0, k);
      const x = (g: number) => `x[(row * 3 + ${g}) * units + j]`;
      return `
        ${sums(3, (g) => `bias[${g} * units + j]`)}
        ${addProducts(3, h)}
        let reset = sigmoid(${x(0)} + sum0);
        let update = sigmoid(${x(1)} + sum1);
        let fresh = squash(${x(2)} + reset * sum2);
        var shown = (1.0 - update) * fresh + update * ${h('j')};
        ${whereMasked(masked, `shown = ${h('j')};`)}
        result[row * units + j] = shown;`;
    },
  }));
  registerBackward(tf);
}

/** See ops/recurrent/backward.ts: inputs are factors, kernel, gradient and, with a cell, toCell. */
function registerBackward(tf: typeof tfjs): void {
  registerWebgpu(tf, 'RecurrentGrad', (backend, inputs, attrs) => {
    const { reverse, uses, keptAt } = attrs as { reverse: boolean; uses: string; keptAt: number };
    const [factors, kernel, grad] = [inputs[0]!, inputs[1]!, inputs[2]!];
    const [units, width] = kernel.shape as [number, number];
    const [batch, tokens] = grad.shape as [number, number, number];
    // Transposed, so that neighbouring threads read neighbouring numbers.
    const transposed = tf.getKernel('Transpose', 'webgpu').kernelFunc({
      inputs: { x: kernel },
      backend,
      attrs: { perm: [1, 0] },
    }) as tfjs.TensorInfo;
    const hasCell = inputs[3] !== undefined;
    const columns = uses.length;
    const at = (place: string, column: number) => `(${place} * ${columns} + ${column}) * units + j`;
    const body = (isFirst: boolean) => `
      var hidden = grad[row * ${hasCell ? 2 : 1} * units + j];
      ${
        isFirst
          ? ''
          : `for (var k = 0; k < ${width / units} * units; k = k + 1) {
               hidden = hidden + result[old * ${columns} * units + k] * kernel[k * units + j];
             }
             hidden = hidden + result[${at('old', keptAt)}];`
      }
      ${hasCell ? 'var cell = grad[(row * 2 + 1) * units + j] + hidden * toCell[row * units + j];' : ''}
      ${hasCell && !isFirst ? `cell = cell + result[${at('old', columns - 1)}];` : ''}
      ${[...uses]
        .map((use, column) => {
          const given = use === 'c' ? 'cell' : 'hidden';
          return `result[${at('row', column)}] = ${given} * factors[${at('row', column)}];`;
        })
        .join('\n')}`;
    const result = runSteps(backend, {
      key: `recurrentGrad ${uses} ${keptAt} ${width / units}`,
      names: ['factors', 'kernel', 'grad', ...(hasCell ? ['toCell'] : [])],
      inputs: [factors, transposed, grad, ...(inputs[3] ? [inputs[3]] : [])],
      batch,
      tokens,
      units,
      columns,
      // The gradient runs against the sequence.
      reverse: !reverse,
      body,
    });
    backend.disposeData(transposed.dataId as object);
    return result;
  });
}
