/** The nodes of a graph along its wires, in an order that does not depend on how they are stored. */
import type { GraphFragment } from '../../runtime/index';

/**
 * Ids by how many wires lead to a node from where the flow begins (the longest way counts), then from
 * left to right, from above to below, by id. Those of a cycle, and what it feeds, come last.
 */
export function orderNodes({ nodes, edges }: GraphFragment): readonly string[] {
  const ids = Object.keys(nodes);
  const out = new Map<string, string[]>(ids.map((id) => [id, []]));
  const waiting = new Map(ids.map((id) => [id, 0]));
  for (const { source, target } of edges) {
    const targets = out.get(source);
    const count = waiting.get(target);
    // A wire from or to a port of the composite around leads to no node.
    if (!targets || count === undefined) continue;
    targets.push(target);
    waiting.set(target, count + 1);
  }
  const depth = new Map<string, number>();
  let row = ids.filter((id) => waiting.get(id) === 0);
  for (let level = 0; row.length > 0; level++) {
    const next: string[] = [];
    for (const id of row) {
      depth.set(id, level);
      for (const target of out.get(id) ?? []) {
        const left = (waiting.get(target) ?? 0) - 1;
        waiting.set(target, left);
        if (left === 0) next.push(target);
      }
    }
    row = next;
  }
  const last = ids.length;
  return ids.sort((a, b) => {
    const [one, two] = [nodes[a].position, nodes[b].position];
    const apart = (depth.get(a) ?? last) - (depth.get(b) ?? last);
    return apart || one.x - two.x || one.y - two.y || (a < b ? -1 : 1);
  });
}
