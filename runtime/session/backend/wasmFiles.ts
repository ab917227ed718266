/** Addresses of the WebAssembly binaries in the built site. */

import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import type { WasmFiles } from './wasm';

export const wasmFiles: WasmFiles = { simd, plain };
