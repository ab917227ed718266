/** plan: buffer liveness. When each value dies, the most bytes held at once, the number of dispatches. */
import { bytesOf } from '../graph/types';
import type { Instruction, Program } from '../ops/program';
import type { ExecutionPlan, Peak } from './types';

/**
 * Values of outputs, updates and taps live to the end; leaves belong to the session and are never
 * released. A view (an op of no dispatch) shares the buffer of its input.
 */
export function plan(program: Program): ExecutionPlan {
  const releases = findReleases(program);
  return { program, releases, ...measureBuffers(program, releases) };
}

/** Kernels that an instruction starts; 0 for a change of view. */
export function dispatchesOf({ op, inputs, attrs }: Instruction, { types }: Program): number {
  if (!op.dispatches) return 1;
  return op.dispatches(
    inputs.map((id) => types[id]),
    attrs as never,
  );
}

/** Bytes that an instruction holds beside its inputs and its output. */
function workspaceOf(instruction: Instruction, { types }: Program, fused: boolean): number {
  const { op, inputs, attrs, output } = instruction;
  if (!op.workspace) return 0;
  return op.workspace(
    inputs.map((id) => types[id]),
    types[output],
    attrs as never,
    fused,
  );
}

/** By instruction: values whose last use it is. */
function findReleases(program: Program): number[][] {
  const { instructions } = program;
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
  return releases;
}

/** From when to when a buffer is held, as indices of instructions; -1: from the start. */
interface Buffer {
  readonly value: number;
  readonly from: number;
  to: number;
  /** Values that share it and are still needed. */
  holders: number;
}

/** Each buffer is counted once, however many views share it. */
function measureBuffers(
  program: Program,
  releases: readonly (readonly number[])[],
): Omit<ExecutionPlan, 'program' | 'releases'> {
  const { types, instructions } = program;
  const buffers: Buffer[] = [];
  const bufferOf = new Map<number, Buffer>();
  let held = 0;
  let largest: number | null = null;
  let largestBytes = 0;
  const allocate = (value: number, from: number) => {
    const buffer: Buffer = { value, from, to: Number.POSITIVE_INFINITY, holders: 1 };
    buffers.push(buffer);
    bufferOf.set(value, buffer);
    const bytes = bytesOf(types[value]);
    held += bytes;
    if (bytes > largestBytes) {
      largestBytes = bytes;
      largest = value;
    }
  };
  for (const { value } of program.leaves) allocate(value, -1);
  let peakBytes = held;
  let composedPeakBytes = held;
  let peakAt = -1;
  let dispatches = 0;
  for (const [index, instruction] of instructions.entries()) {
    const { inputs, output } = instruction;
    const count = dispatchesOf(instruction, program);
    dispatches += count;
    const shared = count === 0 && inputs.length > 0 ? bufferOf.get(inputs[0]) : undefined;
    if (shared) {
      bufferOf.set(output, shared);
      shared.holders++;
    } else allocate(output, index);
    const composed = held + workspaceOf(instruction, program, false);
    composedPeakBytes = Math.max(composedPeakBytes, composed);
    const now = held + workspaceOf(instruction, program, true);
    if (now > peakBytes) {
      peakBytes = now;
      peakAt = index;
    }
    for (const id of releases[index]) {
      const buffer = bufferOf.get(id);
      if (!buffer || --buffer.holders > 0) continue;
      buffer.to = index;
      held -= bytesOf(types[buffer.value]);
    }
  }
  const values = buffers
    .filter(({ from, to }) => from <= peakAt && to >= peakAt)
    .map(({ value }) => value);
  const peak: Peak = { instruction: peakAt < 0 ? null : peakAt, values };
  return { peakBytes, composedPeakBytes, peak, largestBytes, largest, dispatches };
}
