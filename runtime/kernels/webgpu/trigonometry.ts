/**
 * Sine and cosine to the precision of float32. WGSL allows its own an error of 2^-11, and any where
 * the angle is beyond pi. Reduction and polynomials of Cephes (Moshier 1989, sinf.c), for |x| < 8192.
 */
import type * as tfjs from '@tensorflow/tfjs-core';
import { registerWebgpu, runWgsl } from './program';

const WAVE = `
  fn wave(x : f32, quarters : i32) -> f32 {
    let q = round(x * 0.6366197723675814);
    let r = ((x - q * 1.5703125) - q * 4.837512969970703e-4) - q * 7.54978995489188e-8;
    let s = r * r;
    let quadrant = (i32(q) + quarters) & 3;
    let sine = r + r * s * (-1.6666654611e-1 + s * (8.3321608736e-3 - s * 1.9515295891e-4));
    let cosine = 1.0 - 0.5 * s
      + s * s * (4.166664568298827e-2 + s * (-1.388731625493765e-3 + s * 2.443315711809948e-5));
    let size = select(sine, cosine, (quadrant & 1) == 1);
    return select(size, -size, (quadrant & 2) == 2);
  }`;

export function registerTrigonometry(tf: typeof tfjs): void {
  for (const [kernel, quarters] of [
    ['Sin', 0],
    ['Cos', 1],
  ] as const) {
    registerWebgpu(tf, kernel, (backend, inputs) => {
      const x = inputs.x!;
      const body = `if (index < uniforms.size) { result[index] = wave(x[index], ${quarters}); }`;
      const wgsl = { key: `wave ${quarters}`, inputs: ['x'], header: WAVE, body };
      return runWgsl(backend, wgsl, [x], x.shape);
    });
  }
}
