/** plan: buffer liveness. When each value dies, the most bytes held at once, the number of dispatches. */
import { bytesOf } from '../graph/types';
import type { Program } from '../ops/program';
import type { ExecutionPlan } from './types';

/**
 * Values of outputs, updates and taps live to the end; leaves belong to the session and are never
 * released. A view (an op of no dispatch) shares the buffer of its input.
 */
export function plan(program: Program): ExecutionPlan {
  const { types, instructions } = program;
  const kept = new Set<number>(program.leaves.map(({ value }) => value));
  for (const { value } of program.outputs) kept.add(value);
  for (const { value } of program.updates) kept.add(value);
  for (const value of Object.values(program.taps)) kept.add(value);

  const lastUse = new Map<number, number>();
  for (const [index, { inputs, output }] of instructions.entries()) {
    lastUse.set(output, index);
    for (const id of inputs) lastUse.set(id, index);
  }
  const releases: number[][] = instructions.map(() => []);
  for (const [id, index] of lastUse) if (!kept.has(id)) releases[index].push(id);

  // Bytes: each buffer is counted once, however many views share it.
  const bufferOf = new Map<number, number>();
  const holders = new Map<number, number>();
  let held = 0;
  let largest = 0;
  for (const { value } of program.leaves) {
    const bytes = bytesOf(types[value]);
    held += bytes;
    largest = Math.max(largest, bytes);
    bufferOf.set(value, value);
    holders.set(value, 1);
  }
  let peak = held;
  let dispatches = 0;
  for (const [index, { op, inputs, attrs, output }] of instructions.entries()) {
    const count =
      op.dispatches?.(
        inputs.map((id) => types[id]),
        attrs as never,
      ) ?? 1;
    dispatches += count;
    const shared = count === 0 && inputs.length > 0 ? bufferOf.get(inputs[0]) : undefined;
    const buffer = shared ?? output;
    bufferOf.set(output, buffer);
    holders.set(buffer, (holders.get(buffer) ?? 0) + 1);
    if (shared === undefined) {
      const bytes = bytesOf(types[output]);
      held += bytes;
      largest = Math.max(largest, bytes);
      peak = Math.max(peak, held);
    }
    for (const id of releases[index]) {
      const released = bufferOf.get(id) ?? id;
      const left = (holders.get(released) ?? 1) - 1;
      holders.set(released, left);
      if (left === 0) held -= bytesOf(types[released]);
    }
  }
  return { program, releases, peakBytes: peak, largestBytes: largest, dispatches };
}
