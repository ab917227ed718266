/** Chooses the flow of a level from where its author placed the nodes. */
import type { Edge, GraphNode, Position } from '../../runtime/index';
import type { Direction } from './geometry';

/**
 * The direction of most wires; upwards and rightwards win ties, as papers draw them.
 * Wires of a composite's own ports do not count, since those have no place.
 */
export function chooseDirection(
  nodes: Readonly<Record<string, Pick<GraphNode, 'position'>>>,
  edges: readonly Edge[],
): Direction {
  const votes: Record<Direction, number> = { up: 0, right: 0, down: 0 };
  for (const edge of edges) {
    const from = placeOf(nodes, edge.source);
    const to = placeOf(nodes, edge.target);
    if (!from || !to) continue;
    const dx = to.x - from.x;
    const dy = to.y - from.y;
    if (dx === 0 && dy === 0) continue;
    if (Math.abs(dx) > Math.abs(dy)) votes.right += 1;
    else votes[dy < 0 ? 'up' : 'down'] += 1;
  }
  if (votes.up > 0 && votes.up >= votes.right && votes.up >= votes.down) return 'up';
  return votes.down > votes.right ? 'down' : 'right';
}

function placeOf(
  nodes: Readonly<Record<string, Pick<GraphNode, 'position'>>>,
  id: string,
): Position | undefined {
  return Object.hasOwn(nodes, id) ? nodes[id].position : undefined;
}
