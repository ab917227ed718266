/** Boxes for the ports of the composite that is open: before the first node, behind the last one. */
import { type Edge, GRAPH_INPUT, GRAPH_OUTPUT, type PortSpec } from '../../runtime/index';
import {
  boundsOf,
  type Direction,
  type FlowRect,
  fromFlowPoint,
  inputSide,
  outputSide,
  toFlowRect,
} from './geometry';
import { safeEntries, safeText } from './safe';
import type { Box } from './scene';

/** Ports of the composite whose inside is drawn. */
export interface OuterPorts {
  readonly inputs: Readonly<Record<string, PortSpec>>;
  readonly outputs: Readonly<Record<string, PortSpec>>;
}

interface PortBoxSize {
  readonly width: number;
  readonly height: number;
  /** Distance from the figure. */
  readonly gap: number;
}

const FULL: PortBoxSize = { width: 96, height: 30, gap: 48 };
/** Bare ends of wires, as in a miniature. */
const BARE: PortBoxSize = { width: 1, height: 1, gap: 26 };
/** Least distance between two of them. */
const APART = 14;

type Kind = 'input' | 'output';

/** Id on the canvas of the box of one outer port; node ids have no `:`. */
export function portBoxId(kind: Kind, port: string): string {
  return `${kind === 'input' ? GRAPH_INPUT : GRAPH_OUTPUT}:${port}`;
}

export function outerBoxes(
  boxes: readonly Box[],
  edges: readonly Edge[],
  direction: Direction,
  outer: OuterPorts,
  bare: boolean,
): Box[] {
  const size = bare ? BARE : FULL;
  const flow = toFlowRect(boundsOf(boxes.map((box) => box.rect)), direction);
  const rects = new Map(boxes.map((box) => [box.id, toFlowRect(box.rect, direction)]));
  const make = (kind: Kind, ports: OuterPorts['inputs']): Box[] => {
    const wished = safeEntries(ports).map(([id, spec]) => ({
      port: { id, spec },
      v: wishedPlace(kind, id, edges, rects, flow),
    }));
    wished.sort((a, b) => a.v - b.v);
    const pitch = (direction === 'right' ? size.height : size.width) + APART;
    let last = Number.NEGATIVE_INFINITY;
    return wished.map(({ port, v }) => {
      last = Math.max(v, last + pitch);
      return portBox(kind, port, last, flow, direction, size);
    });
  };
  return [...make('input', outer.inputs), ...make('output', outer.outputs)];
}

/** In line with the first box that it is wired to; in the middle when there is none. */
function wishedPlace(
  kind: Kind,
  port: string,
  edges: readonly Edge[],
  rects: ReadonlyMap<string, FlowRect>,
  flow: FlowRect,
): number {
  for (const edge of edges) {
    const mine =
      kind === 'input'
        ? edge.source === GRAPH_INPUT && edge.sourcePort === port
        : edge.target === GRAPH_OUTPUT && edge.targetPort === port;
    const rect = mine && rects.get(kind === 'input' ? edge.target : edge.source);
    if (rect) return (rect.v0 + rect.v1) / 2;
  }
  return (flow.v0 + flow.v1) / 2;
}

function portBox(
  kind: Kind,
  port: { readonly id: string; readonly spec: PortSpec },
  v: number,
  flow: FlowRect,
  direction: Direction,
  { width, height, gap }: PortBoxSize,
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
    bypassed: false,
    // From within, an input of the composite is something to take from.
    ports: [
      {
        ...port,
        kind: kind === 'input' ? 'output' : 'input',
        label: '',
        beside: false,
        inset: false,
        side,
        at,
      },
    ],
  };
}
