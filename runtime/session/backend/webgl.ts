/** Opens WebGL 2 on an OffscreenCanvas, unless it is emulated in software or lacks 32-bit floats. */
import * as tf from '@tensorflow/tfjs-core';
import { createFaults, deviceLost, type Faults } from './faults';
import { Unavailable } from './unavailable';

export interface OpenedWebgl {
  readonly faults: Faults;
  readonly adapter: string;
  readonly software: boolean;
  readonly maxBufferBytes: number;
}

/** The part of OffscreenCanvas that is used here. */
export type CreateCanvas = () => OffscreenCanvas;

/** Registers the backend `webgl`. Throws `Unavailable` where there is nothing fit to compute on. */
export async function openWebgl(
  createCanvas: CreateCanvas | undefined,
  acceptSoftware: boolean,
): Promise<OpenedWebgl> {
  if (!createCanvas) throw new Unavailable('This browser has no WebGL outside the page.');
  const canvas = createCanvas();
  const gl = canvas.getContext('webgl2', {
    alpha: false,
    antialias: false,
    premultipliedAlpha: false,
    preserveDrawingBuffer: false,
    depth: false,
    stencil: false,
    failIfMajorPerformanceCaveat: !acceptSoftware,
  });
  if (!gl) throw new Unavailable('The browser offers no graphics processor to WebGL.');
  const extension = gl.getExtension('WEBGL_debug_renderer_info');
  const renderer = String(gl.getParameter(extension?.UNMASKED_RENDERER_WEBGL ?? gl.RENDERER));
  const software = isSoftwareRenderer(renderer);
  if (software && !acceptSoftware) {
    gl.getExtension('WEBGL_lose_context')?.loseContext();
    throw new Unavailable('WebGL is only emulated in software here, which is slow.');
  }
  if (!gl.getExtension('EXT_color_buffer_float')) {
    throw new Unavailable('WebGL computes with 16-bit numbers only here, which is too coarse.');
  }
  const faults = createFaults();
  canvas.addEventListener('webglcontextlost', () => faults.report(deviceLost()));
  const side = Number(gl.getParameter(gl.MAX_TEXTURE_SIZE));

  const { GPGPUContext, MathBackendWebGL, setWebGLContext } = await import(
    '@tensorflow/tfjs-backend-webgl'
  );
  setWebGLContext(2, gl);
  tf.env().set('WEBGL_VERSION', 2);
  // Textures of 16 bits would be a different calculation.
  tf.env().set('WEBGL_FORCE_F16_TEXTURES', false);
  if (tf.findBackendFactory('webgl')) tf.removeBackend('webgl');
  tf.registerBackend('webgl', () => new MathBackendWebGL(new GPGPUContext(gl)));
  // Four values a texel.
  return { faults, adapter: renderer, software, maxBufferBytes: side * side * 16 };
}

/** True for a renderer that emulates a graphics processor on the CPU. */
export function isSoftwareRenderer(renderer: string): boolean {
  return /swiftshader|llvmpipe|softpipe|software|basic render/i.test(renderer);
}
