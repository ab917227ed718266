/** Makes the free bands across a figure narrow, for pictures in small frames. */
import type { Box } from './scene';

/** The widest free band that is left, px. */
const GAP = 40;

/** The same boxes nearer to one another; what is in line stays in line. */
export function squeeze(boxes: readonly Box[]): Box[] {
  const toX = narrow(boxes.map(({ rect }) => [rect.x, rect.x + rect.width]));
  const toY = narrow(boxes.map(({ rect }) => [rect.y, rect.y + rect.height]));
  return boxes.map((box) => {
    const { x, y, width, height } = box.rect;
    return { ...box, rect: { x: toX(x), y: toY(y), width, height } };
  });
}

/** A map of coordinates that takes away what free bands have beyond `GAP`. */
function narrow(spans: readonly (readonly [number, number])[]): (at: number) => number {
  const sorted = [...spans].sort((a, b) => a[0] - b[0]);
  const cuts: { readonly from: number; readonly by: number }[] = [];
  let end: number | null = null;
  for (const [from, to] of sorted) {
    if (end !== null && from - end > GAP) cuts.push({ from, by: from - end - GAP });
    end = end === null ? to : Math.max(end, to);
  }
  return (at) => cuts.reduce((moved, cut) => (at >= cut.from ? moved - cut.by : moved), at);
}
