import { afterEach, describe, expect, it, vi } from 'vitest';
import { type Experiment, emptyDocument } from '../graph/document';
import type { GenerateEvent, GenerateRequest, TrainEvent } from '../protocol';
import { connectRuntime, type RuntimeClient, type RuntimeStatus } from './connectRuntime';
import {
  checkpoint,
  FakeWorker,
  ok,
  other,
  report,
  summary,
  token,
  written,
} from './testing/fakeWorker';

const document = emptyDocument();
const experiment: Experiment = {
  dataset: 'mnist',
  batchSize: 1,
  steps: 5,
  optimizer: 'adam',
  learningRate: 1,
  warmupSteps: 0,
  seed: 1,
};

let client: RuntimeClient | undefined;
afterEach(async () => {
  vi.useRealTimers();
  await client?.dispose();
});

function connect(arrange: (worker: FakeWorker) => void = () => {}, timing = {}) {
  const workers: FakeWorker[] = [];
  const statuses: RuntimeStatus['kind'][] = [];
  const connected = connectRuntime({
    createWorker: () => {
      const worker = new FakeWorker();
      arrange(worker);
      workers.push(worker);
      return worker.asWorker;
    },
    timing: { tickMs: 10, backoffMs: 1, ...timing },
  });
  connected.subscribe(({ kind }) => statuses.push(kind));
  client = connected;
  return { client: connected, workers, statuses };
}

function gate() {
  let open = () => {};
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { passed, open };
}

async function trainBriefly(client: RuntimeClient) {
  const begun = gate();
  const training = client.train({ document, experiment, resume: false }, begun.open);
  await begun.passed;
  await client.stop();
  await training;
}

describe('connectRuntime', () => {
  it('asks for no worker until one is needed', async () => {
    const { client, workers } = connect();
    await client.pause();
    await client.stop();
    await client.reset();
    expect(await client.memory()).toEqual({ tensors: 0, bytes: 0 });
    expect(await client.checkpoint()).toBeNull();
    await client.restore(checkpoint);
    expect(workers).toHaveLength(0);
    expect(client.status).toEqual({ kind: 'idle' });

    expect(await client.start({})).toEqual(ok(report));
    expect(workers).toHaveLength(1);
    expect(workers[0].restored).toEqual([checkpoint]);
    expect(client.status).toEqual({ kind: 'ready', backend: report });
  });

  it('hands a text over as it grows, and ends it when it is stopped', async () => {
    const { client, workers } = connect();
    const events: GenerateEvent[] = [];
    const stopping = new AbortController();
    const request = { document, inputs: {}, taps: [] } as Partial<GenerateRequest>;
    const writing = client.generate(request as GenerateRequest, (some) => events.push(...some), {
      signal: stopping.signal,
    });
    await vi.waitFor(() => expect(events).toHaveLength(2));
    expect(events[1]).toEqual(token);
    expect(client.status).toMatchObject({ kind: 'busy', task: 'run' });
    stopping.abort();
    expect(await writing).toEqual(ok(written));
    expect(workers[0].calls).toEqual(['start', 'generate', 'stop']);
  });

  it('tells nothing of a text whose worker died', async () => {
    const { client, workers } = connect();
    const events: GenerateEvent[] = [];
    const request = { document, inputs: {}, taps: [] } as Partial<GenerateRequest>;
    const writing = client.generate(request as GenerateRequest, (some) => events.push(...some));
    await vi.waitFor(() => expect(events).toHaveLength(2));
    workers[0].emit('error', new Event('error'));
    expect(await writing).toMatchObject({ ok: false, diagnostics: [{ code: 'run/internal' }] });
    expect(events).toHaveLength(2);
  });

  it('starts by itself, and tells what it is at', async () => {
    const { client, workers, statuses } = connect();
    const events: TrainEvent[] = [];
    const training = client.train({ document, experiment, resume: false }, (e) => events.push(e));
    await vi.waitFor(() => expect(events).toEqual([{ kind: 'compiling' }]));
    expect(client.status).toMatchObject({ kind: 'busy', task: 'train' });
    await client.stop();
    expect(await training).toEqual(ok(summary));
    expect(workers[0].calls).toEqual(['start', 'train', 'stop']);
    expect(workers[0].terminated).toBe(false);
    expect(statuses).toEqual(['starting', 'busy', 'ready']);
  });

  it('answers for a worker that dies, and gives the next one the last weights', async () => {
    const { client, workers } = connect();
    const training = client.train({ document, experiment, resume: false }, () => {});
    await vi.waitFor(() => expect(workers[0]?.calls).toContain('train'));
    await client.checkpoint();
    workers[0].emit('error', new Event('error'));
    const result = await training;
    expect(result).toMatchObject({ ok: false, diagnostics: [{ code: 'run/internal' }] });
    expect(result.diagnostics[0].message).toBe('The part of the page that computes stopped.');
    expect(client.status.kind).toBe('dead');

    await client.start({});
    expect(workers).toHaveLength(2);
    expect(workers[1].restored).toEqual([checkpoint]);
  });

  it('ends a worker that does not stop within 2 seconds', async () => {
    const { client, workers } = connect();
    const training = client.train({ document, experiment, resume: false }, () => {});
    await vi.waitFor(() => expect(workers[0]?.calls).toContain('train'));
    workers[0].obeysStop = false;
    const from = performance.now();
    await client.stop();
    expect(await training).toMatchObject({ ok: false, diagnostics: [{ code: 'run/stopped' }] });
    expect(performance.now() - from).toBeGreaterThan(1900);
    expect(workers[0].terminated).toBe(true);
    expect(client.status.kind).toBe('idle');
  });

  it('stops when the signal says so, at once where it was raised before', async () => {
    const { client, workers } = connect();
    const aborted = await client.run(
      { document, inputs: {}, taps: [] },
      { signal: AbortSignal.abort() },
    );
    expect(aborted).toMatchObject({ ok: false, diagnostics: [{ code: 'run/stopped' }] });
    expect(workers).toHaveLength(0);
    const controller = new AbortController();
    const training = client.train({ document, experiment, resume: false }, () => {}, controller);
    await vi.waitFor(() => expect(workers[0]?.calls).toContain('train'));
    controller.abort();
    expect(await training).toEqual(ok(summary));
  });

  it('forgets weights on reset, also those for the next worker', async () => {
    const { client, workers } = connect();
    await client.restore(checkpoint);
    await client.start({});
    await client.reset();
    workers[0].emit('error', new Event('error'));
    await client.start({});
    expect(workers).toHaveLength(2);
    expect(workers[1].restored).toEqual([]);
  });

  it.each([
    ['reset', (client: RuntimeClient) => client.reset(), []],
    ['restored', (client: RuntimeClient) => client.restore(other), [other]],
    ['trained afresh', (client: RuntimeClient) => trainBriefly(client), []],
  ])('does not keep weights that were read before they were %s', async (_, replace, next) => {
    const { client, workers } = connect();
    await client.start({});
    const reading = gate();
    workers[0].reads = reading.passed;
    const taken = client.checkpoint();
    await vi.waitFor(() => expect(workers[0].calls).toContain('checkpoint'));
    await replace(client);
    reading.open();
    expect(await taken).toEqual(next[0] ?? null);
    workers[0].emit('error', new Event('error'));
    await client.start({});
    expect(workers[1].restored).toEqual(next);
  });

  it('stops what has not reached the worker at once, and lets the worker start', async () => {
    const starting = gate();
    const { client, workers } = connect((worker) => {
      worker.starts = starting.passed;
    });
    const training = client.train({ document, experiment, resume: false }, () => {});
    await vi.waitFor(() => expect(workers[0]?.calls).toContain('start'));
    await client.stop();
    expect(await training).toMatchObject({ ok: false, diagnostics: [{ code: 'run/stopped' }] });
    starting.open();
    await vi.waitFor(() => expect(client.status.kind).toBe('ready'));
    expect(workers).toHaveLength(1);
    expect(workers[0].terminated).toBe(false);
    expect(workers[0].calls).not.toContain('train');
  });

  it('fetches weights once in a while, whoever asks for them', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
    // The clock is moved by hand: nobody is silent.
    const { client, workers } = connect(undefined, { silenceMs: 1e9, loadingMs: 1e9 });
    const begun = gate();
    const training = client.train({ document, experiment, resume: false }, begun.open);
    await begun.passed;
    const fetched = () => workers[0].calls.filter((call) => call === 'checkpoint').length;
    for (let half = 1; half <= 4; half++) {
      // The lab asks every 30 seconds, a little before the client would.
      vi.advanceTimersByTime(29_000);
      await client.checkpoint();
      vi.advanceTimersByTime(1000);
      expect(fetched()).toBe(half);
    }
    // Where nobody asks, the client does.
    vi.advanceTimersByTime(59_000);
    vi.useRealTimers();
    await client.memory();
    expect(fetched()).toBe(5);
    await client.stop();
    await training;
  });

  const trainIn = (client: RuntimeClient, slot: string, signal?: AbortSignal) =>
    client.train({ document, experiment, resume: false, slot }, () => {}, { signal });

  it('keeps the weights of every slot, and gives them to the next worker', async () => {
    const { client, workers } = connect();
    const slots = ['main', 'v1', 'v2'];
    const trainings = slots.map((slot) => trainIn(client, slot));
    await vi.waitFor(() =>
      expect(workers[0]?.calls.filter((call) => call === 'train')).toHaveLength(3),
    );
    for (const slot of slots.slice(1)) await client.checkpoint(slot);
    expect(client.kept).toEqual([
      { slot: 'v1', step: 5 },
      { slot: 'v2', step: 5 },
    ]);
    workers[0].emit('error', new Event('error'));
    for (const result of await Promise.all(trainings)) {
      expect(result).toMatchObject({ ok: false, diagnostics: [{ code: 'run/internal' }] });
    }
    await client.start({});
    expect(workers[1].restored).toEqual([checkpoint, checkpoint]);
    expect(workers[1].restoredSlots).toEqual(['v1', 'v2']);
    // One that is reset is not among them any more.
    await client.reset('v1');
    expect(client.kept).toEqual([{ slot: 'v2', step: 5 }]);
    await client.reset();
    expect(client.kept).toEqual([]);
  });

  it('stops one slot and lets the others go on', async () => {
    const { client, workers } = connect();
    const leaving = new AbortController();
    const first = trainIn(client, 'v1');
    const second = trainIn(client, 'v2', leaving.signal);
    const third = trainIn(client, 'v3');
    await vi.waitFor(() =>
      expect(workers[0]?.calls.filter((call) => call === 'train')).toHaveLength(3),
    );
    await client.stop('v1');
    expect(await first).toEqual(ok(summary));
    leaving.abort();
    expect(await second).toEqual(ok(summary));
    expect(client.status).toMatchObject({ kind: 'busy', task: 'train' });
    await client.stop();
    expect(await third).toEqual(ok(summary));
    expect(client.status.kind).toBe('ready');
  });

  it('tells a slot that was stopped from those that were lost with a worker that did not obey', async () => {
    const { client, workers } = connect();
    const trainings = ['v1', 'v2'].map((slot) => trainIn(client, slot));
    await vi.waitFor(() =>
      expect(workers[0]?.calls.filter((call) => call === 'train')).toHaveLength(2),
    );
    workers[0].obeysStop = false;
    await client.stop('v1');
    const [stopped, lost] = await Promise.all(trainings);
    expect(stopped).toMatchObject({ ok: false, diagnostics: [{ code: 'run/stopped' }] });
    expect(lost).toMatchObject({ ok: false, diagnostics: [{ code: 'run/internal' }] });
    expect(client.status.kind).toBe('dead');
  });

  it('fetches the weights of several slots one after the other', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'setTimeout', 'performance'] });
    const { client, workers } = connect(undefined, { silenceMs: 1e9, loadingMs: 1e9 });
    const trainings: Promise<unknown>[] = [];
    for (const slot of ['main', 'v1', 'v2']) {
      const begun = gate();
      trainings.push(client.train({ document, experiment, resume: false, slot }, begun.open));
      await begun.passed;
    }
    const fetchedAfter = async (milliseconds: number) => {
      vi.advanceTimersByTime(milliseconds);
      // Answered after what was asked before it.
      await client.memory();
      return workers[0].calls.filter((call) => call.startsWith('checkpoint'));
    };
    expect(await fetchedAfter(29_000)).toEqual([]);
    expect(await fetchedAfter(1000)).toEqual(['checkpoint']);
    expect(await fetchedAfter(5000)).toEqual(['checkpoint', 'checkpoint v1']);
    expect(await fetchedAfter(5000)).toEqual(['checkpoint', 'checkpoint v1', 'checkpoint v2']);
    vi.useRealTimers();
    await client.stop();
    await Promise.all(trainings);
  });

  it('starts from a given checkpoint, and gives it to the next worker', async () => {
    const { client, workers } = connect();
    const training = client.train(
      { document, experiment, resume: true, slot: 'v1', checkpoint: other },
      () => {},
    );
    await vi.waitFor(() => expect(workers[0]?.calls).toContain('train'));
    workers[0].emit('error', new Event('error'));
    await training;
    await client.start({});
    expect(workers[1].restored).toEqual([other]);
  });

  it('gives the next worker the weights that were loaded, or put back', async () => {
    const { client, workers } = connect();
    await trainBriefly(client);
    await client.checkpoint();
    const loaded = await client.loadWeights(document, new Blob(), { source: 'mine' });
    expect(loaded).toMatchObject({ ok: true, value: { undoable: true } });
    await vi.waitFor(() => expect(workers[0].calls.at(-1)).toBe('checkpoint'));
    await client.memory();
    workers[0].emit('error', new Event('error'));
    await client.start({});
    expect(workers[1].restored).toEqual([other]);
    expect(await client.undoLoad()).toBe(false);
  });

  it('starts without weights that the worker refuses', async () => {
    const { client, workers } = connect((worker) => {
      worker.refusesWeights = true;
    });
    await client.restore(checkpoint);
    expect(await client.start({})).toEqual(ok(report));
    workers[0].emit('error', new Event('error'));
    expect(await client.start({})).toEqual(ok(report));
    expect(workers.map(({ restored }) => restored.length)).toEqual([1, 0]);
  });

  it('turns a worker that cannot be made into a message', async () => {
    client = connectRuntime({
      createWorker: () => {
        throw new Error('blocked by policy');
      },
    });
    const result = await client.start({});
    expect(result).toMatchObject({ ok: false, diagnostics: [{ severity: 'error' }] });
    expect(client.status.kind).toBe('dead');
  });
});
