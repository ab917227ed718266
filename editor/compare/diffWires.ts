/** Which wires are new and which are gone, and those that no added or removed block explains. */
import { type Edge, edgeKey, GRAPH_INPUT, GRAPH_OUTPUT } from '../../runtime/index';
import { type Change, change } from './changeWords';
import { isSameBlock, type Match } from './matchNodes';
import { type Side, sourceTitle, targetTitle, titleOf } from './side';

export interface WireDiff {
  /** Of the second graph. */
  readonly added: readonly Edge[];
  /** Of the first graph. */
  readonly removed: readonly Edge[];
  readonly changes: readonly Change[];
}

export function diffWires(a: Side, b: Side, match: Match): WireDiff {
  const wires = new Wires(a, b, match);
  const ends = [...match.pairs, [GRAPH_OUTPUT, GRAPH_OUTPUT] as const];
  return {
    added: b.graph.edges.filter((edge) => wires.isNew(edge)),
    removed: a.graph.edges.filter((edge) => wires.isGone(edge)),
    changes: ends.flatMap(([from, to]) =>
      wires.isSwap(from, to) ? wires.intoSwapped(from, to) : wires.into(from, to),
    ),
  };
}

/** "after Add" for a node that was added: what feeds it first; else "before" what it feeds. */
export function placeText(side: Side, id: string): string {
  const edges = inOrder(side.graph.edges);
  const into = edges.find((edge) => edge.target === id);
  if (into) return ` after ${sourceTitle(side, into.source, into.sourcePort)}`;
  const out = edges.find((edge) => edge.source === id);
  if (!out) return '';
  return ` before ${out.target === GRAPH_OUTPUT ? 'the output' : titleOf(side, out.target)}`;
}

class Wires {
  private readonly intoA: ReadonlyMap<string, readonly Edge[]>;
  private readonly intoB: ReadonlyMap<string, readonly Edge[]>;
  private readonly back: ReadonlyMap<string, string>;

  constructor(
    private readonly a: Side,
    private readonly b: Side,
    private readonly match: Match,
  ) {
    this.intoA = byTarget(a.graph.edges);
    this.intoB = byTarget(b.graph.edges);
    this.back = new Map([...match.pairs].map(([from, to]) => [to, from]));
  }

  /** The id in the second graph; undefined for what was removed. */
  private map(id: string): string | undefined {
    return id === GRAPH_INPUT || id === GRAPH_OUTPUT ? id : this.match.pairs.get(id);
  }

  /** True for another block in the same place: its ports have other names. */
  isSwap(from: string, to: string): boolean {
    return this.map(from) === to && Object.hasOwn(this.a.graph.nodes, from)
      ? !isSameBlock(this.a, from, this.b, to)
      : false;
  }

  private isSameSource(from: Edge, to: Edge): boolean {
    if (this.map(from.source) !== to.source) return false;
    return from.sourcePort === to.sourcePort || this.isSwap(from.source, to.source);
  }

  private isSame(from: Edge, to: Edge): boolean {
    const samePort = from.targetPort === to.targetPort || this.isSwap(from.target, to.target);
    return samePort && this.isSameSource(from, to);
  }

  /** True for a wire of the second graph that the first has not. */
  isNew(edge: Edge): boolean {
    const target = edge.target === GRAPH_OUTPUT ? GRAPH_OUTPUT : this.back.get(edge.target);
    const before = (target !== undefined && this.intoA.get(target)) || [];
    return !before.some((other) => this.isSame(other, edge));
  }

  /** True for a wire of the first graph that the second has not. */
  isGone(edge: Edge): boolean {
    const target = this.map(edge.target);
    const after = (target !== undefined && this.intoB.get(target)) || [];
    return !after.some((other) => this.isSame(edge, other));
  }

  /** Wires into a node that is the same in both, port by port. */
  into(from: string, to: string): readonly Change[] {
    const byPort = (edges: readonly Edge[] = []) =>
      new Map(edges.map((edge) => [edge.targetPort, edge]));
    const [before, after] = [byPort(this.intoA.get(from)), byPort(this.intoB.get(to))];
    return [...new Set([...before.keys(), ...after.keys()])].flatMap((port) => {
      const [was, is] = [before.get(port), after.get(port)];
      const name = targetTitle(this.b, to, port);
      if (!is) {
        const gone = was && this.match.removed.has(was.source);
        return gone ? [] : [change('wire', `${name} no longer wired`)];
      }
      if (was && (this.isSameSource(was, is) || this.isExplained(was, is))) return [];
      return [change('wire', `${name} now from ${sourceTitle(this.b, is.source, is.sourcePort)}`)];
    });
  }

  /** Wires into a block that took another's place: by what feeds it, since its ports are others. */
  intoSwapped(from: string, to: string): readonly Change[] {
    const [before = [], after = []] = [this.intoA.get(from), this.intoB.get(to)];
    const name = titleOf(this.b, to);
    const led = (one: Edge, two: Edge) => this.isSameSource(one, two) || this.isExplained(one, two);
    const came = after.filter((edge) => !before.some((other) => led(other, edge)));
    const went = before.filter(
      (edge) => this.map(edge.source) !== undefined && !after.some((other) => led(edge, other)),
    );
    const texts = [
      ...came.map((edge) => `now from ${sourceTitle(this.b, edge.source, edge.sourcePort)}`),
      ...went.map((edge) => `no longer from ${sourceTitle(this.a, edge.source, edge.sourcePort)}`),
    ];
    return texts.map((text) => change('wire', `${name} ${text}`));
  }

  /** A block was put into the wire, or taken out of it, and nothing else. */
  private isExplained(before: Edge, after: Edge): boolean {
    const { removed, added } = this.match;
    if (!removed.has(before.source) && !added.has(after.source)) return false;
    const from = upstream(this.intoA, before.source, removed);
    const to = upstream(this.intoB, after.source, added);
    return [...from].some((id) => to.has(this.map(id) ?? ''));
  }
}

const orders = new WeakMap<readonly Edge[], readonly Edge[]>();

/** Not as they are stored: wires are sorted when a document is saved. */
function inOrder(edges: readonly Edge[]): readonly Edge[] {
  const known = orders.get(edges);
  if (known) return known;
  const sorted = edges
    .map((edge) => ({ edge, key: `${edgeKey(edge)} ${edge.source}.${edge.sourcePort}` }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ edge }) => edge);
  orders.set(edges, sorted);
  return sorted;
}

function byTarget(edges: readonly Edge[]): ReadonlyMap<string, readonly Edge[]> {
  const into = new Map<string, Edge[]>();
  for (const edge of inOrder(edges)) {
    const known = into.get(edge.target);
    if (known) known.push(edge);
    else into.set(edge.target, [edge]);
  }
  return into;
}

/** What feeds a node through blocks that only this graph has. */
function upstream(
  into: ReadonlyMap<string, readonly Edge[]>,
  id: string,
  only: ReadonlySet<string>,
): ReadonlySet<string> {
  const found = new Set<string>();
  const seen = new Set<string>();
  const queue = [id];
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    if (seen.has(at)) continue;
    seen.add(at);
    if (only.has(at)) {
      queue.push(...(into.get(at) ?? []).map(({ source }) => source));
    } else found.add(at);
  }
  return found;
}
