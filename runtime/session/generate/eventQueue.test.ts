/** Events come in order, soon, and in few messages. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createEventQueue } from './eventQueue';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it('sends the first at once and gathers the rest', () => {
  const sent: number[][] = [];
  const queue = createEventQueue<number>((events) => sent.push([...events]), Date.now);
  for (let i = 0; i < 100; i++) {
    queue.push(i);
    vi.advanceTimersByTime(5);
  }
  void queue.flush();
  expect(sent[0]).toEqual([0]);
  expect(sent.flat()).toEqual(Array.from({ length: 100 }, (_, i) => i));
  // 0.5 s at 20 a second.
  expect(sent.length).toBeLessThanOrEqual(11);
});

it('does not keep an event back for long', () => {
  const sent: number[][] = [];
  const queue = createEventQueue<number>((events) => sent.push([...events]), Date.now);
  queue.push(1);
  queue.push(2);
  expect(sent).toEqual([[1]]);
  vi.advanceTimersByTime(50);
  expect(sent).toEqual([[1], [2]]);
  void queue.flush();
  expect(sent).toHaveLength(2);
});

it('waits until the page has taken the last of them', async () => {
  let take = () => {};
  const queue = createEventQueue<number>(
    () =>
      new Promise<void>((resolve) => {
        take = resolve;
      }),
    Date.now,
  );
  queue.push(1);
  let isTaken = false;
  const flushed = queue.flush().then(() => {
    isTaken = true;
  });
  await vi.advanceTimersByTimeAsync(100);
  expect(isTaken).toBe(false);
  take();
  await flushed;
  expect(isTaken).toBe(true);
});
