/** The base and its variants as figures that can be laid side by side. */
import {
  BASE,
  type GraphDocument,
  type GraphFragment,
  variantDocument,
  variantIds,
} from '../../../runtime/index';
import { viewBlock } from '../../canvas/blockView';
import { boundsOf, type Direction, type Rect } from '../../canvas/geometry';
import type { OuterPorts } from '../../canvas/outerPorts';
import { type Box, buildScene, type Scene, type Wire } from '../../canvas/scene';
import type { Level } from '../../commands/command';
import { levelAt, type OpenLevel } from '../../commands/levels';
import { variantTitle } from '../../commands/variants';
import { alignBoxes } from './alignBoxes';
import { compareLevel, type LevelDiff, type Mark, sideAt } from './compareLevel';

export interface FigurePane {
  /** Of the variant, or `BASE`. */
  readonly id: string;
  readonly title: string;
  /** Null where the variant has no such block to open. */
  readonly scene: Scene | null;
  /** What named values come to at this level. */
  readonly scope: ReadonlyMap<string, number>;
  /** By id of the box; none for the base. */
  readonly marks: ReadonlyMap<string, Mark>;
  /** Blocks of the base that are gone here, where they were. */
  readonly ghosts: readonly Box[];
  readonly ghostWires: readonly Wire[];
  /** Ids of wires that the base has not. */
  readonly addedWires: ReadonlySet<string>;
  /** What a box is called in all panes, by its id. */
  readonly keys: ReadonlyMap<string, string>;
  /** The box in this pane, or its ghost, by that name. */
  readonly boxes: ReadonlyMap<string, Box>;
}

export interface FigurePanes {
  readonly panes: readonly FigurePane[];
  readonly direction: Direction;
  /** Round all of them. */
  readonly bounds: Rect;
  /** Round what differs, in all of them; null where nothing does. */
  readonly differing: Rect | null;
}

interface Opened {
  readonly document: GraphDocument;
  readonly graph: GraphFragment;
  readonly outer: OuterPorts | undefined;
  readonly scope: FigurePane['scope'];
}

/** Pure. `level`: ids of the blocks that are opened, in all of them. */
export function figurePanes(whole: GraphDocument, level: Level = []): FigurePanes {
  const ids = variantIds(whole);
  const opened = ids.map((id) => openAt(variantDocument(whole, id), level));
  const [base] = opened;
  const draft = base && sceneOf(base);
  const direction = draft?.direction ?? 'up';
  const diffs = opened.map((each, index): LevelDiff | null =>
    each && base && index > 0 ? compareLevel(base.document, each.document, level) : null,
  );
  const drafts = opened.map((each) => each && sceneOf(each, direction));
  const scenes = draft ? aligned(opened, drafts, diffs, draft, direction) : drafts;
  const panes = ids.map((id, index) => ({
    ...toPane(id, scenes[index], scenes[0], diffs[index]),
    title: variantTitle(whole, id),
    scope: opened[index]?.scope ?? new Map<string, number>(),
  }));
  const differing = panes.flatMap(({ scene, marks, ghosts }) => [
    ...ghosts.map(({ rect }) => rect),
    ...(scene?.boxes ?? []).filter((box) => marks.has(box.id)).map(({ rect }) => rect),
  ]);
  return {
    panes,
    direction,
    bounds: boundsOf(panes.flatMap(({ scene }) => (scene ? [scene.bounds] : []))),
    differing: differing.length > 0 ? boundsOf(differing) : null,
  };
}

function openAt(document: GraphDocument | null, level: Level): Opened | null {
  const open = document && levelAt(document, level);
  if (!document || !open) return null;
  const scope = sideAt(document, level)?.scope ?? new Map();
  return { document, graph: open.graph, outer: outerOf(document, open), scope };
}

function outerOf(document: GraphDocument, open: OpenLevel): OuterPorts | undefined {
  if (open.kind === 'definition') return viewBlock(document, open.id);
  return open.kind === 'builtin' ? open.block : undefined;
}

function sceneOf(
  { document, graph, outer }: Opened,
  direction?: Direction,
  places?: ReadonlyMap<string, { readonly x: number; readonly y: number }>,
): Scene {
  const nodes = Object.fromEntries(
    Object.entries(graph.nodes).map(([id, node]) => [
      id,
      { ...node, position: places?.get(id) ?? node.position },
    ]),
  );
  return buildScene(document, places ? { ...graph, nodes } : graph, { outer, direction });
}

function aligned(
  opened: readonly (Opened | null)[],
  drafts: readonly (Scene | null)[],
  diffs: readonly (LevelDiff | null)[],
  base: Scene,
  direction: Direction,
): readonly (Scene | null)[] {
  const itself = new Map(base.boxes.map(({ id }) => [id, id]));
  const place = (scenes: readonly (Scene | null)[]) => {
    const members = scenes.map((scene, index) => ({
      boxes: scene?.boxes.filter(isBlock) ?? [],
      pairs: index === 0 ? itself : (diffs[index]?.pairs ?? new Map<string, string>()),
      edges: scene?.wires.map(({ from, to }) => ({ source: from, target: to })) ?? [],
    }));
    const places = alignBoxes(base.boxes.filter(isBlock), members, direction);
    return opened.map((each, index) => each && sceneOf(each, direction, places[index]));
  };
  // The size of a box depends on where its wires come from: what moved is placed by its new middle.
  return place(place(drafts));
}

function isBlock({ kind }: Box): boolean {
  return kind === 'block' || kind === 'unresolved';
}

function toPane(
  id: string,
  scene: Scene | null,
  base: Scene | null,
  diff: LevelDiff | null,
): Omit<FigurePane, 'title' | 'scope'> {
  const back = new Map([...(diff?.pairs ?? [])].map(([from, to]) => [to, from]));
  // One that the base has not is known by its own id, as it is in copies of this variant.
  const keyOf = (box: Box) =>
    id === BASE || !isBlock(box) ? box.id : (back.get(box.id) ?? `+${box.id}`);
  const boxes = scene?.boxes ?? [];
  const keys = new Map(boxes.map((box) => [box.id, keyOf(box)]));
  const ghosts = (base?.boxes ?? []).filter((box) => diff?.removed.has(box.id));
  const gone = new Set(diff?.removedEdges.map(wireName));
  const added = new Set(diff?.addedEdges.map(wireName));
  return {
    id,
    scene,
    marks: diff?.marks ?? new Map(),
    ghosts,
    ghostWires: base?.wires.filter(({ edge }) => gone.has(wireName(edge))) ?? [],
    addedWires: new Set(
      scene?.wires.filter(({ edge }) => added.has(wireName(edge))).map((wire) => wire.id),
    ),
    keys,
    boxes: new Map([
      ...ghosts.map((box): [string, Box] => [box.id, box]),
      ...boxes.map((box): [string, Box] => [keyOf(box), box]),
    ]),
  };
}

function wireName({ source, sourcePort, target, targetPort }: Wire['edge']): string {
  return `${source}.${sourcePort}>${target}.${targetPort}`;
}
