/** Where the arrow keys lead on the canvas: along the wires, then to the nearest block. */
import type { Direction, Point } from './geometry';
import type { Box, Scene } from './scene';

export type Arrow = 'ArrowUp' | 'ArrowDown' | 'ArrowLeft' | 'ArrowRight';

const vectors: Readonly<Record<Arrow, Point>> = {
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
};

const downstream: Readonly<Record<Direction, Arrow>> = {
  up: 'ArrowUp',
  right: 'ArrowRight',
  down: 'ArrowDown',
};
const upstream: Readonly<Record<Direction, Arrow>> = {
  up: 'ArrowDown',
  right: 'ArrowLeft',
  down: 'ArrowUp',
};

/**
 * The block to go to from `id`. Along the flow the wires lead, the straightest one first; across
 * it, or where no wire leads on, the nearest block in that direction. Null at the edge: a hard stop.
 */
export function neighbour(scene: Scene, id: string, arrow: Arrow): string | null {
  const from = scene.boxes.find((box) => box.id === id);
  if (!from) return scene.boxes[0]?.id ?? null;
  const vector = vectors[arrow];
  const linked = new Set<string>();
  for (const { edge } of scene.wires) {
    if (arrow === downstream[scene.direction] && edge.source === id) linked.add(edge.target);
    if (arrow === upstream[scene.direction] && edge.target === id) linked.add(edge.source);
  }
  const alongWires = scene.boxes.filter((box) => linked.has(box.id));
  return nearest(from, alongWires, vector) ?? nearest(from, scene.boxes, vector);
}

function nearest(from: Box, boxes: readonly Box[], vector: Point): string | null {
  let best: string | null = null;
  let least = Number.POSITIVE_INFINITY;
  const here = centre(from);
  for (const box of boxes) {
    if (box.id === from.id) continue;
    const there = centre(box);
    const dx = there.x - here.x;
    const dy = there.y - here.y;
    const along = dx * vector.x + dy * vector.y;
    if (along <= 4) continue;
    const across = Math.abs(dx * vector.y) + Math.abs(dy * vector.x);
    const cost = along + 2 * across;
    if (cost < least) {
      least = cost;
      best = box.id;
    }
  }
  return best;
}

function centre({ rect }: Box): Point {
  return { x: rect.x + rect.width / 2, y: rect.y + rect.height / 2 };
}

/** Ids in an order in which every block follows its inputs: for Home, End and typing a name. */
export function readingOrder(scene: Scene): readonly string[] {
  const ids = scene.boxes.map((box) => box.id);
  const waiting = new Map(ids.map((id) => [id, new Set<string>()]));
  for (const { edge } of scene.wires) {
    if (waiting.has(edge.source)) waiting.get(edge.target)?.add(edge.source);
  }
  const order: string[] = [];
  const done = new Set<string>();
  while (order.length < ids.length) {
    const left = ids.filter((id) => !done.has(id));
    const ready = left.filter((id) => [...(waiting.get(id) ?? [])].every((from) => done.has(from)));
    // In a loop nothing is ready: the first one breaks it.
    for (const id of ready.length > 0 ? ready : left.slice(0, 1)) {
      done.add(id);
      order.push(id);
    }
  }
  return order;
}
