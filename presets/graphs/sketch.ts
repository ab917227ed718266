/** Writes the graph of a preset briefly. */
import type { Edge, GraphFragment, GraphNode } from '../../runtime/index';

export interface NodeSketch
  extends Partial<Pick<GraphNode, 'params' | 'label' | 'repeat' | 'tie'>> {
  readonly block: string;
  /** Place on the canvas: x, y. */
  readonly at: readonly [number, number];
}

/** Nodes by id, and wires as pairs of `node.port`. */
export function sketch(
  nodes: Readonly<Record<string, NodeSketch>>,
  wires: readonly (readonly [from: string, to: string])[],
): GraphFragment {
  return {
    nodes: Object.fromEntries(
      Object.entries(nodes).map(([id, { at, params = {}, ...rest }]): [string, GraphNode] => [
        id,
        { id, params, position: { x: at[0], y: at[1] }, ...rest },
      ]),
    ),
    edges: wires.map(([from, to]): Edge => {
      const [source, sourcePort] = from.split('.');
      const [target, targetPort] = to.split('.');
      return { source, sourcePort, target, targetPort };
    }),
  };
}
