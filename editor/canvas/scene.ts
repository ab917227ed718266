/**
 * One level of a graph as a figure: boxes with sizes and ports, wires with corners. Pure and free
 * of any canvas library; the canvas, the miniatures in composites and the thumbnails all draw it.
 */
import {
  type Edge,
  GRAPH_INPUT,
  GRAPH_OUTPUT,
  type GraphFragment,
  type GraphNode,
  type PortSpec,
} from '../../runtime/index';
import { type BlockView, type Definitions, titleOf, viewBlock } from './blockView';
import { chooseDirection } from './direction';
import {
  boundsOf,
  type Direction,
  fromFlowPoint,
  inputSide,
  outputSide,
  type Point,
  type Rect,
  toFlowPoint,
  toFlowRect,
} from './geometry';
import { type ShownParam, shownParams } from './params';
import { type Port, placePorts, sideLength } from './ports';
import { routeWires, simplify } from './route';
import { safeEntries, safePosition, safeText } from './safe';

/** A node as it is drawn. */
export interface Box {
  readonly id: string;
  /** `ports` boxes stand for the inputs or outputs of the composite that is open. */
  readonly kind: 'block' | 'unresolved' | 'input' | 'output';
  readonly rect: Rect;
  readonly title: string;
  readonly block?: BlockView;
  readonly node?: GraphNode;
  readonly params: readonly ShownParam[];
  /** `6`, or the expression as written. */
  readonly repeat: string;
  readonly ports: readonly Port[];
  /** The inside of a composite, drawn small. */
  readonly inside?: Scene;
}

/** A wire as it is drawn. */
export interface Wire {
  readonly id: string;
  readonly edge: Edge;
  readonly corners: readonly Point[];
  /** True for the first wire of its source port: only that one is labelled. */
  readonly first: boolean;
}

export interface Scene {
  readonly boxes: readonly Box[];
  readonly wires: readonly Wire[];
  readonly direction: Direction;
  readonly bounds: Rect;
}

/** Ports of the composite whose inside is drawn. */
export interface OuterPorts {
  readonly inputs: Readonly<Record<string, PortSpec>>;
  readonly outputs: Readonly<Record<string, PortSpec>>;
}

export interface SceneOptions {
  /** The composite that is open; absent at the top. */
  readonly outer?: OuterPorts;
  /** Kept while a node is dragged; otherwise chosen from the positions. */
  readonly direction?: Direction;
  /** How many levels of miniatures to draw. */
  readonly depth?: number;
  /** Outer ports are bare ends of wires, as in a miniature. */
  readonly compact?: boolean;
}

export const BOX_WIDTH = 184;
export const HEADER_HEIGHT = 34;
export const BODY_HEIGHT = 24;
export const PORT_ROW = 18;
/** Width of a composite, which shows its inside. */
export const COMPOSITE_WIDTH = 232;
const INSIDE_MAX_HEIGHT = 260;
const INSIDE_MAX_SCALE = 0.66;
export const INSIDE_PADDING = 12;
const PORT_BOX = { width: 96, height: 30, gap: 48 };
const PORT_END = { width: 1, height: 1, gap: 30 };

/** Draws a level. Never throws, whatever a file has put into it. */
export function buildScene(
  document: Definitions,
  graph: GraphFragment,
  options: SceneOptions = {},
): Scene {
  const nodes = Object.fromEntries(
    safeEntries(graph.nodes)
      .filter(([, node]) => typeof node === 'object' && node !== null)
      .map(([id, node]) => [id, { ...node, position: safePosition(node.position) }]),
  );
  const edges = (Array.isArray(graph.edges) ? graph.edges : []).filter(
    (edge) => typeof edge === 'object' && edge !== null,
  );
  const direction = options.direction ?? chooseDirection(nodes, edges);
  const drawn = safeEntries(nodes).map(([id, node]) =>
    boxOf(document, id, node, edges, direction, options.depth ?? 1),
  );
  const boxes = straighten(
    [...drawn, ...outerBoxes(drawn, edges, direction, options)],
    edges,
    direction,
  );
  return {
    boxes,
    wires: wiresOf(boxes, edges, direction),
    direction,
    bounds: boundsOf(boxes.map((box) => box.rect)),
  };
}

function boxOf(
  document: Definitions,
  id: string,
  node: GraphNode,
  edges: readonly Edge[],
  direction: Direction,
  depth: number,
): Box {
  const block = viewBlock(document, safeText(node.block, 200));
  const inside = block?.inside && depth > 0 ? insideOf(document, block, block.inside) : undefined;
  const inputs = withWired(block?.inputs, id, edges, 'target');
  const outputs = withWired(block?.outputs, id, edges, 'source');
  const size = sizeOfBox(block, { inputs, outputs }, inside, direction);
  const repeat = node.repeat;
  return {
    id,
    kind: block ? 'block' : 'unresolved',
    rect: { ...safePosition(node.position), ...size },
    title: safeText(titleOf({ ...node, label: safeText(node.label) }, block)) || id,
    block,
    node,
    params: shownParams(node, block),
    repeat:
      typeof repeat === 'number' || typeof repeat === 'string' ? String(repeat).slice(0, 16) : '',
    ports: [
      ...placePorts('input', inputs, size, direction),
      ...placePorts('output', outputs, size, direction),
    ],
    inside: inside && inside.boxes.length > 0 ? inside : undefined,
  };
}

const insides = new WeakMap<object, WeakMap<GraphFragment, Scene>>();

/** The miniature of a composite; the same object as long as no definition changes. */
function insideOf(document: Definitions, block: BlockView, graph: GraphFragment): Scene {
  let known = insides.get(document.definitions);
  if (!known) {
    known = new WeakMap();
    insides.set(document.definitions, known);
  }
  let scene = known.get(graph);
  if (!scene) {
    scene = buildScene(document, graph, { depth: 0, outer: block, compact: true });
    known.set(graph, scene);
  }
  return scene;
}

/** A port that a wire names and the block does not have: drawn, so that the wire can be seen. */
const missingPort: PortSpec = { axes: '...', optional: true };

function withWired(
  ports: Readonly<Record<string, PortSpec>> | undefined,
  id: string,
  edges: readonly Edge[],
  end: 'source' | 'target',
): Readonly<Record<string, PortSpec>> {
  const all = new Map(safeEntries(ports));
  for (const edge of edges) {
    const port = safeText(edge[`${end}Port`], 64);
    if (edge[end] === id && port && port !== '__proto__' && !all.has(port))
      all.set(port, missingPort);
  }
  return Object.fromEntries(all);
}

/** Scale at which a miniature is drawn inside a composite. */
export function insideScale(inside: Scene): number {
  const width = COMPOSITE_WIDTH - 2 * INSIDE_PADDING;
  const { bounds } = inside;
  return Math.min(
    INSIDE_MAX_SCALE,
    width / Math.max(1, bounds.width + 40),
    INSIDE_MAX_HEIGHT / Math.max(1, bounds.height),
  );
}

function sizeOfBox(
  block: BlockView | undefined,
  { inputs, outputs }: OuterPorts,
  inside: Scene | undefined,
  direction: Direction,
): { width: number; height: number } {
  const across = Math.max(sideLength(inputs), sideLength(outputs));
  const body = !block || safeEntries(block.params).length > 0 ? BODY_HEIGHT : 0;
  const insideHeight =
    inside && inside.boxes.length > 0
      ? Math.round(inside.bounds.height * insideScale(inside)) + 2 * INSIDE_PADDING
      : 0;
  const width = insideHeight > 0 ? COMPOSITE_WIDTH : BOX_WIDTH;
  const content = HEADER_HEIGHT + body + insideHeight;
  if (direction === 'right') return { width, height: Math.max(content, Math.min(across, 400)) };
  const rows =
    (safeEntries(inputs).length > 1 ? PORT_ROW : 0) +
    (safeEntries(outputs).length > 1 ? PORT_ROW : 0);
  return { width: Math.max(width, Math.min(across, 480)), height: content + rows };
}

/** Boxes for the ports of the open composite: before the first node and behind the last one. */
function outerBoxes(
  boxes: readonly Box[],
  edges: readonly Edge[],
  direction: Direction,
  { outer, compact }: SceneOptions,
): Box[] {
  if (!outer) return [];
  const size = compact ? PORT_END : PORT_BOX;
  const all = boundsOf(boxes.map((box) => box.rect));
  const flow = toFlowRect(all, direction);
  const byId = new Map(boxes.map((box) => [box.id, box]));
  const make = (kind: 'input' | 'output', ports: OuterPorts['inputs']): Box[] => {
    const id = kind === 'input' ? GRAPH_INPUT : GRAPH_OUTPUT;
    const wished = safeEntries(ports).map(([port, spec]) => {
      const ends = edges
        .filter((edge) =>
          kind === 'input'
            ? edge.source === id && edge.sourcePort === port
            : edge.target === id && edge.targetPort === port,
        )
        .map((edge) => byId.get(kind === 'input' ? edge.target : edge.source))
        .filter((box) => box !== undefined);
      const centres = ends.map(
        (box) =>
          toFlowPoint(
            { x: box.rect.x + box.rect.width / 2, y: box.rect.y + box.rect.height / 2 },
            direction,
          ).v,
      );
      const v =
        centres.length > 0
          ? centres.reduce((sum, value) => sum + value, 0) / centres.length
          : (flow.v0 + flow.v1) / 2;
      return { port, spec, v };
    });
    wished.sort((a, b) => a.v - b.v);
    const pitch = (direction === 'right' ? size.height : size.width) + 14;
    let last = Number.NEGATIVE_INFINITY;
    return wished.map(({ port, spec, v }) => {
      const place = Math.max(v, last + pitch);
      last = place;
      return portBox(kind, { id: port, spec }, place, flow, direction, size);
    });
  };
  return [...make('input', outer.inputs), ...make('output', outer.outputs)];
}

/** Id on the canvas of the box of one outer port; node ids have no `:`. */
export function portBoxId(kind: 'input' | 'output', port: string): string {
  return `${kind === 'input' ? GRAPH_INPUT : GRAPH_OUTPUT}:${port}`;
}

function portBox(
  kind: 'input' | 'output',
  port: { readonly id: string; readonly spec: PortSpec },
  v: number,
  flow: { u0: number; u1: number },
  direction: Direction,
  { width, height, gap }: typeof PORT_BOX,
): Box {
  const half = (direction === 'right' ? width : height) / 2;
  const u = kind === 'input' ? flow.u0 - gap - half : flow.u1 + gap + half;
  const centre = fromFlowPoint({ u, v }, direction);
  const rect = {
    x: Math.round(centre.x - width / 2),
    y: Math.round(centre.y - height / 2),
    width,
    height,
  };
  const side = (kind === 'input' ? outputSide : inputSide)[direction];
  const at = {
    x: side === 'left' ? 0 : side === 'right' ? rect.width : rect.width / 2,
    y: side === 'top' ? 0 : side === 'bottom' ? rect.height : rect.height / 2,
  };
  return {
    id: portBoxId(kind, port.id),
    kind,
    rect,
    title: safeText(port.spec.label) || port.id,
    params: [],
    repeat: '',
    // From within, an input of the composite is something to take from.
    ports: [{ ...port, kind: kind === 'input' ? 'output' : 'input', label: '', side, at }],
  };
}

/** Gives the middle of a two-input box to the wire that comes straight at it. */
function straighten(boxes: readonly Box[], edges: readonly Edge[], direction: Direction): Box[] {
  const byId = new Map(boxes.map((box) => [box.id, box]));
  return boxes.map((box) => {
    const inputs = Object.fromEntries(
      box.ports.filter((port) => port.kind === 'input').map((port) => [port.id, port.spec]),
    );
    const required = safeEntries(inputs).filter(([, spec]) => !spec.optional);
    if (box.kind !== 'block' || required.length !== 2) return box;
    const [first, second] = required.map(([port]) =>
      straightness(
        box,
        edges.find((edge) => edge.target === box.id && edge.targetPort === port),
        byId,
        direction,
      ),
    );
    if (second >= first) return box;
    const outputs = box.ports.filter((port) => port.kind === 'output');
    return {
      ...box,
      ports: [...placePorts('input', inputs, box.rect, direction, true), ...outputs],
    };
  });
}

/** How far the source of a wire is from the box: off its axis first, then along the flow. */
function straightness(
  box: Box,
  edge: Edge | undefined,
  byId: ReadonlyMap<string, Box>,
  direction: Direction,
): number {
  const source = edge && (byId.get(edge.source) ?? byId.get(portBoxId('input', edge.sourcePort)));
  if (!source) return Number.POSITIVE_INFINITY;
  const here = toFlowRect(box.rect, direction);
  const there = toFlowRect(source.rect, direction);
  const across = Math.abs((here.v0 + here.v1) / 2 - (there.v0 + there.v1) / 2);
  return across * 4 + Math.abs(here.u0 - there.u1);
}

function wiresOf(boxes: readonly Box[], edges: readonly Edge[], direction: Direction): Wire[] {
  const byId = new Map(boxes.map((box) => [box.id, box]));
  const seen = new Set<string>();
  const ends = edges.flatMap((edge) => {
    const source = byId.get(edge.source) ?? byId.get(portBoxId('input', edge.sourcePort));
    const target = byId.get(edge.target) ?? byId.get(portBoxId('output', edge.targetPort));
    if (!source || !target) return [];
    const out = portOf(source, 'output', edge.sourcePort);
    const into = portOf(target, 'input', edge.targetPort);
    if (!out || !into) return [];
    const trunk = `${edge.source}.${edge.sourcePort}`;
    const first = !seen.has(trunk);
    seen.add(trunk);
    const from = place(source, out.at);
    const to = place(target, into.at);
    return [{ edge, from, to, trunk, first }];
  });
  const routes = routeWires(
    ends.map(({ trunk, from, to }) => ({
      trunk,
      from: toFlowPoint(from, direction),
      to: toFlowPoint(to, direction),
    })),
    boxes.map((box) => toFlowRect(box.rect, direction)),
  );
  return ends.map(({ edge, first }, index) => ({
    id: wireId(edge),
    edge,
    corners: simplify(routes[index]).map((point) => fromFlowPoint(point, direction)),
    first,
  }));
}

/** An input port takes one wire, so that its place names the wire. */
export function wireId(edge: Edge): string {
  return `${edge.source}.${edge.sourcePort}>${edge.target}.${edge.targetPort}`;
}

function portOf(box: Box, kind: Port['kind'], id: string): Port | undefined {
  return box.ports.find((port) => port.kind === kind && port.id === id);
}

function place(box: Box, at: Point): Point {
  return { x: box.rect.x + at.x, y: box.rect.y + at.y };
}
