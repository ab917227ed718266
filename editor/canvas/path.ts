/** SVG paths of wires, and where on them a label sits. */
import type { Point } from './geometry';

/** A line through the corners, rounded where there is room. */
export function roundedPath(corners: readonly Point[], radius = 8): string {
  if (corners.length === 0) return '';
  const parts = [`M${corners[0].x},${corners[0].y}`];
  for (let index = 1; index < corners.length - 1; index++) {
    const before = corners[index - 1];
    const corner = corners[index];
    const after = corners[index + 1];
    const r = Math.min(radius, distance(before, corner) / 2, distance(corner, after) / 2);
    const into = toward(corner, before, r);
    const out = toward(corner, after, r);
    parts.push(`L${into.x},${into.y}Q${corner.x},${corner.y} ${out.x},${out.y}`);
  }
  const end = corners[corners.length - 1];
  parts.push(`L${end.x},${end.y}`);
  return parts.join('');
}

/** A small filled triangle at the end of a wire. */
export function arrowPath(corners: readonly Point[], size = 6): string {
  const end = corners[corners.length - 1];
  const before = corners[corners.length - 2];
  if (!end || !before) return '';
  const length = distance(before, end) || 1;
  const dx = (end.x - before.x) / length;
  const dy = (end.y - before.y) / length;
  const base = { x: end.x - dx * size, y: end.y - dy * size };
  const half = size * 0.55;
  return `M${end.x},${end.y}L${base.x - dy * half},${base.y + dx * half}L${base.x + dy * half},${base.y - dx * half}Z`;
}

export interface LabelPlace extends Point {
  /** True on a stretch across the page, where the label sits above the line. */
  readonly above: boolean;
  /** Length of the stretch. */
  readonly room: number;
}

/**
 * The middle of the stretch at the source, where all that leaves the port is still one wire; where
 * that is too short for a text of `width` px, the middle of the longest stretch.
 */
export function labelPlace(corners: readonly Point[], width: number): LabelPlace {
  const [first, second] = corners;
  if (first && second) {
    const place = middleOf(first, second);
    if (place.room >= (place.above ? width + 12 : LINE_ROOM)) return place;
  }
  let best: LabelPlace = { x: 0, y: 0, above: false, room: -1 };
  for (let index = 1; index < corners.length; index++) {
    const place = middleOf(corners[index - 1], corners[index]);
    if (place.room > best.room) best = place;
  }
  return best;
}

/** Least length of a stretch along the page that a line of text can stand on, px. */
const LINE_ROOM = 22;

function middleOf(a: Point, b: Point): LabelPlace {
  return {
    x: (a.x + b.x) / 2,
    y: (a.y + b.y) / 2,
    above: Math.abs(b.x - a.x) > Math.abs(b.y - a.y),
    room: distance(a, b),
  };
}

/** Distance of a point from a wire. */
export function distanceToWire(point: Point, corners: readonly Point[]): number {
  let least = Number.POSITIVE_INFINITY;
  for (let index = 1; index < corners.length; index++) {
    const a = corners[index - 1];
    const b = corners[index];
    const x = Math.max(Math.min(a.x, b.x), Math.min(Math.max(a.x, b.x), point.x));
    const y = Math.max(Math.min(a.y, b.y), Math.min(Math.max(a.y, b.y), point.y));
    least = Math.min(least, Math.hypot(point.x - x, point.y - y));
  }
  return least;
}

function distance(a: Point, b: Point): number {
  return Math.hypot(b.x - a.x, b.y - a.y);
}

function toward(from: Point, to: Point, by: number): Point {
  const length = distance(from, to) || 1;
  return {
    x: round(from.x + ((to.x - from.x) * by) / length),
    y: round(from.y + ((to.y - from.y) * by) / length),
  };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
