import { expect, it } from 'vitest';
import { shareHeartbeat } from './heartbeat';

it('lets the worker be silent as long as the slowest of its tasks', () => {
  const told: number[] = [];
  const newTask = shareHeartbeat({ allow: (milliseconds) => told.push(milliseconds) });
  const [slow, quick] = [newTask(), newTask()];
  slow.allow(60_000);
  quick.allow(10_000);
  quick.allow(12_000);
  expect(told).toEqual([60_000, 60_000, 60_000]);
  slow.end();
  expect(told.at(-1)).toBe(12_000);
  quick.end();
  quick.end();
  expect(told.slice(4)).toEqual([0]);
});
