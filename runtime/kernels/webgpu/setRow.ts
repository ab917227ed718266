/** One row of a tensor replaced, in one dispatch. */
import type * as tfjs from '@tensorflow/tfjs-core';
import { registerWebgpu, runWgsl } from './program';

/** x [before, rows, after] with row [before, 1, after] at place [] of the middle axis. */
export function registerSetRow(tf: typeof tfjs): void {
  registerWebgpu(tf, 'SetRow', (backend, inputs) => {
    const [x, row, place] = [inputs[0]!, inputs[1]!, inputs[2]!];
    const [, rows, after] = x.shape as [number, number, number];
    const wgsl = {
      key: 'setRow',
      inputs: ['x', 'row', 'place'],
      uniforms: { rows: ['int32', rows], after: ['int32', after] },
      body: `
        if (index >= uniforms.size) { return; }
        let inner = index % uniforms.after;
        let line = index / uniforms.after;
        if (line % uniforms.rows == place[0]) {
          result[index] = row[(line / uniforms.rows) * uniforms.after + inner];
        } else {
          result[index] = x[index];
        }`,
    } as const;
    return runWgsl(backend, wgsl, [x, row, place], x.shape);
  });
}
