/** Where the ports of a box sit: inputs on one side, outputs on the other, some at the flanks. */
import type { PortSpec } from '../../runtime/index';
import { type Direction, inputSide, outputSide, type Point, type Side } from './geometry';
import { safeEntries, safeText } from './safe';

/** A port of a box, with its place relative to the box's top left corner. */
export interface Port {
  readonly id: string;
  readonly kind: 'input' | 'output';
  /** Empty where one port alone stands at the front: then the wire says enough. */
  readonly label: string;
  /** The name stands beside the wire, and not in a row of the box. */
  readonly beside: boolean;
  /** There is room for the name within the box, below its header and its values. */
  readonly inset: boolean;
  readonly side: Side;
  readonly at: Point;
  readonly spec: PortSpec;
}

/** The flank at which a wire enters: at the lower or the higher end across the flow. */
export type Flank = 'low' | 'high';

export const flankSide: Readonly<Record<Direction, Readonly<Record<Flank, Side>>>> = {
  up: { low: 'left', high: 'right' },
  down: { low: 'left', high: 'right' },
  right: { low: 'top', high: 'bottom' },
};

/** How the ports of one box are arranged beyond the usual. */
export interface Arrangement {
  /** Inputs that are entered from a flank, in the order of the flow. */
  readonly flanks: ReadonlyMap<string, Flank>;
  /** The second of two inputs takes the middle. */
  readonly swapFirst: boolean;
}

export const usual: Arrangement = { flanks: new Map(), swapFirst: false };

/** Header and values of a box end above this height, px. */
const FREE_FROM = 58;

/** Least distance between two ports along a side, px. */
export const PORT_PITCH = 26;

/**
 * Shares of a side's length. A box's main port sits in the middle, so that trunks are straight;
 * three required inputs (query, key, value) fan out evenly; optional ones go to the far end.
 */
function slots(required: number, optional: number): number[] {
  const total = required + optional;
  if (total === 0) return [];
  if (required === 1 || required === 2) {
    const rest = total - 1;
    return [0.5, ...Array.from({ length: rest }, (_, index) => 0.5 + (0.38 * (index + 1)) / rest)];
  }
  if (required === 3 && optional === 1) return [0.2, 0.42, 0.64, 0.86];
  return Array.from({ length: total }, (_, index) => (index + 1) / (total + 1));
}

/** False for one port, and for ports that mean the same, as those of a sum. */
export function needsNames(specs: Readonly<Record<string, PortSpec>>): boolean {
  const entries = safeEntries(specs);
  if (entries.length <= 1) return false;
  const [, first] = entries[0];
  return entries.some(
    ([, spec]) =>
      spec.label !== undefined ||
      spec.axes !== first.axes ||
      spec.dtype !== first.dtype ||
      spec.optional,
  );
}

/** Length that a side needs for so many ports. */
export function sideLength(count: number, named: boolean): number {
  if (count <= 1) return 0;
  return named ? (count + 1) * PORT_PITCH + 26 : count * (PORT_PITCH + 4);
}

/** Ports of one kind, in the order of their slots. */
export function placePorts(
  kind: Port['kind'],
  specs: Readonly<Record<string, PortSpec>>,
  size: { readonly width: number; readonly height: number },
  direction: Direction,
  { flanks, swapFirst }: Arrangement = usual,
): readonly Port[] {
  const named = needsNames(specs);
  const front = (kind === 'input' ? inputSide : outputSide)[direction];
  const port = (id: string, spec: PortSpec, side: Side, share: number, alone: boolean): Port => {
    const at = pointOn(side, share, size);
    return {
      id,
      kind,
      label: named && !alone ? safeText(spec.label, 16) || id : '',
      beside: direction === 'right' || side !== front,
      inset: direction === 'right' && side === front && at.y >= FREE_FROM,
      side,
      at,
      spec,
    };
  };
  const entries = safeEntries(specs);
  const isFlank = (id: string) => kind === 'input' && flanks.has(id);
  const facing = entries.filter(([id]) => !isFlank(id));
  const required = facing.filter(([, spec]) => !spec.optional);
  const optional = facing.filter(([, spec]) => spec.optional);
  const ordered = [...required, ...optional];
  if (swapFirst && required.length === 2) [ordered[0], ordered[1]] = [ordered[1], ordered[0]];
  const places = slots(required.length, optional.length);
  // The trunk needs no name where all the others are optional, nor where its wire says enough.
  const alone = (spec: PortSpec, index: number) =>
    (required.length <= 1 && !spec.optional) ||
    (direction === 'right' && kind === 'output' && index === 0);
  const placed = ordered.map(([id, spec], index) =>
    port(id, spec, front, places[index], alone(spec, index)),
  );
  for (const flank of ['low', 'high'] as const) {
    const here = [...flanks].filter(([id, where]) => where === flank && isFlank(id));
    here.forEach(([id], index) => {
      const spec = entries.find(([name]) => name === id)?.[1];
      const share = (index + 1) / (here.length + 1);
      // The flow runs upwards on a page whose y runs down.
      const along = direction === 'up' ? 1 - share : share;
      if (spec) placed.push(port(id, spec, flankSide[direction][flank], along, false));
    });
  }
  return placed;
}

function pointOn(
  side: Side,
  share: number,
  { width, height }: { readonly width: number; readonly height: number },
): Point {
  const x = Math.round(width * share);
  const y = Math.round(height * share);
  if (side === 'top') return { x, y: 0 };
  if (side === 'bottom') return { x, y: height };
  return { x: side === 'left' ? 0 : width, y };
}
