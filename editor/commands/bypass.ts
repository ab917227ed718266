/** The command that takes blocks out of use without taking them away. */
import type { GraphNode } from '../../runtime/index';
import type { Command, Level } from './command';
import { editLevel, own } from './levels';

/** Bypasses nodes, or uses them again, in one step. `title` is that of a node that stands alone. */
export function setBypass(
  level: Level,
  nodes: readonly string[],
  on: boolean,
  title = 'block',
): Command {
  const what = nodes.length === 1 ? title : `${nodes.length} blocks`;
  return {
    label: on ? `Bypass ${what}` : `Use ${what} again`,
    apply: (document) =>
      editLevel(document, level, (graph) => {
        const changed: Record<string, GraphNode> = {};
        for (const id of nodes) {
          const node = own(graph.nodes, id);
          if (!node || (node.bypass ?? false) === on) continue;
          const { bypass: _old, ...rest } = node;
          changed[id] = on ? { ...rest, bypass: true } : rest;
        }
        if (Object.keys(changed).length === 0) return graph;
        return { nodes: { ...graph.nodes, ...changed }, edges: graph.edges };
      }),
  };
}
