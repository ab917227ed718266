/** schedule: topological order (Kahn 1962). Nodes on a loop, and what follows them, are left out. */
import type { Reporter } from './reporter';
import type { AnyNode, FlatGraph, ScheduledGraph } from './types';

/** Orders the nodes so that each follows its inputs; equal ones keep the order of their ids. */
export function schedule(graph: FlatGraph, reporter: Reporter): ScheduledGraph {
  const byPath = new Map(graph.nodes.map((node) => [node.path, node]));
  const waiting = new Map<string, number>();
  const consumers = new Map<string, AnyNode[]>();
  for (const node of graph.nodes) {
    let count = 0;
    for (const ref of Object.values(node.inputs)) {
      const source = nodeOf(ref);
      if (!byPath.has(source)) {
        // A reference that only leads round through composites is a loop without a block in it.
        if (graph.aliases.has(ref)) reportLoop([node], reporter);
        continue;
      }
      count++;
      const list = consumers.get(source);
      if (list) list.push(node);
      else consumers.set(source, [node]);
    }
    waiting.set(node.path, count);
  }
  const ready = graph.nodes.filter((node) => waiting.get(node.path) === 0);
  const nodes: AnyNode[] = [];
  for (let i = 0; i < ready.length; i++) {
    const node = ready[i];
    nodes.push(node);
    for (const consumer of consumers.get(node.path) ?? []) {
      const left = (waiting.get(consumer.path) ?? 0) - 1;
      waiting.set(consumer.path, left);
      if (left === 0) ready.push(consumer);
    }
  }
  if (nodes.length < graph.nodes.length) {
    const scheduled = new Set(nodes.map((node) => node.path));
    for (const loop of findLoops(byPath, scheduled)) reportLoop(loop, reporter);
  }
  const ordered = nodes.map((node) =>
    node.kind === 'bypassed'
      ? { ...node, inside: schedule({ ...graph, nodes: node.inside }, reporter).nodes }
      : node,
  );
  return { ...graph, nodes: ordered, scheduled: true };
}

/** Path of the node in `path.port`. */
export function nodeOf(ref: string): string {
  return ref.slice(0, ref.lastIndexOf('.'));
}

/** One loop for each group of nodes that cannot be ordered: walks inputs until a node comes again. */
function findLoops(
  byPath: ReadonlyMap<string, AnyNode>,
  scheduled: ReadonlySet<string>,
): readonly AnyNode[][] {
  const loops: AnyNode[][] = [];
  const done = new Set<string>();
  for (const start of byPath.values()) {
    if (scheduled.has(start.path) || done.has(start.path)) continue;
    const trail: AnyNode[] = [];
    let at: AnyNode | undefined = start;
    while (at && !done.has(at.path)) {
      done.add(at.path);
      trail.push(at);
      const before: string | undefined = Object.values(at.inputs)
        .map(nodeOf)
        .find((path) => byPath.has(path) && !scheduled.has(path));
      at = before === undefined ? undefined : byPath.get(before);
    }
    const from = at ? trail.indexOf(at) : -1;
    if (from >= 0) loops.push(trail.slice(from).reverse());
  }
  return loops;
}

function reportLoop(loop: readonly AnyNode[], reporter: Reporter): void {
  const titles = loop.map((node) => node.title);
  const shown = titles.length > 4 ? [...titles.slice(0, 3), '…'] : titles;
  reporter.report({
    code: 'graph/cycle',
    severity: 'error',
    message: `The wires form a loop: ${[...shown, titles[0]].join(' → ')}. A value cannot depend on itself.`,
    short: 'loop',
    hint: 'Remove one of these wires.',
    at: { path: loop[0].path },
  });
}
