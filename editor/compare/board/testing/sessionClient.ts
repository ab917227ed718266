/** The runtime in Node without a worker: a real session behind the interface of its client. */
import type { BackendReport, RuntimeClient, RuntimeStatus } from '../../../../runtime/index';
import { watched } from '../../../../runtime/session/testing/datasets';
import { startSession } from '../../../../runtime/session/testing/startSession';

const backend: BackendReport = {
  backend: 'wasm',
  label: 'WebAssembly',
  reason: 'a test',
  software: false,
  attempts: [],
  maxBufferBytes: null,
};

/** `onBatch` is called with the number of training batches that all trainings together asked for. */
export async function sessionClient(
  onBatch: (count: number) => void = () => {},
): Promise<RuntimeClient> {
  const session = await startSession('wasm', watched(onBatch));
  const status: RuntimeStatus = { kind: 'ready', backend };
  return {
    ...session,
    start: async () => ({ ok: true, value: backend, diagnostics: [] }),
    status,
    kept: [],
    subscribe: () => () => {},
  };
}
