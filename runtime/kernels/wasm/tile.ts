/** Tile on wasm: the stock kernel, which `broadcastTo` is made of, places every element by itself. */
import type * as tfjs from '@tensorflow/tfjs-core';
import { tileArray } from '../loops/tileArray';
import { registerWasm } from './heap';

export function registerTile(tf: typeof tfjs): void {
  registerWasm(tf, 'Tile', (backend, inputs, attrs) => {
    const x = inputs.x!;
    const reps = attrs.reps as readonly number[];
    const out = backend.makeOutput(
      x.shape.map((size, axis) => size * reps[axis]!),
      x.dtype,
    );
    tileArray(backend.typedArrayFromHeap(x), x.shape, reps, backend.typedArrayFromHeap(out));
    return out;
  });
}
