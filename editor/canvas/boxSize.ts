/** Sizes of boxes: fixed by what they hold, so that a figure is known before it is drawn. */
import type { Direction } from './geometry';
import type { OuterPorts } from './outerPorts';
import { type Arrangement, needsNames, sideLength } from './ports';
import { safeEntries } from './safe';
import type { Scene } from './scene';

export const BOX_WIDTH = 184;
/** In figures that run to the right, where width is dear, boxes are as wide as their names. */
const BOX_WIDTH_RIGHT = { min: 160, max: 216 };
const HEADER_HEIGHT = 34;
const BODY_HEIGHT = 24;
export const PORT_ROW = 18;
/** Width of a composite, which shows its inside. */
export const COMPOSITE_WIDTH = 232;
const INSIDE_MAX_HEIGHT = 260;
const INSIDE_MAX_SCALE = 0.66;
const INSIDE_PADDING = 12;

/** Scale at which a miniature is drawn inside a composite. */
export function insideScale({ bounds }: Scene): number {
  const width = COMPOSITE_WIDTH - 2 * INSIDE_PADDING;
  return Math.min(
    INSIDE_MAX_SCALE,
    width / Math.max(1, bounds.width + 16),
    INSIDE_MAX_HEIGHT / Math.max(1, bounds.height),
  );
}

function widthForTitle(title: string): number {
  const needed = Math.ceil((title.length * 7.2 + 44) / 8) * 8;
  return Math.max(BOX_WIDTH_RIGHT.min, Math.min(BOX_WIDTH_RIGHT.max, needed));
}

export interface BoxContent {
  readonly hasBody: boolean;
  readonly inside: Scene | undefined;
  readonly ports: OuterPorts;
  readonly title: string;
}

export function sizeOfBox(
  { hasBody, inside, ports, title }: BoxContent,
  direction: Direction,
  { flanks }: Arrangement,
): { width: number; height: number } {
  const inputs = safeEntries(ports.inputs);
  const facing = inputs.filter(([id]) => !flanks.has(id));
  const outputs = safeEntries(ports.outputs);
  const across = Math.max(
    sideLength(facing.length, needsNames(ports.inputs)),
    sideLength(outputs.length, needsNames(ports.outputs)),
  );
  const insideHeight =
    inside && inside.boxes.length > 0
      ? Math.round(inside.bounds.height * insideScale(inside)) + 2 * INSIDE_PADDING
      : 0;
  const plain = direction === 'right' ? widthForTitle(title) : BOX_WIDTH;
  const width = insideHeight > 0 ? COMPOSITE_WIDTH : plain;
  const content = HEADER_HEIGHT + (hasBody ? BODY_HEIGHT : 0) + insideHeight;
  if (direction === 'right') return { width, height: Math.max(content, Math.min(across, 400)) };
  const rows =
    (facing.length > 1 && needsNames(ports.inputs) ? PORT_ROW : 0) +
    (needsNames(ports.outputs) ? PORT_ROW : 0);
  return { width: Math.max(width, Math.min(across, 480)), height: content + rows };
}
