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

/** See ops/recurrent/backward.ts: inputs are factors, kernel and gradient. */
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
    const result = runSteps(backend, {
      key: `recurrentGrad ${uses} ${keptAt} ${width / units}`,
      names: ['factors', 'kernel', 'grad'],
      inputs: [factors, transposed, grad],
      batch,
      tokens,
      units,
      columns: uses.length,
      // The gradient runs against the sequence.
      reverse: !reverse,
      body: (isFirst) => backwardStep(isFirst, uses, keptAt, width / units),
    });
    backend.disposeData(transposed.dataId as object);
    return result;
  });
  registerFactors(tf);
}

function backwardStep(isFirst: boolean, uses: string, keptAt: number, gates: number): string {
  const columns = uses.length;
  const hasCell = uses.includes('c');
  const at = (place: string, column: number) => `(${place} * ${columns} + ${column}) * units + j`;
  const factor = (column: number) =>
    `factors[(row * ${hasCell ? columns + 1 : columns} + ${column}) * units + j]`;
  const through = `
    for (var k = 0; k < ${gates} * units; k = k + 1) {
      hidden = hidden + result[old * ${columns} * units + k] * kernel[k * units + j];
    }
    hidden = hidden + result[${at('old', keptAt)}];`;
  const rows = [...uses].map((use, column) => {
    const given = use === 'c' ? 'cell' : 'hidden';
    return `result[${at('row', column)}] = ${given} * ${factor(column)};`;
  });
  return `
    var hidden = grad[row * ${hasCell ? 2 : 1} * units + j];
    ${isFirst ? '' : through}
    ${hasCell ? `var cell = grad[(row * 2 + 1) * units + j] + hidden * ${factor(columns)};` : ''}
    ${hasCell && !isFirst ? `cell = cell + result[${at('old', columns - 1)}];` : ''}
    ${rows.join(' ')}`;
}

/** What each step's gradient is multiplied by (ops/recurrent/lstmGrad.ts and gruGrad.ts), at once. */
function registerFactors(tf: typeof tfjs): void {
  const register = (
    name: string,
    names: readonly string[],
    columns: number,
    body: (kept: string) => string,
  ) =>
    registerWebgpu(tf, name, (backend, inputs) => {
      const given = Object.values(inputs);
      const masked = given.length > names.length;
      const [batch, tokens, units] = given[names.length - 1]!.shape as [number, number, number];
      const cells = batch * tokens * units;
      const wgsl = {
        key: `${name} ${masked}`,
        inputs: masked ? [...names, 'mask'] : names,
        uniforms: { cells: ['int32', cells], units: ['int32', units] },
        header: NONLINEAR,
        body: `
          if (index >= uniforms.cells) { return; }
          let units = uniforms.units;
          let row = index / units;
          let j = index % units;
          ${body(masked ? 'mask[row]' : '1.0')}`,
        groups: Math.ceil(cells / WORKGROUP),
      } as const;
      return runWgsl(backend, wgsl, given, [batch, tokens, columns * units]);
    });
  const write = (columns: number, values: readonly string[]) =>
    values
      .map((value, column) => `result[(row * ${columns} + ${column}) * units + j] = ${value};`)
      .join(' ');
  register('LstmFactors', ['gates', 'cell'], 7, (kept) => {
    const gate = (index: number) => `gates[(row * 4 + ${index}) * units + j]`;
    return `
      let kept = ${kept};
      let i = sigmoid(${gate(0)});
      let f = sigmoid(${gate(1)});
      let g = squash(${gate(2)});
      let o = sigmoid(${gate(3)});
      let c = cell[index];
      let shown = squash(f * c + i * g);
      ${write(7, [
        'kept * g * i * (1.0 - i)',
        'kept * c * f * (1.0 - f)',
        'kept * i * (1.0 - g * g)',
        'kept * shown * o * (1.0 - o)',
        '1.0 - kept',
        'kept * f + 1.0 - kept',
        'kept * o * (1.0 - shown * shown)',
      ])}`;
  });
  register('GruFactors', ['x', 'projected', 'hidden'], 5, (kept) => {
    const at = (index: number) => `[(row * 3 + ${index}) * units + j]`;
    return `
      let kept = ${kept};
      let reset = sigmoid(x${at(0)} + projected${at(0)});
      let update = sigmoid(x${at(1)} + projected${at(1)});
      let recalled = projected${at(2)};
      let fresh = squash(x${at(2)} + reset * recalled);
      let toFresh = kept * (1.0 - update) * (1.0 - fresh * fresh);
      ${write(5, [
        'toFresh * recalled * reset * (1.0 - reset)',
        'kept * (hidden[index] - fresh) * update * (1.0 - update)',
        'toFresh * reset',
        'toFresh',
        'kept * update + 1.0 - kept',
      ])}`;
  });
}
