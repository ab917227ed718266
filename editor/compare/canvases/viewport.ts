/** Which part of the figures is seen: one viewport for all panes, since all are as large. Pure. */
import type { Direction, Point, Rect } from '../../canvas/geometry';

/** A point of a figure lies at `point * zoom + (x, y)` in its pane, px. */
export interface Viewport {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export const LEAST_ZOOM = 0.06;
export const MOST_ZOOM = 2.5;
/** All of a figure is shown at first where it is at least as large. */
const LEAST_WHOLE = 0.3;
/** How large a figure begins that does not fit as a whole. */
const READABLE = 0.45;
/** Free space round what is brought into view, in units of the figure. */
const AROUND = 52;
/** Part of a figure that always stays in sight, px. */
const KEPT = 48;

export function panBy(view: Viewport, dx: number, dy: number): Viewport {
  return { ...view, x: view.x + dx, y: view.y + dy };
}

/** Zooms by a factor; the point of the figure under `at` (px of the pane) stays there. */
export function zoomAt(view: Viewport, at: Point, factor: number): Viewport {
  const zoom = Math.min(MOST_ZOOM, Math.max(LEAST_ZOOM, view.zoom * factor));
  const by = zoom / view.zoom;
  return { x: at.x - (at.x - view.x) * by, y: at.y - (at.y - view.y) * by, zoom };
}

/** Two fingers move from one pair of places to another. */
export function pinch(
  view: Viewport,
  from: readonly [Point, Point],
  to: readonly [Point, Point],
): Viewport {
  const [before, after] = [middle(from), middle(to)];
  const moved = panBy(view, after.x - before.x, after.y - before.y);
  const apart = ([a, b]: readonly [Point, Point]) => Math.max(1, Math.hypot(a.x - b.x, a.y - b.y));
  return zoomAt(moved, after, apart(to) / apart(from));
}

function middle([a, b]: readonly [Point, Point]): Point {
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
}

/** All of a rectangle, in the middle of the pane. */
export function fitRect(rect: Rect, size: Size, most = 1): Viewport {
  const zoom = clamp(fitZoom(rect, size), LEAST_ZOOM, most);
  return centred(rect, size, zoom);
}

function fitZoom({ width, height }: Rect, size: Size): number {
  return Math.min(size.width / (width + 2 * AROUND), size.height / (height + 2 * AROUND));
}

function centred(rect: Rect, size: Size, zoom: number): Viewport {
  return {
    x: size.width / 2 - (rect.x + rect.width / 2) * zoom,
    y: size.height / 2 - (rect.y + rect.height / 2) * zoom,
    zoom,
  };
}

/** What is shown at first: all where it can be read, else the beginning of the flow. */
export interface Beginning {
  readonly bounds: Rect;
  /** The block that stands farthest upstream; null in an empty figure. */
  readonly first: Rect | null;
  readonly direction: Direction;
}

export function startView({ bounds, first, direction }: Beginning, size: Size): Viewport {
  if (fitZoom(bounds, size) >= LEAST_WHOLE) return fitRect(bounds, size);
  const sideways = direction === 'right';
  // Across the flow all is shown, where that can be read too.
  const across = sideways
    ? size.height / (bounds.height + 2 * AROUND)
    : size.width / (bounds.width + 2 * AROUND);
  const zoom = clamp(across, LEAST_WHOLE, READABLE);
  const fits = across >= zoom;
  const middle = centred(fits || !first ? bounds : first, size, zoom);
  if (sideways) return { ...middle, x: (AROUND - bounds.x) * zoom };
  const y =
    direction === 'up'
      ? size.height - (bounds.y + bounds.height + AROUND) * zoom
      : (AROUND - bounds.y) * zoom;
  return { ...middle, y };
}

/** Moves no farther than is needed to see a rectangle; zoom stays. */
export function reveal(view: Viewport, rect: Rect, size: Size): Viewport {
  const shift = (start: number, length: number, room: number) => {
    const free = Math.min(24, Math.max(0, (room - length) / 2));
    if (start < free) return free - start;
    return start + length > room - free ? room - free - length - start : 0;
  };
  return panBy(
    view,
    shift(rect.x * view.zoom + view.x, rect.width * view.zoom, size.width),
    shift(rect.y * view.zoom + view.y, rect.height * view.zoom, size.height),
  );
}

/** Keeps a bit of the figures in sight, so that they are never lost. */
export function keepInSight(view: Viewport, bounds: Rect, size: Size): Viewport {
  const hold = (offset: number, start: number, length: number, room: number) =>
    clamp(offset, KEPT - (start + length) * view.zoom, room - KEPT - start * view.zoom);
  return {
    x: hold(view.x, bounds.x, bounds.width, size.width),
    y: hold(view.y, bounds.y, bounds.height, size.height),
    zoom: view.zoom,
  };
}

/** The middle of the pane shows the same after its size changed. */
export function resized(view: Viewport, before: Size, after: Size): Viewport {
  return panBy(view, (after.width - before.width) / 2, (after.height - before.height) / 2);
}

/** Height of names in units of the figure: they shrink more slowly than it; 0 where none is read. */
export function textSize(zoom: number): number {
  if (zoom >= 0.75) return 13;
  if (zoom >= 0.55) return 17;
  if (zoom >= 0.42) return 21;
  return zoom >= 0.22 ? 25 : 0;
}

/** Columns and rows in which `count` equal panes show a figure of this shape largest. */
export function paneGrid(
  count: number,
  area: Size,
  figure: Rect,
): { columns: number; rows: number } {
  let best = { columns: 1, rows: count, zoom: 0 };
  for (let columns = 1; columns <= count; columns++) {
    const rows = Math.ceil(count / columns);
    // As many as there are rows for: no column is left empty.
    if (Math.ceil(count / rows) !== columns) continue;
    const size = {
      width: (area.width - (columns + 1) * BETWEEN) / columns,
      height: (area.height - (rows + 1) * BETWEEN) / rows - HEADER,
    };
    if (size.width < LEAST_PANE.width || size.height < LEAST_PANE.height) continue;
    const zoom = Math.min(1, fitZoom(figure, size));
    if (zoom > best.zoom * 1.02) best = { columns, rows, zoom };
  }
  if (best.zoom === 0 && count > 1) return { columns: 2, rows: Math.ceil(count / 2) };
  return { columns: best.columns, rows: best.rows };
}

/** Free space between panes and round them, px. */
export const BETWEEN = 8;
/** Height of what stands over a figure, px. */
export const HEADER = 52;
const LEAST_PANE: Size = { width: 210, height: 150 };

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(Math.max(least, most), value));
}
