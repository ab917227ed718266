/** What is known of a program's weights when they are matched with a file. */
import type { NodeSummary } from '../compiler/types';
import type { Program } from '../ops/program';
import type { WeightSpec } from '../weights/types';

/** `nodes` as `analyze` gives them. */
export function specsOf(
  { leaves, types, instructions }: Program,
  nodes: ReadonlyMap<string, NodeSummary>,
): readonly WeightSpec[] {
  const inputs = new Map<string, readonly number[]>();
  for (const { path, inputs: ids } of instructions) {
    if (ids.length > 0 && !inputs.has(path)) inputs.set(path, types[ids[0]].shape);
  }
  return leaves.flatMap((leaf): WeightSpec[] => {
    if (leaf.kind !== 'weight') return [];
    const { name, value } = leaf;
    const path = nodeOf(name, nodes);
    const params = nodes.get(path)?.params ?? {};
    return [{ name, shape: types[value].shape, params, input: inputs.get(path) ?? [] }];
  });
}

/** Path of the node whose weight it is; empty for a shared one. */
function nodeOf(name: string, nodes: ReadonlyMap<string, NodeSummary>): string {
  let path = name;
  while (path !== '' && !nodes.has(path)) path = path.slice(0, Math.max(0, path.lastIndexOf('/')));
  return path;
}
