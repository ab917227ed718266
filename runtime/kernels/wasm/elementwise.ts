/** Elementwise ops as one kernel each on wasm, where each stock kernel is a pass over memory. */
import type * as tfjs from '@tensorflow/tfjs-core';
import * as loops from '../loops/elementwise';
import { floats, registerWasm } from './heap';

export function registerElementwise(tf: typeof tfjs): void {
  registerWasm(tf, 'ReluGrad', (backend, inputs) => {
    const out = backend.makeOutput(inputs[0]!.shape, 'float32');
    loops.reluGrad(floats(backend, inputs[0]!), floats(backend, inputs[1]!), floats(backend, out));
    return out;
  });
  registerWasm(tf, 'Gelu', (backend, inputs, { approximate }) => {
    const out = backend.makeOutput(inputs[0]!.shape, 'float32');
    const loop = approximate ? loops.geluTanh : loops.gelu;
    loop(floats(backend, inputs[0]!), floats(backend, out));
    return out;
  });
  registerWasm(tf, 'GeluGrad', (backend, inputs, { approximate }) => {
    const out = backend.makeOutput(inputs[0]!.shape, 'float32');
    const loop = approximate ? loops.geluTanhGrad : loops.geluGrad;
    loop(floats(backend, inputs[0]!), floats(backend, inputs[1]!), floats(backend, out));
    return out;
  });
}

export function registerAdam(tf: typeof tfjs): void {
  registerWasm(tf, 'AdamMean', (backend, inputs, { beta1 }) => {
    const out = backend.makeOutput(inputs[0]!.shape, 'float32');
    const [m, grad] = [floats(backend, inputs[0]!), floats(backend, inputs[1]!)];
    loops.adamMean(m, grad, beta1 as number, floats(backend, out));
    return out;
  });
  registerWasm(tf, 'AdamVariance', (backend, inputs, { beta2 }) => {
    const out = backend.makeOutput(inputs[0]!.shape, 'float32');
    const [v, grad] = [floats(backend, inputs[0]!), floats(backend, inputs[1]!)];
    loops.adamVariance(v, grad, beta2 as number, floats(backend, out));
    return out;
  });
  registerWasm(tf, 'AdamStep', (backend, inputs) => {
    const out = backend.makeOutput(inputs[0]!.shape, 'float32');
    const [param, m, v, stepSize, epsilon] = [0, 1, 2, 3, 4].map((index) =>
      floats(backend, inputs[index]!),
    ) as [Float32Array, Float32Array, Float32Array, Float32Array, Float32Array];
    loops.adamStep(param, m, v, stepSize[0]!, epsilon[0]!, floats(backend, out));
    return out;
  });
}
