/** Where the ports of a box sit: inputs on one side, outputs on the other. */
import type { PortSpec } from '../../runtime/index';
import { type Direction, inputSide, outputSide, type Point, type Side } from './geometry';
import { safeEntries, safeText } from './safe';

/** A port of a box, with its place relative to the box's top left corner. */
export interface Port {
  readonly id: string;
  readonly kind: 'input' | 'output';
  /** Empty when the box has one port of this kind: then the wire says enough. */
  readonly label: string;
  readonly side: Side;
  readonly at: Point;
  readonly spec: PortSpec;
}

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

/** Length that a side needs for its ports. */
export function sideLength(ports: Readonly<Record<string, PortSpec>>): number {
  const count = safeEntries(ports).length;
  return count <= 1 ? 0 : (count + 1) * PORT_PITCH + 26;
}

/**
 * Ports of one kind, in the order of their slots. `order` may swap the first two of them, so that
 * the wire that comes straight at the box takes its middle.
 */
export function placePorts(
  kind: Port['kind'],
  specs: Readonly<Record<string, PortSpec>>,
  size: { readonly width: number; readonly height: number },
  direction: Direction,
  swapFirst = false,
): readonly Port[] {
  const entries = safeEntries(specs);
  const required = entries.filter(([, spec]) => !spec.optional);
  const optional = entries.filter(([, spec]) => spec.optional);
  const ordered = [...required, ...optional];
  if (swapFirst && required.length === 2) [ordered[0], ordered[1]] = [ordered[1], ordered[0]];
  const places = slots(required.length, optional.length);
  const side = (kind === 'input' ? inputSide : outputSide)[direction];
  return ordered.map(([id, spec], index) => ({
    id,
    kind,
    label: entries.length > 1 ? safeText(spec.label, 16) || id : '',
    side,
    at: pointOn(side, places[index], size),
    spec,
  }));
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
