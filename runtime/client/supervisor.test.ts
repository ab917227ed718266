import { expose } from 'comlink';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Heartbeat } from '../protocol';
import { CallLost, createSupervisor, type LostReason, type WorkerLike } from './supervisor';

interface Api {
  double(value: number): Promise<number>;
  hang(): Promise<void>;
}

/** A worker in this thread: messages cross a channel, and it can be made to misbehave. */
class FakeWorker implements WorkerLike {
  private readonly channel = new MessageChannel();
  private readonly listeners = new Map<string, Set<EventListener>>();
  terminated = false;

  constructor(
    api: Api = { double: async (value) => 2 * value, hang: () => new Promise(() => {}) },
  ) {
    this.channel.port1.onmessage = (event) => this.emit('message', event);
    expose(api, this.channel.port2 as unknown as Parameters<typeof expose>[1]);
  }
  postMessage(message: unknown, transfer?: unknown) {
    this.channel.port1.postMessage(message, transfer as Transferable[]);
  }
  addEventListener(type: string, listener: unknown) {
    const known = this.listeners.get(type) ?? new Set();
    this.listeners.set(type, known.add(listener as EventListener));
  }
  removeEventListener(type: string, listener: unknown) {
    this.listeners.get(type)?.delete(listener as EventListener);
  }
  terminate() {
    this.terminated = true;
    this.channel.port1.close();
    this.channel.port2.close();
  }
  emit(type: string, event: Event) {
    for (const listener of this.listeners.get(type) ?? []) listener(event);
  }
  beat(heartbeat: Partial<Heartbeat> = {}) {
    const data: Heartbeat = { kind: 'heartbeat', allowanceMs: 0, broken: false, ...heartbeat };
    this.emit('message', new MessageEvent('message', { data }));
  }
}

const timing = { tickMs: 10, silenceMs: 60, loadingMs: 200, backoffMs: 1 };

function setUp(makeWorker: () => FakeWorker = () => new FakeWorker()) {
  const workers: FakeWorker[] = [];
  const deaths: LostReason[] = [];
  const prepare = vi.fn(async () => {});
  const supervisor = createSupervisor<Api>({
    createWorker: () => {
      const worker = makeWorker();
      workers.push(worker);
      return worker;
    },
    prepare,
    onDeath: (reason) => deaths.push(reason),
    timing,
  });
  live.push(supervisor);
  return { supervisor, workers, deaths, prepare };
}

const live: { terminate(reason: LostReason): void }[] = [];
afterEach(() => {
  for (const supervisor of live.splice(0)) supervisor.terminate('stopped');
});

const reasonOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'answered',
    (error) => (error instanceof CallLost ? error.reason : String(error)),
  );

describe('createSupervisor', () => {
  it('starts a worker with the first call only, prepared', async () => {
    const { supervisor, workers, prepare } = setUp();
    expect(workers).toHaveLength(0);
    expect(supervisor.running).toBe(false);
    expect(await supervisor.call((api) => api.double(4))).toBe(8);
    expect(await supervisor.call((api) => api.double(5))).toBe(10);
    expect(workers).toHaveLength(1);
    expect(prepare).toHaveBeenCalledTimes(1);
  });

  it('ends every call of a worker that dies, and starts another for the next call', async () => {
    const { supervisor, workers, deaths } = setUp();
    const calls = [1, 2].map(() => reasonOf(supervisor.call((api) => api.hang())));
    await vi.waitFor(() => expect(supervisor.pending).toBe(2));
    workers[0].emit('error', new Event('error', { cancelable: true }));
    expect(await Promise.all(calls)).toEqual(['died', 'died']);
    expect(deaths).toEqual(['died']);
    expect(workers[0].terminated).toBe(true);
    expect(await supervisor.call((api) => api.double(3))).toBe(6);
    expect(workers).toHaveLength(2);
  });

  it('treats a message that cannot be read as a death', async () => {
    const { supervisor, workers } = setUp();
    const call = reasonOf(supervisor.call((api) => api.hang()));
    await vi.waitFor(() => expect(supervisor.pending).toBe(1));
    workers[0].emit('messageerror', new Event('messageerror'));
    expect(await call).toBe('died');
  });

  it('ends a call of a worker that falls silent', async () => {
    const { supervisor, workers } = setUp();
    const call = reasonOf(supervisor.call((api) => api.hang()));
    await vi.waitFor(() => expect(supervisor.pending).toBe(1));
    workers[0].beat();
    expect(await call).toBe('silent');
  });

  it('waits as long as the worker said that it may be silent', async () => {
    const { supervisor, workers } = setUp();
    const call = reasonOf(supervisor.call((api) => api.hang()));
    await vi.waitFor(() => expect(supervisor.pending).toBe(1));
    workers[0].beat({ allowanceMs: 100_000 });
    const first = await Promise.race([call, new Promise((r) => setTimeout(r, 250, 'waiting'))]);
    expect(first).toBe('waiting');
  });

  it('ends a call whose deadline has passed although the worker is alive', async () => {
    const { supervisor, workers } = setUp();
    const call = reasonOf(
      supervisor.call((api) => api.hang(), { deadlineMs: 100, ends: 'worker' }),
    );
    await vi.waitFor(() => expect(supervisor.pending).toBe(1));
    const heart = setInterval(() => workers[0].beat(), 10);
    expect(await call).toBe('deadline');
    clearInterval(heart);
  });

  it('ends one call alone where its limit says so', async () => {
    const { supervisor, workers, deaths } = setUp();
    const long = supervisor.call((api) => api.hang()).catch(() => {});
    const short = reasonOf(supervisor.call((api) => api.hang(), { deadlineMs: 50, ends: 'call' }));
    await vi.waitFor(() => expect(supervisor.pending).toBe(2));
    const heart = setInterval(() => workers[0].beat(), 10);
    expect(await short).toBe('deadline');
    clearInterval(heart);
    expect(supervisor.pending).toBe(1);
    expect(deaths).toEqual([]);
    supervisor.terminate('stopped');
    await long;
  });

  it('does not judge an idle worker by its silence', async () => {
    const { supervisor, workers, deaths } = setUp();
    await supervisor.call((api) => api.double(1));
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(deaths).toEqual([]);
    expect(workers[0].terminated).toBe(false);
  });

  it('replaces a worker that says it is broken, once its calls are answered', async () => {
    let answer = () => {};
    const { supervisor, workers, deaths } = setUp(
      () =>
        new FakeWorker({
          double: async (value) => 2 * value,
          hang: () =>
            new Promise((resolve) => {
              answer = resolve;
            }),
        }),
    );
    const call = supervisor.call((api) => api.hang());
    await vi.waitFor(() => expect(supervisor.pending).toBe(1));
    workers[0].beat({ broken: true });
    expect(workers[0].terminated).toBe(false);
    await vi.waitFor(() => {
      answer();
      expect(supervisor.pending).toBe(0);
    });
    await call;
    expect(workers[0].terminated).toBe(true);
    expect(deaths).toEqual(['died']);
  });

  it('replaces a worker that cannot be prepared', async () => {
    const { supervisor, workers, prepare } = setUp();
    prepare.mockRejectedValueOnce(new Error('no weights'));
    expect(await reasonOf(supervisor.call((api) => api.double(1)))).toBe('died');
    expect(await supervisor.call((api) => api.double(2))).toBe(4);
    expect(workers).toHaveLength(2);
  });

  it('gives up after three deaths in a row', async () => {
    const { supervisor, workers } = setUp();
    for (let death = 0; death < 3; death++) {
      const call = reasonOf(supervisor.call((api) => api.hang()));
      await vi.waitFor(() => expect(supervisor.pending).toBe(1));
      workers[death].emit('error', new Event('error'));
      expect(await call).toBe('died');
    }
    expect(await reasonOf(supervisor.call((api) => api.double(1)))).toBe('given-up');
    expect(workers).toHaveLength(3);
  });

  it('passes on what the worker throws as a lost call', async () => {
    const { supervisor } = setUp(
      () =>
        new FakeWorker({
          double: () => Promise.reject(new Error('a bug')),
          hang: async () => {},
        }),
    );
    const error = await supervisor.call((api) => api.double(1)).catch((reason) => reason);
    expect(error).toBeInstanceOf(CallLost);
    expect(error.message).toContain('a bug');
  });
});
