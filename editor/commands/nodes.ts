/** Commands on nodes: add, remove, move, and what is written on them. */
import type { Edge, GraphFragment, ParamValue, Position } from '../../runtime/index';
import { cleanText, edgeKey, MAX_LABEL, newId } from '../../runtime/index';
import type { Command, Level } from './command';
import { connectIn } from './edges';
import { editLevel, faceOf, levelAt, own } from './levels';

/** Positions are kept as whole numbers: links stay short and a file's bytes stable. */
export function roundPosition({ x, y }: Position): Position {
  const whole = (value: number) => {
    const finite = Number.isFinite(value) ? Math.round(value) : 0;
    return Math.min(1e6, Math.max(-1e6, finite)) + 0;
  };
  return { x: whole(x), y: whole(y) };
}

export interface AddNode {
  readonly level: Level;
  /** Id of a block, or of a definition of the document. */
  readonly block: string;
  readonly position: Position;
  /** The smallest free one by default. */
  readonly id?: string;
  readonly params?: Readonly<Record<string, ParamValue>>;
  readonly label?: string;
  /** Wires the new node's input `port` to an output that is there. */
  readonly from?: { readonly source: string; readonly sourcePort: string; readonly port: string };
  /** Wires the new node's output `port` to an input that is there. */
  readonly to?: { readonly target: string; readonly targetPort: string; readonly port: string };
}

/** Adds one node, with a wire to what is there when asked; the node is selected then. */
export function addNode(args: AddNode, title?: string): Command {
  return {
    label: `Add ${title ?? args.label ?? args.block}`,
    selectsAdded: true,
    apply: (document) =>
      editLevel(document, args.level, (graph) => {
        const id = args.id ?? newId(Object.keys(graph.nodes));
        if (Object.hasOwn(graph.nodes, id)) return graph;
        const node = {
          id,
          block: args.block,
          params: args.params ?? {},
          position: roundPosition(args.position),
          ...(args.label ? { label: cleanText(args.label, MAX_LABEL) } : {}),
        };
        let edges = graph.edges;
        if (args.from) {
          const { source, sourcePort, port } = args.from;
          edges = connectIn(edges, { source, sourcePort, target: id, targetPort: port });
        }
        if (args.to) {
          const { target, targetPort, port } = args.to;
          edges = connectIn(edges, { source: id, sourcePort: port, target, targetPort });
        }
        return { nodes: { ...graph.nodes, [id]: node }, edges };
      }),
  };
}

export interface Removal {
  readonly level: Level;
  readonly nodes: readonly string[];
  /** Key of the selected wire. */
  readonly edge?: string | null;
}

/**
 * Removes nodes and a wire. A node with one wire in and one port wired out is taken out of the
 * middle: what fed it then feeds what it fed.
 */
export function removeSelection({ level, nodes, edge = null }: Removal): Command {
  const count = nodes.length;
  const label =
    count === 0 ? 'Delete wire' : count === 1 ? 'Delete block' : `Delete ${count} blocks`;
  return {
    label,
    apply: (document) =>
      editLevel(document, level, (graph) => {
        let next = graph;
        if (edge !== null && graph.edges.some((known) => edgeKey(known) === edge)) {
          next = { ...next, edges: next.edges.filter((known) => edgeKey(known) !== edge) };
        }
        for (const id of nodes) next = takeOut(next, id);
        return next;
      }),
  };
}

function takeOut(graph: GraphFragment, id: string): GraphFragment {
  if (!Object.hasOwn(graph.nodes, id)) return graph;
  const { [id]: _removed, ...nodes } = graph.nodes;
  const into = graph.edges.filter((edge) => edge.target === id && edge.source !== id);
  const out = graph.edges.filter((edge) => edge.source === id && edge.target !== id);
  const onePort = new Set(out.map((edge) => edge.sourcePort)).size === 1;
  const heals = into.length === 1 && onePort;
  const edges: Edge[] = [];
  for (const edge of graph.edges) {
    if (edge.target === id) continue;
    if (edge.source !== id) edges.push(edge);
    else if (heals) {
      edges.push({ ...edge, source: into[0].source, sourcePort: into[0].sourcePort });
    }
  }
  return { nodes, edges };
}

/** Moves nodes to new places; unknown ids are passed over. */
export function moveNodes(
  level: Level,
  positions: Readonly<Record<string, Position>>,
  label = 'Move',
): Command {
  return {
    label,
    apply: (document) =>
      editLevel(document, level, (graph) => {
        const nodes = { ...graph.nodes };
        let moved = false;
        for (const [id, to] of Object.entries(positions)) {
          const node = own(graph.nodes, id);
          if (!node) continue;
          const position = roundPosition(to);
          if (position.x === node.position.x && position.y === node.position.y) continue;
          nodes[id] = { ...node, position };
          moved = true;
        }
        return moved ? { nodes, edges: graph.edges } : graph;
      }),
  };
}

/** Places nodes as an automatic layout found. */
export function applyLayout(level: Level, positions: Readonly<Record<string, Position>>): Command {
  return moveNodes(level, positions, 'Arrange');
}

export interface InsertOnEdge {
  readonly level: Level;
  /** Key of the wire. */
  readonly edge: string;
  readonly block: string;
  readonly position: Position;
  readonly params?: Readonly<Record<string, ParamValue>>;
  readonly id?: string;
  /** Ports of the new node; its first ones by default. */
  readonly inputPort?: string;
  readonly outputPort?: string;
}

/** Puts a new node into a wire. Nothing happens when the block has no input or no output. */
export function insertOnEdge(args: InsertOnEdge, title?: string): Command {
  return {
    label: `Insert ${title ?? args.block}`,
    selectsAdded: true,
    apply: (document) => {
      const face = faceOf(document, args.block);
      const input = args.inputPort ?? Object.keys(face?.inputs ?? {})[0];
      const output = args.outputPort ?? Object.keys(face?.outputs ?? {})[0];
      const graph = levelAt(document, args.level)?.graph;
      const edge = graph?.edges.find((known) => edgeKey(known) === args.edge);
      if (!edge || input === undefined || output === undefined) return document;
      const { level, block, position, params, id } = args;
      const from = { source: edge.source, sourcePort: edge.sourcePort, port: input };
      const to = { target: edge.target, targetPort: edge.targetPort, port: output };
      return addNode({ level, block, position, params, id, from, to }).apply(document);
    },
  };
}
