/** What the palette puts on a drag, and the canvas takes from it. */
export const BLOCK_DRAG_TYPE = 'application/x-patchbay-block';
