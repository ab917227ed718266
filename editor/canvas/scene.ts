/**
 * One level of a graph as a figure: boxes with sizes and ports, wires with corners. Pure and free
 * of any canvas library; the canvas, the miniatures in composites and the thumbnails all draw it.
 */
import type { Edge, GraphFragment, GraphNode, PortSpec } from '../../runtime/index';
import { arrangePorts } from './arrange';
import { type BlockView, type Definitions, titleOf, viewBlock } from './blockView';
import { sizeOfBox } from './boxSize';
import { chooseDirection } from './direction';
import {
  boundsOf,
  type Direction,
  fromFlowPoint,
  inputSide,
  type Point,
  type Rect,
  toFlowPoint,
  toFlowRect,
} from './geometry';
import { type OuterPorts, outerBoxes, portBoxId } from './outerPorts';
import { type ShownParam, shownParams } from './params';
import { type Arrangement, flankSide, type Port, placePorts, usual } from './ports';
import { routeWires, simplify } from './route';
import { safeEntries, safePosition, safeText } from './safe';
import { squeeze } from './squeeze';

/** A node as it is drawn. */
export interface Box {
  readonly id: string;
  /** `input` and `output` boxes stand for the ports of the composite that is open. */
  readonly kind: 'block' | 'unresolved' | 'input' | 'output';
  readonly rect: Rect;
  readonly title: string;
  readonly block?: BlockView;
  readonly node?: GraphNode;
  readonly params: readonly ShownParam[];
  /** `6`, or the expression as written. */
  readonly repeat: string;
  /** Passes its input on: drawn muted, with a line through. */
  readonly bypassed: boolean;
  readonly ports: readonly Port[];
  /** The inside of a composite, drawn small. */
  readonly inside?: Scene;
}

/** A wire as it is drawn. */
export interface Wire {
  readonly id: string;
  readonly edge: Edge;
  /** Ids of the boxes at its ends. */
  readonly from: string;
  readonly to: string;
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

export interface SceneOptions {
  /** The composite that is open; absent at the top. */
  readonly outer?: OuterPorts;
  /** Kept while a node is dragged; otherwise chosen from the positions. */
  readonly direction?: Direction;
  /** How many levels of miniatures to draw. */
  readonly depth?: number;
  /** Small: outer ports are bare ends of wires, free bands are narrow. */
  readonly miniature?: boolean;
}

/** Draws a level. Never throws, whatever a file has put into it. */
export function buildScene(
  document: Definitions,
  graph: GraphFragment,
  options: SceneOptions = {},
): Scene {
  const edges = (Array.isArray(graph.edges) ? graph.edges : []).filter(
    (edge) => typeof edge === 'object' && edge !== null,
  );
  const nodes = safeEntries(graph.nodes).flatMap(([id, node]): GraphNode[] =>
    typeof node === 'object' && node !== null
      ? [{ ...node, id, position: safePosition(node.position) }]
      : [],
  );
  const byId = Object.fromEntries(nodes.map((node) => [node.id, node]));
  const direction = options.direction ?? chooseDirection(byId, edges);
  const wired = wiredPorts(edges);
  const draw = (node: GraphNode, arrangement?: Arrangement) =>
    boxOf(document, node, wired.get(node.id), direction, options.depth ?? 1, arrangement);
  const complete = (boxes: readonly Box[]): readonly Box[] => {
    const placed = options.miniature ? squeeze(boxes) : boxes;
    if (!options.outer) return placed;
    const { outer, miniature = false } = options;
    return [...placed, ...outerBoxes(placed, edges, direction, outer, miniature)];
  };
  // Where wires enter depends on where boxes stand, and the size of boxes on where wires enter.
  const first = nodes.map((node) => draw(node));
  const draft = complete(first);
  const arrangements = arrangePorts(draft, finder(draft).source, edges, direction);
  const boxes =
    arrangements.size === 0
      ? draft
      : complete(
          nodes.map((node, index) => {
            const arrangement = arrangements.get(node.id);
            return arrangement ? draw(node, arrangement) : first[index];
          }),
        );
  const wires = wiresOf(boxes, edges, direction);
  const corners = wires.flatMap((wire) => wire.corners);
  const rects = boxes.map((box) => box.rect);
  return {
    boxes,
    wires,
    direction,
    bounds: boundsOf([...rects, ...corners.map(({ x, y }) => ({ x, y, width: 0, height: 0 }))]),
  };
}

function boxOf(
  document: Definitions,
  node: GraphNode,
  wired: WiredPorts | undefined,
  direction: Direction,
  depth: number,
  arrangement: Arrangement = usual,
): Box {
  const { id, repeat } = node;
  const block = viewBlock(document, safeText(node.block, 200));
  const inside = block?.inside && depth > 0 ? insideOf(document, block, block.inside) : undefined;
  const inputs = withWired(block?.inputs, wired?.inputs);
  const outputs = withWired(block?.outputs, wired?.outputs);
  const params = shownParams(node, block);
  const hasBody = !block || params.length > 0 || inside !== undefined;
  const title = safeText(titleOf({ ...node, label: safeText(node.label) }, block)) || id;
  const content = { hasBody, inside, ports: { inputs, outputs }, title };
  const size = sizeOfBox(content, direction, arrangement);
  return {
    id,
    kind: block ? 'block' : 'unresolved',
    rect: { ...node.position, ...size },
    title,
    block,
    node,
    params,
    repeat:
      typeof repeat === 'number' || typeof repeat === 'string' ? String(repeat).slice(0, 16) : '',
    bypassed: node.bypass === true,
    ports: [
      ...placePorts('input', inputs, size, direction, arrangement),
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
    scene = buildScene(document, graph, { depth: 0, outer: block, miniature: true });
    known.set(graph, scene);
  }
  return scene;
}

/** A port that a wire names and the block does not have: drawn, so that the wire can be seen. */
const missingPort: PortSpec = { axes: '...', optional: true };

interface WiredPorts {
  readonly inputs: Set<string>;
  readonly outputs: Set<string>;
}

/** The ports that wires name, by node. */
function wiredPorts(edges: readonly Edge[]): ReadonlyMap<string, WiredPorts> {
  const found = new Map<string, WiredPorts>();
  const note = (node: string, kind: keyof WiredPorts, port: string) => {
    let ports = found.get(node);
    if (!ports) {
      ports = { inputs: new Set(), outputs: new Set() };
      found.set(node, ports);
    }
    if (port && port !== '__proto__') ports[kind].add(port);
  };
  for (const edge of edges) {
    note(edge.source, 'outputs', safeText(edge.sourcePort, 64));
    note(edge.target, 'inputs', safeText(edge.targetPort, 64));
  }
  return found;
}

function withWired(
  ports: Readonly<Record<string, PortSpec>> = {},
  wired: ReadonlySet<string> = new Set(),
): Readonly<Record<string, PortSpec>> {
  const missing = [...wired].filter((port) => !Object.hasOwn(ports, port));
  if (missing.length === 0) return ports;
  return { ...ports, ...Object.fromEntries(missing.map((port) => [port, missingPort])) };
}

/** Finds the boxes at the ends of wires, those of outer ports included. */
function finder(boxes: readonly Box[]) {
  const byId = new Map(boxes.map((box) => [box.id, box]));
  return {
    source: (edge: Edge) =>
      byId.get(edge.source) ?? byId.get(portBoxId('input', safeText(edge.sourcePort))),
    target: (edge: Edge) =>
      byId.get(edge.target) ?? byId.get(portBoxId('output', safeText(edge.targetPort))),
  };
}

function wiresOf(boxes: readonly Box[], edges: readonly Edge[], direction: Direction): Wire[] {
  const find = finder(boxes);
  const seen = new Set<string>();
  const ends = edges.flatMap((edge) => {
    const source = find.source(edge);
    const target = find.target(edge);
    const out = source && portOf(source, 'output', edge.sourcePort);
    const into = target && portOf(target, 'input', edge.targetPort);
    if (!source || !target || !out || !into) return [];
    const trunk = `${edge.source}.${edge.sourcePort}`;
    const first = !seen.has(trunk);
    seen.add(trunk);
    return [{ edge, source, target, out, into, trunk, first }];
  });
  const sides = flankSide[direction];
  const routes = routeWires(
    ends.map(({ trunk, source, target, out, into }) => ({
      trunk,
      from: toFlowPoint(place(source, out.at), direction),
      to: toFlowPoint(place(target, into.at), direction),
      flank: into.side === inputSide[direction] ? null : into.side === sides.low ? 'low' : 'high',
    })),
    boxes.map((box) => toFlowRect(box.rect, direction)),
  );
  return ends.map(({ edge, source, target, first }, index) => ({
    id: `${edge.source}.${edge.sourcePort}>${edge.target}.${edge.targetPort}`,
    edge,
    from: source.id,
    to: target.id,
    corners: simplify(routes[index]).map((point) => fromFlowPoint(point, direction)),
    first,
  }));
}

function portOf(box: Box, kind: Port['kind'], id: string): Port | undefined {
  return box.ports.find((port) => port.kind === kind && port.id === id);
}

function place(box: Box, at: Point): Point {
  return { x: box.rect.x + at.x, y: box.rect.y + at.y };
}
