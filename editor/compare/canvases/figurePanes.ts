/** The base and its variants as figures that can be laid side by side. */
import {
  BASE,
  type Diagnostic,
  type GraphDocument,
  type GraphFragment,
  variantDocument,
  variantIds,
} from '../../../runtime/index';
import { viewBlock } from '../../canvas/blockView';
import {
  boundsOf,
  type Direction,
  overlaps,
  type Point,
  type Rect,
  toFlowRect,
} from '../../canvas/geometry';
import type { OuterPorts } from '../../canvas/outerPorts';
import { problemsAt } from '../../canvas/problems';
import { type Box, buildScene, type Scene, type Wire } from '../../canvas/scene';
import type { Level } from '../../commands/command';
import { levelAt, type OpenLevel } from '../../commands/levels';
import { variantTitle } from '../../commands/variants';
import { analysisOf } from '../../store/selectors';
import { alignBoxes } from './alignBoxes';
import { compareLevel, type LevelDiff, type Mark, sideAt } from './compareLevel';
import { keepsOrder } from './keepsOrder';

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
  /** Errors at blocks of this level, by id of the box: what the canvas says of them. */
  readonly problems: ReadonlyMap<string, Diagnostic>;
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
  /** The block of the base that stands farthest upstream; null where it has none. */
  readonly first: Rect | null;
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
    problems: errorsOf(opened[index]?.document, level),
  }));
  const differing = panes.flatMap(({ scene, marks, ghosts }) => [
    ...ghosts.map(({ rect }) => rect),
    ...(scene?.boxes ?? []).filter((box) => marks.has(box.id)).map(({ rect }) => rect),
  ]);
  return {
    panes,
    direction,
    bounds: boundsOf(
      panes.flatMap(({ scene, ghosts }) => [
        ...(scene ? [scene.bounds] : []),
        ...ghosts.map(({ rect }) => rect),
      ]),
    ),
    first: firstOf(scenes[0], direction),
    differing: differing.length > 0 ? boundsOf(differing) : null,
  };
}

function errorsOf(document: GraphDocument | undefined, level: Level): FigurePane['problems'] {
  if (!document) return new Map();
  const { nodes } = problemsAt(analysisOf(document).diagnostics, level);
  return new Map(
    [...nodes].flatMap(([id, [worst]]) => (worst.severity === 'error' ? [[id, worst]] : [])),
  );
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

function firstOf(scene: Scene | null, direction: Direction): Rect | null {
  const starts = (scene?.boxes ?? []).map(({ rect }) => ({ rect, ...toFlowRect(rect, direction) }));
  starts.sort((a, b) => a.u0 - b.u0 || a.v0 - b.v0);
  return starts[0]?.rect ?? null;
}

/**
 * Equal blocks at equal places. A variant that could not be read so keeps its own layout, moved as a
 * whole: its first block that the base has too stands where the base has it.
 */
function aligned(
  opened: readonly (Opened | null)[],
  drafts: readonly (Scene | null)[],
  diffs: readonly (LevelDiff | null)[],
  base: Scene,
  direction: Direction,
): readonly (Scene | null)[] {
  const itself = new Map(base.boxes.map(({ id }) => [id, id]));
  const apart = new Set<number>();
  const place = (scenes: readonly (Scene | null)[]) => {
    const members = scenes.map((scene, index) => ({
      boxes: apart.has(index) ? [] : (scene?.boxes.filter(isBlock) ?? []),
      pairs: index === 0 ? itself : (diffs[index]?.pairs ?? new Map<string, string>()),
      edges: scene?.wires.map(({ from, to }) => ({ source: from, target: to })) ?? [],
    }));
    const places = alignBoxes(base.boxes.filter(isBlock), members, direction);
    return opened.map((each, index) =>
      each && !apart.has(index) ? sceneOf(each, direction, places[index]) : null,
    );
  };
  for (;;) {
    // The size of a box depends on where its wires come from: what moved is placed by its new middle.
    const scenes = place(place(drafts));
    const unread = scenes.flatMap((scene, index) => {
      const [own, diff] = [drafts[index], diffs[index]];
      if (!scene || !own || !diff) return [];
      const added = new Set(diff.addedEdges.map(wireName));
      const wires = own.wires.map(({ edge, from, to }) => {
        return { from, to, added: added.has(wireName(edge)) };
      });
      return keepsOrder(own.boxes, scene.boxes, wires, diff.added, direction) ? [] : [index];
    });
    if (unread.length === 0) {
      return scenes.map((scene, index) => {
        const [each, own, first] = [opened[index], drafts[index], scenes[0]];
        if (!apart.has(index) || !each || !own || !first) return scene;
        return sceneOf(each, direction, shifted(own, first, diffs[index], direction));
      });
    }
    // Without them others may lie closer together: room is made anew.
    for (const index of unread) apart.add(index);
  }
}

/** Where the blocks of a scene stand once its first that the base has too is where the base has it. */
function shifted(
  own: Scene,
  base: Scene,
  diff: LevelDiff | null,
  direction: Direction,
): ReadonlyMap<string, Point> {
  const there = new Map(base.boxes.map(({ id, rect }) => [id, rect]));
  const back = new Map([...(diff?.pairs ?? [])].map(([from, to]) => [to, from]));
  const both = own.boxes.flatMap(({ id, rect }) => {
    const target = there.get(back.get(id) ?? '');
    return target ? [{ rect, target, u: toFlowRect(rect, direction).u0 }] : [];
  });
  const first = both.reduce<(typeof both)[number] | null>(
    (best, each) => (best && best.u <= each.u ? best : each),
    null,
  );
  const by = first
    ? {
        x: middleOf(first.target).x - middleOf(first.rect).x,
        y: middleOf(first.target).y - middleOf(first.rect).y,
      }
    : { x: 0, y: 0 };
  return new Map(
    own.boxes
      .filter(isBlock)
      .map(({ id, rect }) => [id, { x: Math.round(rect.x + by.x), y: Math.round(rect.y + by.y) }]),
  );
}

function middleOf({ x, y, width, height }: Rect): Point {
  return { x: x + width / 2, y: y + height / 2 };
}

/** Blocks that are gone, where the base has them; below all others where something else stands there. */
function ghostsOf(scene: Scene | null, base: Scene | null, removed: ReadonlySet<string>) {
  const rects = (scene?.boxes ?? []).map(({ rect }) => rect);
  const below = Math.max(...rects.map(({ y, height }) => y + height)) + GHOST_GAP;
  return (base?.boxes ?? [])
    .filter(({ id }) => removed.has(id))
    .map((box) => {
      if (!rects.some((rect) => overlaps(rect, box.rect))) return box;
      return { ...box, rect: { ...box.rect, y: below } };
    });
}

/** Free space over a block that is gone and was moved out of the way, px. */
const GHOST_GAP = 48;

function isBlock({ kind }: Box): boolean {
  return kind === 'block' || kind === 'unresolved';
}

function toPane(
  id: string,
  scene: Scene | null,
  base: Scene | null,
  diff: LevelDiff | null,
): Omit<FigurePane, 'title' | 'scope' | 'problems'> {
  const back = new Map([...(diff?.pairs ?? [])].map(([from, to]) => [to, from]));
  // One that the base has not is known by its own id, as it is in copies of this variant.
  const keyOf = (box: Box) =>
    id === BASE || !isBlock(box) ? box.id : (back.get(box.id) ?? `+${box.id}`);
  const boxes = scene?.boxes ?? [];
  const keys = new Map(boxes.map((box) => [box.id, keyOf(box)]));
  const ghosts = ghostsOf(scene, base, diff?.removed ?? new Set());
  // A wire that is gone is drawn where both its ends still are.
  const here = new Map([
    ...ghosts.map(({ id, rect }): [string, Rect] => [id, rect]),
    ...boxes.map((box): [string, Rect] => [keyOf(box), box.rect]),
  ]);
  const stays = (...ends: readonly string[]) =>
    ends.every((end) => {
      const [mine, theirs] = [here.get(end), base?.boxes.find(({ id }) => id === end)];
      // Ports of an opened block stand at its border, wherever that is.
      if (theirs && !isBlock(theirs)) return true;
      if (!mine || !theirs) return false;
      const [a, b] = [middleOf(mine), middleOf(theirs.rect)];
      return Math.hypot(a.x - b.x, a.y - b.y) < 3;
    });
  const gone = new Set(diff?.removedEdges.map(wireName));
  const added = new Set(diff?.addedEdges.map(wireName));
  return {
    id,
    scene,
    marks: diff?.marks ?? new Map(),
    ghosts,
    ghostWires:
      base?.wires.filter((wire) => gone.has(wireName(wire.edge)) && stays(wire.from, wire.to)) ??
      [],
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
