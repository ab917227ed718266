/** One level of the base and of a variant, compared for drawing: which block is which, what differs. */
import type { Edge, GraphDocument, GraphNode } from '../../../runtime/index';
import type { Level } from '../../commands/command';
import { own } from '../../commands/levels';
import { formatNumber } from '../../ui/format';
import { type ChangeKind, withinSentence } from '../changeWords';
import { diffGraphs } from '../diffGraphs';
import { diffNode, findRenames } from '../diffNodes';
import { diffWires } from '../diffWires';
import { type Match, matchNodes } from '../matchNodes';
import { blockOf, insideOf, isNumber, resolve, type Side, topSide } from '../side';

/** How a block differs, and in words: "heads of Attention 8 → 4". */
export interface Mark {
  readonly kind: ChangeKind;
  readonly words: readonly string[];
}

export interface LevelDiff extends Match {
  /** By id of the variant; what was removed is in `removed` alone. */
  readonly marks: ReadonlyMap<string, Mark>;
  /** Of the variant. */
  readonly addedEdges: readonly Edge[];
  /** Of the base. */
  readonly removedEdges: readonly Edge[];
}

/** Null where one of the two has no such level. `level`: ids of the blocks that are opened. */
export function compareLevel(
  base: GraphDocument,
  variant: GraphDocument,
  level: Level = [],
): LevelDiff | null {
  const [a, b] = [sideAt(base, level), sideAt(variant, level)];
  if (!a || !b) return null;
  const match = matchNodes(a, b);
  const renames = findRenames(a.named, b.named);
  const { nodes } = diffGraphs(base, variant);
  const marks = new Map<string, Mark>();
  for (const id of match.added) marks.set(id, { kind: 'added', words: ['added'] });
  for (const [idA, idB] of match.pairs) {
    const { kind, changes } = diffNode(a, idA, b, idB, renames);
    const words = changes.map(({ text }) => text);
    words.push(...followed(a, a.graph.nodes[idA], b, b.graph.nodes[idB]));
    const inside = nodes.has([...level, idB].join('/'));
    if (words.length === 0 && inside) words.push('differs inside');
    if (words.length > 0) marks.set(idB, { kind: kind ?? 'changed', words });
  }
  const wires = diffWires(a, b, match);
  return { ...match, marks, addedEdges: wires.added, removedEdges: wires.removed };
}

/** A level with what its expressions come to; null where the path leads nowhere. */
export function sideAt(document: GraphDocument, level: Level): Side | null {
  return level.reduce<Side | null>((side, id) => {
    const node = side && own(side.graph.nodes, id);
    return node ? insideOf(side, node) : null;
  }, topSide(document));
}

/** "heads 8 → 4" where an expression stays as it is and a named value in it is otherwise. */
function followed(a: Side, before: GraphNode, b: Side, after: GraphNode): readonly string[] {
  const specs = blockOf(b, after)?.params ?? {};
  const numbers = Object.entries(specs).flatMap(([name, spec]) => {
    const written = own(after.params, name);
    if (!isNumber(spec) || typeof written !== 'string') return [];
    return change(withinSentence(spec.label), own(before.params, name), written);
  });
  return typeof after.repeat === 'string'
    ? [...numbers, ...change('copies', before.repeat, after.repeat)]
    : numbers;

  function change(label: string, from: unknown, to: string): readonly string[] {
    if (from !== to) return [];
    const [was, is] = [resolve(to, a.scope), resolve(to, b.scope)];
    if (was === is || was === undefined || is === undefined) return [];
    return [`${label} ${formatNumber(was)} → ${formatNumber(is)}`];
  }
}
