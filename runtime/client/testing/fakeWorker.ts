/** A worker that answers as tests tell it to, and that can be killed. */
import { expose } from 'comlink';
import type {
  BackendReport,
  Checkpoint,
  GenerateEvent,
  GenerateResult,
  RuntimeApi,
  TrainSummary,
  WeightReport,
} from '../../protocol';
import type { WorkerLike } from '../supervisor';

export const report: BackendReport = {
  backend: 'wasm',
  label: 'WebAssembly',
  reason: 'For a test.',
  software: false,
  attempts: [],
  maxBufferBytes: null,
};
export const checkpoint: Checkpoint = {
  step: 5,
  seed: 1,
  tensors: { w: { shape: [1], data: Float32Array.of(3) } },
};
export const summary: TrainSummary = {
  steps: 5,
  stopped: true,
  loss: 1,
  test: null,
  best: null,
  weightsOf: 5,
  seconds: 1,
  stepMs: 200,
  stepFlops: 1000,
  peakBytes: 1000,
  parameters: 1,
  backend: 'wasm',
};
export const written: GenerateResult = {
  outputs: [],
  taps: {},
  seen: {},
  expected: null,
  milliseconds: 1,
  trainedSteps: 0,
  backend: 'wasm',
  tokensPerSecond: 10,
  cached: true,
  uncachedBecause: null,
};
export const token: GenerateEvent = {
  kind: 'token',
  id: 3,
  text: 'a',
  place: 0,
  probability: 1,
  top: [],
  attention: { look: { heads: 1, places: 2, data: Float32Array.of(1, 0) } },
};
export const other: Checkpoint = { ...checkpoint, step: 9 };
export const noWeights: WeightReport = {
  convention: null,
  total: 0,
  matched: 0,
  missing: [],
  unexpected: [],
  misshaped: [],
  conversions: [],
};
export const ok = <T>(value: T) => ({ ok: true as const, value, diagnostics: [] });

/** A worker whose training lasts until it is stopped, and that can be killed. */
export class FakeWorker {
  readonly calls: string[] = [];
  readonly restored: Checkpoint[] = [];
  readonly restoredSlots: (string | undefined)[] = [];
  held = checkpoint;
  terminated = false;
  obeysStop = true;
  refusesWeights = false;
  /** What `start` and `checkpoint` wait for. */
  starts: Promise<void> = Promise.resolve();
  reads: Promise<void> = Promise.resolve();
  private readonly channel = new MessageChannel();
  private readonly listeners = new Map<string, Set<EventListener>>();
  private endText = () => {};
  private readonly endTraining = new Map<string, () => void>();

  constructor() {
    this.channel.port1.onmessage = (event) => this.emit('message', event);
    const api: Partial<RuntimeApi> = {
      start: async () => {
        this.calls.push('start');
        await this.starts;
        return ok(report);
      },
      train: ({ slot = 'main' }, onEvent) => {
        this.calls.push('train');
        onEvent({ kind: 'compiling' });
        return new Promise((resolve) => {
          this.endTraining.set(slot, () => resolve(ok(summary)));
        });
      },
      generate: (_, onEvents) => {
        this.calls.push('generate');
        onEvents([{ kind: 'prompt', tokens: [] }, token]);
        return new Promise((resolve) => {
          this.endText = () => {
            onEvents([token]);
            resolve(ok(written));
          };
        });
      },
      stop: async (slot) => {
        this.calls.push('stop');
        if (!this.obeysStop) return;
        this.endText();
        for (const [name, end] of this.endTraining) if ((slot ?? name) === name) end();
      },
      restore: async (given, slot) => {
        this.restored.push(given);
        this.restoredSlots.push(slot);
        if (this.refusesWeights) throw new Error('it lacks values');
      },
      checkpoint: async (slot = 'main') => {
        this.calls.push(slot === 'main' ? 'checkpoint' : `checkpoint ${slot}`);
        await this.reads;
        return this.held;
      },
      loadWeights: async () => {
        this.held = other;
        return ok({ report: noWeights, undoable: true });
      },
      undoLoad: async () => false,
      memory: async () => ({ tensors: 0, bytes: 0 }),
      reset: async () => {
        this.calls.push('reset');
      },
    };
    expose(api, this.channel.port2 as unknown as Parameters<typeof expose>[1]);
  }
  get asWorker(): WorkerLike {
    return {
      postMessage: (message: unknown, transfer?: unknown) =>
        this.channel.port1.postMessage(message, transfer as Transferable[]),
      addEventListener: (type: string, listener: unknown) => {
        const known = this.listeners.get(type) ?? new Set();
        this.listeners.set(type, known.add(listener as EventListener));
      },
      removeEventListener: () => {},
      terminate: () => {
        this.terminated = true;
        this.channel.port1.close();
        this.channel.port2.close();
      },
    };
  }
  emit(type: string, event: Event) {
    for (const listener of this.listeners.get(type) ?? []) listener(event);
  }
}
