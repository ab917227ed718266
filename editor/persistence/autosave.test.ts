import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createAutosave, type SaveState, THROTTLE_MS } from './autosave';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function start(write: (value: number) => Promise<void> = async () => {}) {
  const written: number[] = [];
  const states: SaveState[] = [];
  const autosave = createAutosave<number>({
    write: async (value) => {
      await write(value);
      written.push(value);
    },
    onState: (state) => states.push(state),
    explain: (error) => ({ reason: 'unknown', message: String(error), final: false }),
  });
  return { autosave, written, states, last: () => states.at(-1)?.kind };
}

describe('createAutosave', () => {
  it('writes the newest value within 300 ms, however fast changes come', async () => {
    const { autosave, written, last } = start();
    for (let at = 1; at <= 50; at++) {
      autosave.change(at);
      await vi.advanceTimersByTimeAsync(20);
    }
    // A second of typing without a pause: a trailing debounce would have written nothing.
    expect(written.length).toBeGreaterThanOrEqual(3);
    await vi.advanceTimersByTimeAsync(THROTTLE_MS);
    expect(written.at(-1)).toBe(50);
    expect(last()).toBe('saved');
  });

  it('says saved only after the write is complete', async () => {
    let complete = () => {};
    const { autosave, states, last } = start(
      () =>
        new Promise((resolve) => {
          complete = resolve;
        }),
    );
    autosave.change(1);
    expect(last()).toBe('pending');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(last()).toBe('saving');
    expect(autosave.unsaved()).not.toBeNull();
    complete();
    await vi.advanceTimersByTimeAsync(0);
    expect(states.at(-1)).toEqual({ kind: 'saved', at: Date.now() });
    expect(autosave.unsaved()).toBeNull();
  });

  it('keeps failing visibly and trying, and a change does not wait for a late try', async () => {
    let broken = true;
    const { autosave, written, states, last } = start(async () => {
      if (broken) throw new Error('full');
    });
    autosave.change(1);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(last()).toBe('failed');
    expect(states.filter((state) => state.kind === 'failed').length).toBeGreaterThanOrEqual(6);
    expect(new Set(states.map((state) => (state.kind === 'failed' ? state.since : 0))).size).toBe(
      2,
    );
    broken = false;
    autosave.change(2);
    await vi.advanceTimersByTimeAsync(THROTTLE_MS);
    expect(written).toEqual([2]);
    expect(last()).toBe('saved');
  });

  it('flushes at once, with what came during a write', async () => {
    let complete = () => {};
    const { autosave, written } = start(
      () =>
        new Promise((resolve) => {
          complete = resolve;
        }),
    );
    autosave.change(1);
    const flushed = autosave.flush();
    autosave.change(2);
    complete();
    await vi.advanceTimersByTimeAsync(0);
    complete();
    expect(await flushed).toBe(true);
    expect(written).toEqual([1, 2]);
  });

  it('tells when a flush could not store everything', async () => {
    const { autosave } = start(() => Promise.reject(new Error('full')));
    autosave.change(1);
    expect(await autosave.flush()).toBe(false);
    expect(await autosave.stop()).toBe(false);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(autosave.unsaved()).not.toBeNull();
  });

  it('writes nothing after it was stopped', async () => {
    const { autosave, written } = start();
    autosave.change(1);
    void autosave.stop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(written).toEqual([]);
  });

  it('any changes, faults and delays: nothing is lost, nothing is written twice at once', async () => {
    const action = fc.oneof(
      { weight: 4, arbitrary: fc.record({ kind: fc.constant('change' as const) }) },
      {
        weight: 4,
        arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.nat({ max: 3_000 }) }),
      },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('flush' as const) }) },
      {
        weight: 2,
        arbitrary: fc.record({
          kind: fc.constant('weather' as const),
          fails: fc.boolean(),
          takes: fc.nat({ max: 500 }),
        }),
      },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 40 }), async (actions) => {
        let weather = { fails: false, takes: 0 };
        let running = 0;
        let stored = 0;
        let value = 0;
        let state: SaveState = { kind: 'saved', at: null };
        let faulty = false;
        let waitingSince: number | null = null;
        // An assertion inside `write` would pass for a fault of the storage.
        const broken: string[] = [];
        const autosave = createAutosave<number>({
          write: async (next) => {
            if (++running > 1) broken.push('two writes at once');
            const { fails, takes } = weather;
            const waited = Date.now() - (waitingSince ?? Date.now());
            if (!faulty && waited > THROTTLE_MS) broken.push(`waited ${waited} ms`);
            await new Promise((resolve) => setTimeout(resolve, takes));
            running--;
            waitingSince = next === value ? null : Date.now();
            if (fails) {
              faulty = true;
              throw new Error('fault');
            }
            stored = next;
          },
          onState: (next) => {
            state = next;
            if (next.kind === 'saved' && stored !== value) broken.push('saved too early');
          },
          explain: () => ({ reason: 'unknown', message: '', final: false }),
        });
        for (const next of actions) {
          if (next.kind === 'change') {
            value++;
            waitingSince ??= Date.now();
            autosave.change(value);
            expect(state.kind).not.toBe('saved');
          } else if (next.kind === 'wait') await vi.advanceTimersByTimeAsync(next.ms);
          else if (next.kind === 'flush') void autosave.flush();
          else weather = next;
          expect(autosave.unsaved()).toBe(stored === value ? null : value);
        }
        weather = { fails: false, takes: 0 };
        await vi.advanceTimersByTimeAsync(20_000);
        expect(broken).toEqual([]);
        expect(stored).toBe(value);
        expect(state.kind).toBe('saved');
      }),
      { numRuns: 300 },
    );
  });
});
