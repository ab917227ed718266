/** How large a graph is drawn in a frame, and which part of it when the whole would be too small. */
import type { Rect } from '../canvas/geometry';
import type { Scene } from '../canvas/scene';

/** Room for the count beside a repeated block, and for the stack behind it. */
const MARGIN = 20;
/** A graph of two blocks must not fill the frame. */
const MOST = 0.6;
/** Smaller than this, the whole says nothing: then a part is shown, larger. */
const LEAST = 0.25;
const PART = 0.42;

export interface ThumbnailFrame {
  readonly scale: number;
  /** The part that is shown, in units of the scene. */
  readonly view: Rect;
  /** Which sides go on beyond the frame. */
  readonly cutX: boolean;
  readonly cutY: boolean;
}

export function thumbnailFrame(scene: Scene, width: number, height: number): ThumbnailFrame {
  const { bounds } = scene;
  const whole = {
    x: bounds.x - MARGIN,
    y: bounds.y - MARGIN,
    width: bounds.width + 2 * MARGIN,
    height: bounds.height + 2 * MARGIN,
  };
  const fit = Math.min(width / whole.width, height / whole.height);
  const part = Math.max(PART, height / whole.height);
  const scale = Math.min(MOST, fit < LEAST ? part : fit);
  const view = { width: width / scale, height: height / scale };
  const heart = heartOf(scene);
  const across = scene.direction === 'right';
  const x = across ? place(heart.x, view.width, whole.x, whole.width) : heart.x - view.width / 2;
  const y = across ? heart.y - view.height / 2 : place(heart.y, view.height, whole.y, whole.height);
  const cutX = whole.width > view.width + 1;
  const cutY = whole.height > view.height + 1;
  return { scale, view: { x, y, ...view }, cutX, cutY };
}

/** The middle of what a graph is known by: its composites, else all of it. */
function heartOf({ boxes, bounds }: Scene): { x: number; y: number } {
  const composites = boxes.filter((box) => box.inside);
  const rects = composites.length > 0 ? composites.map((box) => box.rect) : [bounds];
  const mean = (values: readonly number[]) =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  return {
    x: mean(rects.map((rect) => rect.x + rect.width / 2)),
    y: mean(rects.map((rect) => rect.y + rect.height / 2)),
  };
}

/** Where a window begins: in the middle of what fits, else round its heart but within the figure. */
function place(heart: number, room: number, start: number, length: number): number {
  if (length <= room) return start - (room - length) / 2;
  return Math.max(start, Math.min(start + length - room, heart - room / 2));
}
