/** Cost of every node and composite: parameters, MACs, FLOPs, dispatches, memory. */
import type { ParamValue } from '../graph/document';
import { bytesOf, sizeOf } from '../graph/types';
import type { Program } from '../ops/program';
import { primitivesOf } from './bypass';
import { dispatchesOf } from './plan';
import type { Cost, ExecutionPlan, FlatGraph, NodeSummary, TracedGraph } from './types';

/** What is added up at one origin path. */
interface Sum {
  /** By name, so that a shared one counts once. */
  readonly weights: Set<string>;
  macs: number;
  flops: number;
  dispatches: number;
  peakBytes: number;
  largestBytes: number;
}

/**
 * Summaries of one forward pass by origin path, composites and repeated stacks included. Nodes that
 * lead to no result have parameters, MACs and FLOPs as drawn; dispatches and memory are the plan's.
 * Bypassed nodes, and those within, cost nothing.
 */
export function measureCost(
  graph: FlatGraph,
  traced: TracedGraph,
  plan: ExecutionPlan,
): { nodes: Map<string, NodeSummary>; total: Cost; buffers: number } {
  const sums = new Map<string, Sum>();
  for (const [path, names] of traced.weights) {
    for (const name of names) sumAt(sums, path).weights.add(name);
  }
  addOperations(sums, traced.program, ({ path }) => path);
  addPlan(sums, plan);
  const { costs, total } = rollUp(sums, traced.program, plan);
  const nodes = new Map<string, NodeSummary>();
  const add = (path: string, params: Readonly<Record<string, ParamValue>>, repeat: number | null) =>
    nodes.set(path, { path, params, repeat, cost: costs.get(path) ?? free });
  for (const { path, repeat, params } of graph.composites) add(path, params, repeat);
  for (const { path, params } of primitivesOf(graph.nodes)) add(path, params, null);
  return { nodes, total, buffers: countBuffers(traced.program) };
}

/** Costs of what a plan runs, by origin path of node and composite. */
export function measurePlan(plan: ExecutionPlan): {
  readonly nodes: ReadonlyMap<string, Cost>;
  readonly total: Cost;
} {
  const { program } = plan;
  const owners = findOwners(program);
  const sums = new Map<string, Sum>();
  const names = new Map<number, string>();
  for (const leaf of program.leaves) {
    if (leaf.kind === 'weight') names.set(leaf.value, leaf.name);
  }
  for (const { inputs, path, phase } of program.instructions) {
    if (phase !== 'forward') continue;
    for (const id of inputs) {
      const name = names.get(id);
      if (name !== undefined) sumAt(sums, path).weights.add(name);
    }
  }
  addOperations(sums, program, ({ path, phase }) =>
    phase === 'update' ? (owners.updates.get(path) ?? path) : path,
  );
  addPlan(sums, plan, owners);
  const { costs, total } = rollUp(sums, program, plan);
  return { nodes: costs, total };
}

/** Which node each leaf, and each step of the optimiser, belongs to. */
interface Owners {
  /** By value id of the leaf. */
  readonly leaves: ReadonlyMap<number, string>;
  /** By path of an update: that of a weight less its last part. */
  readonly updates: ReadonlyMap<string, string>;
}

/**
 * A leaf belongs to the first node that reads it, optimiser state to the node of its weight; the
 * scalars of a training step belong to the whole.
 */
export function findOwners({ leaves, instructions }: Program): Owners {
  const first = new Map<number, string>();
  for (const { inputs, path, phase } of instructions) {
    if (phase === 'update') continue;
    for (const id of inputs) if (!first.has(id)) first.set(id, path);
  }
  const updates = new Map<string, string>();
  const ofWeight = new Map<string, string>();
  for (const leaf of leaves) {
    if (leaf.kind !== 'weight') continue;
    const owner = first.get(leaf.value) ?? parentOf(leaf.name);
    ofWeight.set(leaf.name, owner);
    if (!updates.has(parentOf(leaf.name))) updates.set(parentOf(leaf.name), owner);
  }
  const owned = new Map<number, string>();
  for (const leaf of leaves) {
    if (leaf.kind === 'input') owned.set(leaf.value, leaf.name);
    else if (leaf.kind === 'slot') {
      const weight = leaf.name.slice(0, leaf.name.lastIndexOf('#'));
      owned.set(leaf.value, ofWeight.get(weight) ?? parentOf(weight));
    } else owned.set(leaf.value, first.get(leaf.value) ?? '');
  }
  return { leaves: owned, updates };
}

function parentOf(name: string): string {
  return name.slice(0, Math.max(0, name.lastIndexOf('/')));
}

/** Cost of several nodes together. A weight that they share counts for each. */
export function addCosts(costs: readonly Cost[]): Cost {
  return costs.reduce(
    (sum, cost) => ({
      params: sum.params + cost.params,
      macs: sum.macs + cost.macs,
      flops: sum.flops + cost.flops,
      dispatches: sum.dispatches + cost.dispatches,
      peakBytes: sum.peakBytes + cost.peakBytes,
      largestBytes: Math.max(sum.largestBytes, cost.largestBytes),
    }),
    free,
  );
}

const free: Cost = {
  params: 0,
  macs: 0,
  flops: 0,
  dispatches: 0,
  peakBytes: 0,
  largestBytes: 0,
};

function sumAt(sums: Map<string, Sum>, path: string): Sum {
  let sum = sums.get(path);
  if (!sum) {
    const { macs, flops, dispatches, peakBytes, largestBytes } = free;
    sum = { weights: new Set(), macs, flops, dispatches, peakBytes, largestBytes };
    sums.set(path, sum);
  }
  return sum;
}

function addOperations(
  sums: Map<string, Sum>,
  { instructions, types }: Program,
  pathOf: (instruction: Program['instructions'][number]) => string,
): void {
  for (const instruction of instructions) {
    const { op, inputs, attrs, output } = instruction;
    const inputTypes = inputs.map((id) => types[id]);
    const type = types[output];
    const sum = sumAt(sums, pathOf(instruction));
    sum.flops += op.flops(inputTypes, type, attrs as never);
    sum.macs += op.macs?.(inputTypes, type, attrs as never) ?? 0;
  }
}

function addPlan(
  sums: Map<string, Sum>,
  { program, peak, peakBytes }: ExecutionPlan,
  owners = findOwners(program),
): void {
  const { types, instructions } = program;
  const ownerOf = new Map(owners.leaves);
  const note = (path: string, value: number) => {
    const sum = sumAt(sums, path);
    sum.largestBytes = Math.max(sum.largestBytes, bytesOf(types[value]));
  };
  for (const [value, path] of owners.leaves) note(path, value);
  const pathAt = ({ path, phase }: Program['instructions'][number]) =>
    phase === 'update' ? (owners.updates.get(path) ?? path) : path;
  for (const instruction of instructions) {
    const path = pathAt(instruction);
    ownerOf.set(instruction.output, path);
    note(path, instruction.output);
    sumAt(sums, path).dispatches += dispatchesOf(instruction, program);
  }
  let workspace = peakBytes;
  for (const value of peak.values) {
    const bytes = bytesOf(types[value]);
    sumAt(sums, ownerOf.get(value) ?? '').peakBytes += bytes;
    workspace -= bytes;
  }
  if (peak.instruction !== null) {
    sumAt(sums, pathAt(instructions[peak.instruction])).peakBytes += workspace;
  }
}

/** Adds each node to the composites around it. */
function rollUp(
  own: ReadonlyMap<string, Sum>,
  program: Program,
  plan: ExecutionPlan,
): { costs: Map<string, Cost>; total: Cost } {
  const sizes = new Map<string, number>();
  for (const leaf of program.leaves) {
    if (leaf.kind === 'weight' && leaf.trainable) {
      sizes.set(leaf.name, sizeOf(program.types[leaf.value].shape));
    }
  }
  const sums = new Map<string, Sum>();
  let macs = 0;
  let flops = 0;
  for (const [path, sum] of own) {
    macs += sum.macs;
    flops += sum.flops;
    for (let at = path; at !== ''; at = parentOf(at)) addTo(sumAt(sums, at), sum);
  }
  const costs = new Map<string, Cost>();
  for (const [path, { weights, ...rest }] of sums) {
    let params = 0;
    for (const name of weights) params += sizes.get(name) ?? 0;
    costs.set(path, { params, ...rest });
  }
  let params = 0;
  for (const size of sizes.values()) params += size;
  const { dispatches, peakBytes, largestBytes } = plan;
  return { costs, total: { params, macs, flops, dispatches, peakBytes, largestBytes } };
}

function addTo(sum: Sum, part: Sum): void {
  for (const name of part.weights) sum.weights.add(name);
  sum.macs += part.macs;
  sum.flops += part.flops;
  sum.dispatches += part.dispatches;
  sum.peakBytes += part.peakBytes;
  sum.largestBytes = Math.max(sum.largestBytes, part.largestBytes);
}

/** Numbers kept that are not learned. */
function countBuffers({ leaves, types }: Program): number {
  let count = 0;
  for (const leaf of leaves) {
    if (leaf.kind === 'weight' && !leaf.trainable) count += sizeOf(types[leaf.value].shape);
  }
  return count;
}
