/** How large a graph is drawn in a frame, and whether its names can be read there. */
import type { Rect } from '../canvas/geometry';

/** Room for the count beside a repeated block, and for the stack behind it. */
const MARGIN = 16;
/** Never larger than this: a graph of two blocks must not fill the frame. */
const MOST = 0.62;
/** Below this width of a block, px, a name says nothing. */
const LEAST_BLOCK = 56;

export function thumbnailScale(
  bounds: Rect,
  width: number,
  height: number,
): { readonly scale: number; readonly text: number } {
  const scale = Math.min(
    MOST,
    width / (bounds.width + 2 * MARGIN),
    height / (bounds.height + 2 * MARGIN),
  );
  const block = 184 * scale;
  return { scale, text: block < LEAST_BLOCK ? 0 : Math.min(10, Math.max(7, block * 0.085)) };
}
