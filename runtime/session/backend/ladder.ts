/** Chooses what computes: hardware WebGPU, hardware WebGL, WebAssembly, plain JavaScript. */
import * as tf from '@tensorflow/tfjs-core';
import { failure, type Result, success } from '../../graph/diagnostics';
import { patchCpu } from '../../kernels/cpu/patch';
import type { BackendName, BackendReport, StartOptions } from '../../protocol';
import { createFaults, type Faults } from './faults';
import { selfTest } from './selfTest';
import { Unavailable } from './unavailable';
import { openWasm, type WasmFiles } from './wasm';
import { type CreateCanvas, openWebgl } from './webgl';
import { openWebgpu } from './webgpu';

/** A backend that passed its test, set as the one tfjs computes on. */
export interface Backend {
  readonly tf: typeof tf;
  readonly report: BackendReport;
  readonly faults: Faults;
}

/** What the browser offers; tests give their own. */
export interface Environment {
  readonly gpu: GPU | undefined;
  readonly createCanvas: CreateCanvas | undefined;
  wasmFiles(): Promise<WasmFiles>;
}

interface Opened {
  readonly faults: Faults;
  readonly adapter?: string;
  readonly software?: boolean;
  readonly maxBufferBytes?: number;
}

interface Rung {
  readonly label: string;
  /** Registers the backend with tfjs. Throws `Unavailable` with the reason. */
  open(environment: Environment, acceptSoftware: boolean): Promise<Opened>;
}

const rungs: Readonly<Record<BackendName, Rung>> = {
  webgpu: {
    label: 'WebGPU',
    open: (environment, acceptSoftware) => openWebgpu(environment.gpu, acceptSoftware),
  },
  webgl: {
    label: 'WebGL',
    open: (environment, acceptSoftware) => openWebgl(environment.createCanvas, acceptSoftware),
  },
  wasm: {
    label: 'WebAssembly',
    open: async (environment) => {
      await openWasm(await environment.wasmFiles());
      return { faults: createFaults() };
    },
  },
  cpu: {
    label: 'JavaScript',
    open: async () => {
      await import('@tensorflow/tfjs-backend-cpu');
      patchCpu(tf);
      return { faults: createFaults() };
    },
  },
};

const order: readonly BackendName[] = ['webgpu', 'webgl', 'wasm', 'cpu'];

/**
 * Goes down the ladder until a backend opens and passes its test. With `prefer` that one is tried
 * first and may be emulated in software. Fails only where not even JavaScript computes.
 */
export async function startBackend(
  { prefer }: StartOptions,
  environment: Environment,
): Promise<Result<Backend>> {
  const attempts: { backend: BackendName; reason: string }[] = [];
  const candidates = prefer ? [prefer, ...order.filter((name) => name !== prefer)] : order;
  for (const name of candidates) {
    try {
      const opened = await rungs[name].open(environment, name === prefer);
      await activate(name, opened.faults);
      return success({
        tf,
        faults: opened.faults,
        report: {
          backend: name,
          label: rungs[name].label,
          reason: explain(name, name === prefer, opened.software ?? false, attempts),
          adapter: opened.adapter,
          software: opened.software ?? false,
          attempts,
          maxBufferBytes: opened.maxBufferBytes ?? null,
        },
      });
    } catch (error) {
      attempts.push({ backend: name, reason: reasonOf(error) });
      // A backend that was opened and failed its test must not be chosen by tfjs later.
      if (tf.findBackendFactory(name)) tf.removeBackend(name);
    }
  }
  return failure({
    code: 'run/backend',
    severity: 'error',
    message: 'Nothing in this browser passed the test of its arithmetic.',
    hint: 'Try a current version of Chrome, Edge, Firefox or Safari.',
    at: {},
  });
}

/** Makes tfjs compute on `name`, after a test of its answers. */
async function activate(name: BackendName, faults: Faults): Promise<void> {
  // tfjs answers false here and then still names the backend as its own.
  if (!(await tf.setBackend(name))) throw new Unavailable('It could not be started.');
  const wrong = await selfTest(tf);
  await faults.check();
  if (wrong) throw new Unavailable(wrong);
}

function explain(
  name: BackendName,
  preferred: boolean,
  software: boolean,
  attempts: BackendReport['attempts'],
): string {
  if (preferred) {
    return software
      ? 'Chosen in the address. It is emulated in software here: right numbers, very slow.'
      : 'Chosen in the address.';
  }
  if (name === 'webgpu') return 'This is the fastest way to compute here.';
  const missed = attempts.find((attempt) => attempt.backend === 'webgpu') ?? attempts[0];
  return missed ? missed.reason : 'This is the fastest way to compute here.';
}

function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return error instanceof Unavailable ? text : `It could not be started (${text.split('\n')[0]}).`;
}
