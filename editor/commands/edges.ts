/** Commands on wires. */
import type { Edge } from '../../runtime/index';
import { edgeKey, GRAPH_INPUT, GRAPH_OUTPUT } from '../../runtime/index';
import type { Command, Level } from './command';
import { editLevel } from './levels';

/** Adds a wire in place of what fed its target port. */
export function connectIn(edges: readonly Edge[], edge: Edge): readonly Edge[] {
  const key = edgeKey(edge);
  const index = edges.findIndex((known) => edgeKey(known) === key);
  if (index < 0) return [...edges, edge];
  const { source, sourcePort } = edges[index];
  if (source === edge.source && sourcePort === edge.sourcePort) return edges;
  return edges.map((known, at) => (at === index ? edge : known));
}

/** Wires an output to an input; what fed that input before is replaced. */
export function connect(level: Level, edge: Edge): Command {
  const { source, sourcePort, target, targetPort } = edge;
  return {
    label: 'Connect',
    apply: (document) =>
      editLevel(document, level, (graph) => {
        const inside = level.length > 0;
        const from = Object.hasOwn(graph.nodes, source) || (inside && source === GRAPH_INPUT);
        const to = Object.hasOwn(graph.nodes, target) || (inside && target === GRAPH_OUTPUT);
        if (!from || !to) return graph;
        const wire = { source, sourcePort, target, targetPort };
        return { nodes: graph.nodes, edges: connectIn(graph.edges, wire) };
      }),
  };
}

/** Takes a wire away, by its key (see `edgeKey`). */
export function disconnect(level: Level, key: string): Command {
  return {
    label: 'Disconnect',
    apply: (document) =>
      editLevel(document, level, (graph) =>
        graph.edges.some((edge) => edgeKey(edge) === key)
          ? { nodes: graph.nodes, edges: graph.edges.filter((edge) => edgeKey(edge) !== key) }
          : graph,
      ),
  };
}

/** Leads a wire elsewhere: one end was dragged to another port. */
export function reconnect(level: Level, key: string, edge: Edge): Command {
  const cut = disconnect(level, key);
  const join = connect(level, edge);
  return {
    label: 'Reconnect',
    apply: (document) => {
      if (key === edgeKey(edge)) return join.apply(document);
      const joined = join.apply(document);
      // An end that does not exist leaves the wire where it was.
      return joined === document ? document : cut.apply(joined);
    },
  };
}
