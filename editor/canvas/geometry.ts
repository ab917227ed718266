/** Points, rectangles, and the frame in which every figure flows in one direction. */

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where a graph flows to: language models upwards, vision to the right, as their papers draw them. */
export type Direction = 'up' | 'right' | 'down';

export type Side = 'top' | 'bottom' | 'left' | 'right';

/** The side of a node on which a direction has its inputs. */
export const inputSide: Readonly<Record<Direction, Side>> = {
  up: 'bottom',
  right: 'left',
  down: 'top',
};

export const outputSide: Readonly<Record<Direction, Side>> = {
  up: 'top',
  right: 'right',
  down: 'bottom',
};

/** Coordinates along the flow (`u`, growing downstream) and across it (`v`). */
export interface FlowPoint {
  readonly u: number;
  readonly v: number;
}

/** A rectangle in flow coordinates. */
export interface FlowRect {
  readonly u0: number;
  readonly u1: number;
  readonly v0: number;
  readonly v1: number;
}

export function toFlowPoint(point: Point, direction: Direction): FlowPoint {
  if (direction === 'right') return { u: point.x, v: point.y };
  return { u: direction === 'up' ? -point.y : point.y, v: point.x };
}

export function fromFlowPoint({ u, v }: FlowPoint, direction: Direction): Point {
  if (direction === 'right') return { x: u, y: v };
  return { x: v, y: direction === 'up' ? 0 - u : u };
}

export function toFlowRect(rect: Rect, direction: Direction): FlowRect {
  const a = toFlowPoint(rect, direction);
  const b = toFlowPoint({ x: rect.x + rect.width, y: rect.y + rect.height }, direction);
  return {
    u0: Math.min(a.u, b.u),
    u1: Math.max(a.u, b.u),
    v0: Math.min(a.v, b.v),
    v1: Math.max(a.v, b.v),
  };
}

/** The smallest rectangle round all of them; a zero one when there are none. */
export function boundsOf(rects: readonly Rect[]): Rect {
  if (rects.length === 0) return { x: 0, y: 0, width: 0, height: 0 };
  const x = Math.min(...rects.map((rect) => rect.x));
  const y = Math.min(...rects.map((rect) => rect.y));
  return {
    x,
    y,
    width: Math.max(...rects.map((rect) => rect.x + rect.width)) - x,
    height: Math.max(...rects.map((rect) => rect.y + rect.height)) - y,
  };
}

export function overlaps(a: Rect, b: Rect, gap = 0): boolean {
  return (
    a.x < b.x + b.width + gap &&
    b.x < a.x + a.width + gap &&
    a.y < b.y + b.height + gap &&
    b.y < a.y + a.height + gap
  );
}
