/** The runtime in Node without a worker: a real session behind the interface of its client. */
import type { BackendReport, RuntimeClient, RuntimeStatus } from '../../../../runtime/index';
import { startSession } from '../../../../runtime/session/testing/startSession';

const backend: BackendReport = {
  backend: 'wasm',
  label: 'WebAssembly',
  reason: 'a test',
  software: false,
  attempts: [],
  maxBufferBytes: null,
};

export async function sessionClient(): Promise<RuntimeClient> {
  const session = await startSession('wasm');
  const status: RuntimeStatus = { kind: 'ready', backend };
  return {
    ...session,
    start: async () => ({ ok: true, value: backend, diagnostics: [] }),
    status,
    kept: [],
    subscribe: () => () => {},
  };
}
