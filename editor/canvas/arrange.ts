/**
 * Decides at which side of a box each wire enters, as the figures of papers do: residual wires and
 * wires from a neighbouring column come in at the flank, the trunk comes in at the middle.
 */
import type { Edge } from '../../runtime/index';
import { type Direction, type FlowRect, toFlowRect } from './geometry';
import type { Arrangement, Flank } from './ports';
import type { Box } from './scene';

/** Boxes that are nearer than this across the flow count as standing in one column. */
const APART = 16;
/** A wire needs this much room along the flow to enter at the front. */
const ROOM = 28;

/** Least distance of two ports on a flank. */
const LEAST_PITCH = 24;

/** The arrangement of every box that has more than one input. */
export function arrangePorts(
  boxes: readonly Box[],
  sourceOf: (edge: Edge) => Box | undefined,
  edges: readonly Edge[],
  direction: Direction,
): ReadonlyMap<string, Arrangement> {
  const rects = new Map(boxes.map((box) => [box.id, toFlowRect(box.rect, direction)]));
  const all = [...rects.values()];
  const feeds = new Map(edges.map((edge) => [`${edge.target} ${edge.targetPort}`, edge]));
  const found = new Map<string, Arrangement>();
  for (const box of boxes) {
    const inputs = box.ports.filter((port) => port.kind === 'input');
    if (box.kind !== 'block' || inputs.length < 2) continue;
    const wired = inputs.flatMap((port) => {
      const edge = feeds.get(`${box.id} ${port.id}`);
      const source = edge && sourceOf(edge);
      return source && source.id !== box.id ? [{ port, source: rects.get(source.id) }] : [];
    });
    const here = rects.get(box.id);
    if (!here) continue;
    const flanks: { id: string; flank: Flank; u: number; beside: boolean }[] = [];
    for (const { port, source } of wired) {
      if (!source) continue;
      const isBlocked = () => all.some((other) => other !== here && between(other, source, here));
      const flank = flankOf(here, source, Boolean(port.spec.optional), isBlocked);
      if (flank) flanks.push({ ...flank, id: port.id, u: source.u1 });
    }
    // The trunk stays at the front: the straightest wire, or the first port.
    const front = straightest(here, wired) ?? inputs[0].id;
    const aside = flanks.filter(({ id }) => id !== front);
    // One residual wire comes in at the flank; key and value together come in at the front.
    const residuals = aside.filter(({ beside }) => !beside).length;
    const kept = aside
      .filter(({ beside }) => beside || residuals === 1)
      .sort((a, b) => a.u - b.u)
      .slice(0, Math.max(1, Math.floor((here.u1 - here.u0) / LEAST_PITCH)));
    const facing = inputs.filter(
      ({ id, spec }) => !spec.optional && !kept.some((flank) => flank.id === id),
    );
    found.set(box.id, {
      flanks: new Map(kept.map(({ id, flank }) => [id, flank])),
      swapFirst: facing.length === 2 && facing[1].id === front,
    });
  }
  return found;
}

function flankOf(
  here: FlowRect,
  source: FlowRect,
  optional: boolean,
  isBlocked: () => boolean,
): { readonly flank: Flank; readonly beside: boolean } | null {
  const before = source.v1 < here.v0 - APART;
  const after = source.v0 > here.v1 + APART;
  if (before || after) {
    const backward = source.u1 > here.u0 - ROOM;
    return backward || optional ? { flank: before ? 'low' : 'high', beside: true } : null;
  }
  return isBlocked() ? { flank: 'high', beside: false } : null;
}

/** True for a box that stands in the column between two others. */
function between(other: FlowRect, source: FlowRect, here: FlowRect): boolean {
  const middle = (here.v0 + here.v1) / 2;
  return (
    other.u0 >= source.u1 - 1 && other.u1 <= here.u0 + 1 && other.v0 < middle && other.v1 > middle
  );
}

/** The input whose source stands straightest behind the box; null when none is wired. */
function straightest(
  here: FlowRect,
  wired: readonly { readonly port: { readonly id: string }; readonly source?: FlowRect }[],
): string | null {
  let best: string | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const { port, source } of wired) {
    if (!source) continue;
    const across = Math.abs((here.v0 + here.v1) / 2 - (source.v0 + source.v1) / 2);
    const cost = across * 4 + Math.abs(here.u0 - source.u1);
    if (cost < least) {
      least = cost;
      best = port.id;
    }
  }
  return best;
}
