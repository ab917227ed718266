/** Finds which node of one graph is which of the other: by its id, else by its place among the wires. */
import { GRAPH_INPUT, GRAPH_OUTPUT, type GraphFragment } from '../../runtime/index';
import { orderNodes } from './orderNodes';
import { blockOf, insideOf, type Side } from './side';

export interface Match {
  /** Nodes of both, by their id in the first graph. */
  readonly pairs: ReadonlyMap<string, string>;
  /** Of the first graph alone. */
  readonly removed: ReadonlySet<string>;
  /** Of the second graph alone. */
  readonly added: ReadonlySet<string>;
}

/** Every node is in one pair, removed or added, each along the wires. Ports of a composite stand for themselves. */
export function matchNodes(a: Side, b: Side): Match {
  const pairs = new Map<string, string>();
  // Not as they are stored: keys are sorted when a document is saved.
  const [inA, inB] = [orderNodes(a.graph), orderNodes(b.graph)];
  const [removed, added] = [new Set(inA), new Set(inB)];
  const pair = (first: string, second: string) => {
    pairs.set(first, second);
    removed.delete(first);
    added.delete(second);
  };
  const [placeA, placeB] = [placesOf(a.graph), placesOf(b.graph)];
  const both = [...removed].filter((id) => added.has(id));
  for (const id of both) {
    const stays = isSameBlock(a, id, b, id) || touch(placeA(id), placeB(id));
    if (stays) pair(id, id);
  }
  for (const id of [...removed]) {
    const place = mapPlace(placeA(id), pairs);
    const taken = place && [...added].find((other) => equalPlaces(place, placeB(other)));
    if (taken) pair(id, taken);
  }
  const at = new Map(inA.map((id, index) => [id, index]));
  const inOrder = [...pairs].sort(([x], [y]) => (at.get(x) ?? 0) - (at.get(y) ?? 0));
  return { pairs: new Map(inOrder), removed, added };
}

/** True for the same block, and for a composite and the copy of it that is edited. */
export function isSameBlock(a: Side, idA: string, b: Side, idB: string): boolean {
  const [nodeA, nodeB] = [a.graph.nodes[idA], b.graph.nodes[idB]];
  if (nodeA.block === nodeB.block) return true;
  const [blockA, blockB] = [blockOf(a, nodeA), blockOf(b, nodeB)];
  // Two blocks of the catalogue are two blocks, however alike.
  if (blockA?.kind !== 'defined' && blockB?.kind !== 'defined') return false;
  const [insideA, insideB] = [insideOf(a, nodeA), insideOf(b, nodeB)];
  if (!insideA || !insideB) return false;
  const ids = Object.keys(insideA.graph.nodes);
  const kept = ids.filter((id) => insideB.graph.nodes[id]?.block === insideA.graph.nodes[id].block);
  const most = Math.max(ids.length, Object.keys(insideB.graph.nodes).length);
  return blockA?.title === blockB?.title && 2 * kept.length >= most;
}

/** What feeds a node, and what it feeds. */
interface Place {
  readonly sources: ReadonlySet<string>;
  readonly targets: ReadonlySet<string>;
}

function placesOf(graph: GraphFragment): (id: string) => Place {
  const places = new Map<string, { sources: Set<string>; targets: Set<string> }>();
  const at = (id: string) => {
    const place = places.get(id) ?? { sources: new Set(), targets: new Set() };
    places.set(id, place);
    return place;
  };
  for (const { source, target } of graph.edges) {
    at(target).sources.add(source);
    at(source).targets.add(target);
  }
  return at;
}

/** True where they have a neighbour in common, or none at all. */
function touch(a: Place, b: Place): boolean {
  const lonely = a.sources.size + a.targets.size + b.sources.size + b.targets.size === 0;
  return lonely || intersects(a.sources, b.sources) || intersects(a.targets, b.targets);
}

function intersects(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return [...a].some((id) => b.has(id));
}

/** A place by the ids of the second graph; null where a neighbour is not in it, or there is none. */
function mapPlace({ sources, targets }: Place, pairs: ReadonlyMap<string, string>): Place | null {
  const map = (ids: ReadonlySet<string>) =>
    [...ids].map((id) => (id === GRAPH_INPUT || id === GRAPH_OUTPUT ? id : pairs.get(id)));
  const [from, to] = [map(sources), map(targets)];
  if (from.length + to.length === 0) return null;
  const known = (id: string | undefined): id is string => id !== undefined;
  if (!from.every(known) || !to.every(known)) return null;
  return { sources: new Set(from), targets: new Set(to) };
}

function equalPlaces(a: Place, b: Place): boolean {
  const equal = (one: ReadonlySet<string>, two: ReadonlySet<string>) =>
    one.size === two.size && [...one].every((id) => two.has(id));
  return equal(a.sources, b.sources) && equal(a.targets, b.targets);
}
