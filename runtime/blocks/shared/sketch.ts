/** Writes the graph of a composite briefly. */
import type { Edge, GraphFragment, GraphNode, ParamValue } from '../../graph/document';

export interface NodeSketch {
  readonly block: string;
  /** Place on the canvas: x, y. */
  readonly at: readonly [number, number];
  readonly params?: Readonly<Record<string, ParamValue>>;
  readonly label?: string;
}

/** Nodes by id, and wires as pairs of `node.port`; `$in` and `$out` are the composite's own ports. */
export function sketch(
  nodes: Readonly<Record<string, NodeSketch>>,
  wires: readonly (readonly [from: string, to: string])[],
): GraphFragment {
  return {
    nodes: Object.fromEntries(
      Object.entries(nodes).map(([id, { block, at, params = {}, label }]): [string, GraphNode] => [
        id,
        { id, block, params, position: { x: at[0], y: at[1] }, ...(label && { label }) },
      ]),
    ),
    edges: wires.map(([from, to]): Edge => {
      const [source, sourcePort] = from.split('.');
      const [target, targetPort] = to.split('.');
      return { source, sourcePort, target, targetPort };
    }),
  };
}
