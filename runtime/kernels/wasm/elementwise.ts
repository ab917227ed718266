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

export function registerOptimizer(tf: typeof tfjs): void {
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
    const given = (index: number) => floats(backend, inputs[index]!);
    const scalar = (index: number) => given(index)[0]!;
    const result = floats(backend, out);
    loops.adamStep(given(0), given(1), given(2), scalar(3), scalar(4), scalar(5), result);
    return out;
  });
  registerWasm(tf, 'Axpby', (backend, inputs, { b }) => {
    const out = backend.makeOutput(inputs[1]!.shape, 'float32');
    const [a, x, y] = [0, 1, 2].map((index) => floats(backend, inputs[index]!));
    loops.axpby(a![0]!, x!, b as number, y!, floats(backend, out));
    return out;
  });
}
