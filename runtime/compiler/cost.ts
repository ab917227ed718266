/** Cost of every node and composite: parameters, MACs and FLOPs of one forward pass. */
import type { ParamValue } from '../graph/document';
import { sizeOf } from '../graph/types';
import type { Program } from '../ops/program';
import type { Cost, FlatGraph, NodeSummary, TracedGraph } from './types';

interface Sum {
  weights: Set<string>;
  macs: number;
  flops: number;
}

/** Summaries by origin path, composites and repeated stacks included, and the total. */
export function measureCost(
  graph: FlatGraph,
  traced: TracedGraph,
): { nodes: Map<string, NodeSummary>; total: Cost; buffers: number } {
  const { program } = traced;
  const sizes = new Map<string, number>();
  let buffers = 0;
  for (const leaf of program.leaves) {
    if (leaf.kind !== 'weight') continue;
    const size = sizeOf(program.types[leaf.value].shape);
    if (leaf.trainable) sizes.set(leaf.name, size);
    else buffers += size;
  }
  const sums = new Map<string, Sum>();
  const whole: Sum = { weights: new Set(sizes.keys()), macs: 0, flops: 0 };
  const sumAt = (path: string): Sum => {
    let sum = sums.get(path);
    if (!sum) {
      sum = { weights: new Set(), macs: 0, flops: 0 };
      sums.set(path, sum);
    }
    return sum;
  };
  for (const [path, cost] of measureOps(program)) {
    whole.macs += cost.macs;
    whole.flops += cost.flops;
    for (const ancestor of withAncestors(path)) {
      const sum = sumAt(ancestor);
      sum.macs += cost.macs;
      sum.flops += cost.flops;
    }
  }
  for (const [path, names] of traced.weights) {
    for (const ancestor of withAncestors(path)) {
      const { weights } = sumAt(ancestor);
      for (const name of names) if (sizes.has(name)) weights.add(name);
    }
  }
  const paramsOf = (sum: Sum) => {
    let count = 0;
    for (const name of sum.weights) count += sizes.get(name) ?? 0;
    return count;
  };
  const costOf = (sum: Sum | undefined): Cost =>
    sum
      ? { params: paramsOf(sum), macs: sum.macs, flops: sum.flops }
      : { params: 0, macs: 0, flops: 0 };
  const nodes = new Map<string, NodeSummary>();
  const add = (path: string, params: Readonly<Record<string, ParamValue>>, repeat: number | null) =>
    nodes.set(path, { path, params, repeat, cost: costOf(sums.get(path)) });
  for (const { path, repeat, params } of graph.composites) add(path, params, repeat);
  for (const { path, params } of graph.nodes) add(path, params, null);
  return { nodes, total: costOf(whole), buffers };
}

function* withAncestors(path: string): Generator<string> {
  for (let at = path; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('/')))) yield at;
}

function measureOps(program: Program): Map<string, { macs: number; flops: number }> {
  const byPath = new Map<string, { macs: number; flops: number }>();
  for (const { op, inputs, attrs, output, path } of program.instructions) {
    const types = inputs.map((id) => program.types[id]);
    const type = program.types[output];
    let cost = byPath.get(path);
    if (!cost) {
      cost = { macs: 0, flops: 0 };
      byPath.set(path, cost);
    }
    cost.flops += op.flops(types, type, attrs as never);
    cost.macs += op.macs?.(types, type, attrs as never) ?? 0;
  }
  return byPath;
}
