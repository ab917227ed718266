/** Row-wise ops as one kernel each on wasm. */
import type * as tfjs from '@tensorflow/tfjs-core';
import { normalizeRows, normalizeRowsGrad, softmaxGradRows } from '../loops/rows';
import { scatterAddRows } from '../loops/scatterAddRows';
import { setRow } from '../loops/setRow';
import { sumMiddle } from '../loops/sumMiddle';
import { sumOfRows } from '../loops/sumOfRows';
import { floats, registerWasm } from './heap';

export function registerRows(tf: typeof tfjs): void {
  registerWasm(tf, 'NormalizeRows', (backend, inputs, { eps }) => {
    const { shape } = inputs[0]!;
    const out = backend.makeOutput(shape, 'float32');
    normalizeRows(floats(backend, inputs[0]!), shape.at(-1)!, eps as number, floats(backend, out));
    return out;
  });
  registerWasm(tf, 'NormalizeRowsGrad', (backend, inputs, { eps }) => {
    const { shape } = inputs[0]!;
    const out = backend.makeOutput(shape, 'float32');
    const [x, grad] = [floats(backend, inputs[0]!), floats(backend, inputs[1]!)];
    normalizeRowsGrad(x, grad, shape.at(-1)!, eps as number, floats(backend, out));
    return out;
  });
  registerWasm(tf, 'SoftmaxGrad', (backend, inputs) => {
    const { shape } = inputs[0]!;
    const out = backend.makeOutput(shape, 'float32');
    const [y, grad] = [floats(backend, inputs[0]!), floats(backend, inputs[1]!)];
    softmaxGradRows(y, grad, shape.at(-1)!, floats(backend, out));
    return out;
  });
  registerWasm(tf, 'SumMiddle', (backend, inputs, attrs) => {
    const { before, count, after, factor, shape } = attrs as {
      before: number;
      count: number;
      after: number;
      factor: number;
      shape: number[];
    };
    const out = backend.makeOutput([...shape], 'float32');
    sumMiddle(floats(backend, inputs[0]!), before, count, after, factor, floats(backend, out));
    return out;
  });
  registerWasm(tf, 'SumOfRows', (backend, inputs, attrs) => {
    const [batch, count, channels] = inputs[0]!.shape as [number, number, number];
    const places = attrs.places as number;
    const out = backend.makeOutput([batch, places, channels], 'float32');
    const numbers = backend.typedArrayFromHeap(inputs[1]!) as Int32Array;
    const x = floats(backend, inputs[0]!);
    sumOfRows(x, numbers, [batch, count, channels], places, floats(backend, out));
    return out;
  });
  registerWasm(tf, 'SetRow', (backend, inputs) => {
    const shape = inputs[0]!.shape as [number, number, number];
    const out = backend.makeOutput(shape, 'float32');
    const [x, row] = [floats(backend, inputs[0]!), floats(backend, inputs[1]!)];
    const place = backend.typedArrayFromHeap(inputs[2]!)[0]!;
    setRow(x, row, place, shape, floats(backend, out));
    return out;
  });
  registerWasm(tf, 'ScatterAddRows', (backend, inputs, { rows }) => {
    const size = inputs[1]!.shape[1]!;
    const out = backend.makeOutput([rows as number, size], 'float32');
    const ids = backend.typedArrayFromHeap(inputs[0]!) as Int32Array;
    scatterAddRows(ids, floats(backend, inputs[1]!), size, floats(backend, out));
    return out;
  });
}
