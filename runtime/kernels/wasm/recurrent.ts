/** Recurrent networks as one kernel a sequence on wasm: a product and a loop for each step. */
import type * as tfjs from '@tensorflow/tfjs-core';
import {
  backwardStep,
  gruFactors,
  gruStep,
  lstmFactors,
  lstmStep,
  rnnStep,
  type StepPlace,
} from '../loops/recurrent';
import { floats, type Inputs, registerWasm, type WasmBackend } from './heap';

/** The places of all steps, in their order. */
function placesOf(batch: number, tokens: number, units: number, reverse: boolean): StepPlace[] {
  return Array.from({ length: tokens }, (_each, i) => {
    const now = reverse ? tokens - 1 - i : i;
    const before = i === 0 ? -1 : reverse ? now + 1 : now - 1;
    return { batch, tokens, units, now, before };
  });
}

function multiply(
  tf: typeof tfjs,
  backend: WasmBackend,
  a: tfjs.TensorInfo,
  b: tfjs.TensorInfo,
): tfjs.TensorInfo {
  return tf.getKernel('BatchMatMul', 'wasm').kernelFunc({
    inputs: { a, b },
    backend,
    attrs: { transposeA: false, transposeB: false },
  }) as tfjs.TensorInfo;
}

interface Forward {
  /** Index of the first h [B, H] among the inputs, and of the mask. */
  readonly hiddenAt: number;
  readonly maskAt: number;
  /** Numbers in a row of the result, times units. */
  readonly columns: number;
  /** Views are taken anew for each step, since products may grow the heap. */
  step(
    place: StepPlace,
    view: (index: number) => Float32Array,
    product: Float32Array,
    mask: Float32Array | null,
    out: Float32Array,
    hidden: Float32Array,
    attrs: Readonly<Record<string, unknown>>,
  ): void;
}

/** Inputs as the op has them (x, kernel, ...); the mask as numbers. */
function registerForward(
  tf: typeof tfjs,
  name: string,
  { hiddenAt, maskAt, columns, step }: Forward,
): void {
  registerWasm(tf, name, (backend, inputs, attrs) => {
    const given = (index: number) => inputs[index]!;
    const [batch, tokens] = given(0).shape as [number, number, number];
    const units = given(1).shape[0]!;
    const out = backend.makeOutput([batch, tokens, columns * units], 'float32');
    const hidden = backend.makeOutput([batch, units], 'float32');
    floats(backend, hidden).set(floats(backend, given(hiddenAt)));
    for (const place of placesOf(batch, tokens, units, attrs.reverse as boolean)) {
      const product = multiply(tf, backend, hidden, given(1));
      const view = (index: number) => floats(backend, given(index));
      const mask = inputs[maskAt] ? view(maskAt) : null;
      const [values, state] = [floats(backend, out), floats(backend, hidden)];
      step(place, view, floats(backend, product), mask, values, state, attrs);
      backend.disposeData(product.dataId);
    }
    backend.disposeData(hidden.dataId);
    return out;
  });
}

export function registerRecurrent(tf: typeof tfjs): void {
  registerForward(tf, 'Rnn', {
    hiddenAt: 2,
    maskAt: 3,
    columns: 1,
    step: (place, view, product, mask, out, hidden, { activation }) =>
      rnnStep(place, view(0), product, activation === 'relu', mask, out, hidden),
  });
  registerForward(tf, 'Lstm', {
    hiddenAt: 2,
    maskAt: 4,
    columns: 2,
    step: (place, view, product, mask, out, hidden) =>
      lstmStep(place, view(0), product, view(3), mask, out, hidden),
  });
  registerForward(tf, 'Gru', {
    hiddenAt: 3,
    maskAt: 4,
    columns: 1,
    step: (place, view, product, mask, out, hidden) =>
      gruStep(place, view(0), product, view(2), mask, out, hidden),
  });
  registerWasm(tf, 'RecurrentGrad', (backend, inputs, attrs) =>
    runBackward(tf, backend, inputs, attrs),
  );
  registerWasm(tf, 'LstmFactors', (backend, inputs) => {
    const [batch, tokens, units] = inputs[1]!.shape as [number, number, number];
    const out = backend.makeOutput([batch, tokens, 7 * units], 'float32');
    const mask = inputs[2] ? floats(backend, inputs[2]) : null;
    const [gates, cell] = [floats(backend, inputs[0]!), floats(backend, inputs[1]!)];
    lstmFactors(gates, cell, mask, units, floats(backend, out));
    return out;
  });
  registerWasm(tf, 'GruFactors', (backend, inputs) => {
    const [batch, tokens, units] = inputs[2]!.shape as [number, number, number];
    const out = backend.makeOutput([batch, tokens, 5 * units], 'float32');
    const mask = inputs[3] ? floats(backend, inputs[3]) : null;
    const [x, projected] = [floats(backend, inputs[0]!), floats(backend, inputs[1]!)];
    gruFactors(x, projected, floats(backend, inputs[2]!), mask, units, floats(backend, out));
    return out;
  });
}

/** See ops/recurrent/backward.ts: inputs are factors, kernel and gradient. */
function runBackward(
  tf: typeof tfjs,
  backend: WasmBackend,
  inputs: Inputs,
  attrs: Readonly<Record<string, unknown>>,
): tfjs.TensorInfo {
  const { reverse, uses, keptAt } = attrs as { reverse: boolean; uses: string; keptAt: number };
  const [factors, kernel, grad] = [inputs[0]!, inputs[1]!, inputs[2]!];
  const [units, width] = kernel.shape as [number, number];
  const [batch, tokens] = grad.shape as [number, number, number];
  const out = backend.makeOutput([batch, tokens, uses.length * units], 'float32');
  const gates = backend.makeOutput([batch, width], 'float32');
  const transposed = tf.getKernel('Transpose', 'wasm').kernelFunc({
    inputs: { x: kernel },
    backend,
    attrs: { perm: [1, 0] },
  }) as tfjs.TensorInfo;
  // The gradient runs against the sequence.
  for (const place of placesOf(batch, tokens, units, !reverse)) {
    const through = place.before < 0 ? null : multiply(tf, backend, gates, transposed);
    const arrays = {
      factors: floats(backend, factors),
      grad: floats(backend, grad),
      through: through && floats(backend, through),
      out: floats(backend, out),
      gates: floats(backend, gates),
    };
    backwardStep(place, arrays, uses, keptAt);
    if (through) backend.disposeData(through.dataId);
  }
  backend.disposeData(transposed.dataId);
  backend.disposeData(gates.dataId);
  return out;
}
