/** What a variant changes in its base: block by block, wire by wire, and in words for its reader. */
import type { Edge, GraphDocument } from '../../runtime/index';
import type { Level } from '../commands/command';
import { type Change, type ChangeKind, type ChangeWord, change, toWords } from './changeWords';
import { diffNamed, diffNode, findRenames } from './diffNodes';
import { diffWires, placeText } from './diffWires';
import { isSameBlock, matchNodes } from './matchNodes';
import { settingChanges } from './settingTitles';
import { blockOf, insideOf, type Side, titleOf, topSide } from './side';

export interface EdgeChange {
  /** Ids of the blocks that are opened to see it. */
  readonly level: Level;
  readonly edge: Edge;
}

export interface GraphDiff {
  /**
   * By path: ids of the blocks that are opened to see it, then its own, with `/` between. Those of
   * the base for what was removed, otherwise those of the variant. A block is changed when its
   * inside is.
   */
  readonly nodes: ReadonlyMap<string, ChangeKind>;
  readonly edges: {
    readonly added: readonly EdgeChange[];
    readonly removed: readonly EdgeChange[];
  };
  /** The most important first; none for a variant that computes the same in the same way. */
  readonly words: readonly ChangeWord[];
}

/** The most paths that are told apart; a graph of hostile depth has millions. */
const MAX_PATHS = 5_000;

/** Pure. Places, labels and titles do not count; nor does a built-in block that was made editable. */
export function diffGraphs(base: GraphDocument, variant: GraphDocument): GraphDiff {
  const [a, b] = [topSide(base), topSide(variant)];
  const walk = new Walk();
  walk.level(a, b, []);
  const settings =
    base.experiment && variant.experiment && base.experiment !== variant.experiment
      ? settingChanges(base.experiment, variant.experiment)
      : [];
  return {
    nodes: walk.nodes,
    edges: { added: walk.added, removed: walk.removed },
    words: toWords([...walk.changes, ...settings.map((text) => change('setting', text))]),
  };
}

class Walk {
  readonly nodes = new Map<string, ChangeKind>();
  readonly added: EdgeChange[] = [];
  readonly removed: EdgeChange[] = [];
  readonly changes: Change[] = [];
  /** Composites whose changes were put into words: once, however often they are used. */
  private readonly told = new Set<string>();
  /** Composites that are compared now, for one that lies within itself. */
  private readonly entered = new Set<string>();

  /** True when anything differs. */
  level(a: Side, b: Side, path: Level, silent = false, where = ''): boolean {
    const tell = (changes: readonly Change[]) => {
      if (silent) return;
      this.changes.push(...changes.map((each) => ({ ...each, text: each.text + where })));
    };
    const mark = (id: string, kind: ChangeKind) => {
      const key = [...path, id].join('/');
      // One id, gone as one block and back as another.
      if (this.nodes.size < MAX_PATHS) this.nodes.set(key, this.nodes.has(key) ? 'changed' : kind);
    };
    const renames = findRenames(a.named, b.named);
    const named = diffNamed(a, b, renames);
    tell(named);
    let differs = named.length > 0;
    const match = matchNodes(a, b);
    for (const id of match.removed) {
      mark(id, 'removed');
      tell([change('removed', `removed ${titleOf(a, id)}`)]);
    }
    for (const id of match.added) {
      mark(id, 'added');
      tell([change('added', `added ${titleOf(b, id)}${placeText(b, id)}`)]);
    }
    for (const [idA, idB] of match.pairs) {
      const { kind, changes } = diffNode(a, idA, b, idB, renames);
      tell(changes);
      const inside = this.inside(a, idA, b, idB, path, silent, where);
      if (kind || inside) mark(idB, kind ?? 'changed');
      differs ||= kind !== null || inside;
    }
    const wires = diffWires(a, b, match);
    tell(wires.changes);
    this.added.push(...wires.added.map((edge) => ({ level: path, edge })));
    this.removed.push(...wires.removed.map((edge) => ({ level: path, edge })));
    return (
      differs ||
      match.removed.size + match.added.size + wires.added.length + wires.removed.length > 0
    );
  }

  /** The insides of two nodes that are the same composite, of which one at least can be edited. */
  private inside(
    a: Side,
    idA: string,
    b: Side,
    idB: string,
    path: Level,
    silent: boolean,
    where: string,
  ): boolean {
    const [nodeA, nodeB] = [a.graph.nodes[idA], b.graph.nodes[idB]];
    const [blockA, blockB] = [blockOf(a, nodeA), blockOf(b, nodeB)];
    if (!blockA || !blockB || blockA === blockB || !isSameBlock(a, idA, b, idB)) return false;
    const [insideA, insideB] = [insideOf(a, nodeA), insideOf(b, nodeB)];
    const key = `${nodeA.block} ${nodeB.block}`;
    if (!insideA || !insideB || this.entered.has(key)) return false;
    const known = silent || this.told.has(key);
    this.entered.add(key);
    this.told.add(key);
    const title = ` in ${titleOf(b, idB)}${where}`;
    const differs = this.level(insideA, insideB, [...path, idB], known, title);
    this.entered.delete(key);
    return differs;
  }
}
