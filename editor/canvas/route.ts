/**
 * Orthogonal routes for wires that no node lies on. Works in flow coordinates (`u` downstream, `v`
 * across), so that one rule serves figures that run upwards, downwards and to the right.
 */
import type { FlowPoint, FlowRect } from './geometry';

/** One wire to route. */
export interface Span {
  /** Wires with equal names may lie on one another: they fork from one port. */
  readonly trunk: string;
  readonly from: FlowPoint;
  readonly to: FlowPoint;
  /** The wire enters from this flank of its target, across the flow. */
  readonly flank?: 'low' | 'high' | null;
}

/** Straight part at each end, px. */
const STUB = 14;
/** Distance of a detour from the nodes that it passes. */
const MARGIN = 18;
/** A direct way keeps this far from nodes. */
const NEAR = 8;
/** Lengths of the stretch that enters a flank, the one wished for first. */
const FLANKS = [56, 46, 36, 28, 20];
/** Distance between two wires side by side. */
const LANE = 10;

/** How far a detour reaches beyond its ends, at most. */
const REACH = 60;

interface Taken {
  readonly trunk: string;
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

/** Corners of each wire, ends included, in the order of `spans`. */
export function routeWires(
  spans: readonly Span[],
  boxes: readonly FlowRect[],
): readonly (readonly FlowPoint[])[] {
  const lanes: Taken[] = [];
  const crossings: Taken[] = [];
  const routes: FlowPoint[][] = new Array(spans.length);
  // Short wires first: they keep the direct way and long ones go round.
  const order = spans.map((_, index) => index);
  order.sort((a, b) => length(spans[a]) - length(spans[b]) || a - b);
  for (const index of order) routes[index] = routeOne(spans[index], boxes, lanes, crossings);
  return routes;
}

function length({ from, to }: Span): number {
  return Math.abs(to.u - from.u) + Math.abs(to.v - from.v);
}

function routeOne(
  span: Span,
  boxes: readonly FlowRect[],
  lanes: Taken[],
  crossings: Taken[],
): FlowPoint[] {
  const { from, to, flank } = span;
  const forward = to.u - from.u;
  if (!flank && forward > 0) {
    const near = nearby(boxes, from, to);
    if (Math.abs(to.v - from.v) < 2 && clearAlong(from.v, from.u, to.u, near)) {
      // Two pixels off would show as a kink.
      return [from, { u: to.u, v: from.v }, to];
    }
    const step = forward >= 2 * STUB && stepRoute(span, near, crossings);
    if (step) return step;
  }
  const low = Math.min(from.u, to.u) - REACH;
  const high = Math.max(from.u, to.u) + REACH;
  const beside = boxes.filter((box) => box.u0 < high && box.u1 > low);
  if (flank) return flankRoute(span, flank === 'low' ? -1 : 1, beside, lanes, crossings);
  return detour(span, beside, lanes, crossings);
}

/** Boxes that a wire could meet on its direct way. */
function nearby(boxes: readonly FlowRect[], from: FlowPoint, to: FlowPoint): FlowRect[] {
  const low = Math.min(from.v, to.v) - NEAR;
  const high = Math.max(from.v, to.v) + NEAR;
  return boxes.filter(
    (box) => box.u0 < to.u + NEAR && box.u1 > from.u - NEAR && box.v0 < high && box.v1 > low,
  );
}

/** To the flank of the target: along and across, or round by a lane beside it. */
function flankRoute(
  { trunk, from, to }: Span,
  sign: 1 | -1,
  boxes: readonly FlowRect[],
  lanes: Taken[],
  crossings: Taken[],
): FlowPoint[] {
  // The target itself is no obstacle to the last stretch.
  const near = to.v + sign * (NEAR + 1);
  const outside = (from.v - near) * sign > 0;
  if (
    outside &&
    to.u > from.u + STUB &&
    clearAlong(from.v, from.u, to.u, boxes) &&
    clearAcross(to.u, from.v, near, boxes) &&
    free(lanes, trunk, from.v, from.u, to.u)
  ) {
    take(lanes, trunk, from.v, from.u, to.u);
    take(crossings, trunk, to.u, from.v, to.v);
    return [from, { u: to.u, v: from.v }, to];
  }
  const start = shift(crossings, trunk, from.u + STUB, from.v, from.v, 1);
  const [low, high] = start < to.u ? [start, to.u] : [to.u, start];
  // Room for the name of the port.
  const room = FLANKS.find((distance) => {
    const lane = to.v + sign * distance;
    return !boxBeside(lane, low, high, boxes) && free(lanes, trunk, lane, low, high);
  });
  const edge = { u: to.u, v: to.v + sign * (room ?? MARGIN) };
  const v = laneBeside(sign, edge, edge, low, high, boxes, lanes, trunk);
  take(lanes, trunk, v, low, high);
  take(crossings, trunk, start, from.v, v);
  return [from, { u: start, v: from.v }, { u: start, v }, { u: to.u, v }, to];
}

/** Along, across once, along again; null when a node is in every way. */
function stepRoute(
  { trunk, from, to }: Span,
  boxes: readonly FlowRect[],
  crossings: Taken[],
): FlowPoint[] | null {
  const room = to.u - from.u - 2 * STUB;
  const count = Math.max(1, Math.floor(room / LANE) + 1);
  // From the target backwards: wires bend just before they enter, as in hand-drawn figures.
  for (let index = 0; index < Math.min(count, 40); index++) {
    const u = to.u - STUB - index * LANE;
    if (u < from.u + STUB - 0.5) break;
    if (
      clearAlong(from.v, from.u, u, boxes) &&
      clearAcross(u, from.v, to.v, boxes) &&
      clearAlong(to.v, u, to.u, boxes) &&
      free(crossings, trunk, u, from.v, to.v)
    ) {
      take(crossings, trunk, u, from.v, to.v);
      return [from, { u, v: from.v }, { u, v: to.v }, to];
    }
  }
  return null;
}

/** Out, to a lane beside everything in between, along it, and in again. */
function detour(
  { trunk, from, to }: Span,
  boxes: readonly FlowRect[],
  lanes: Taken[],
  crossings: Taken[],
): FlowPoint[] {
  const start = shift(crossings, trunk, from.u + STUB, from.v, from.v, 1);
  const end = shift(crossings, trunk, to.u - STUB, to.v, to.v, -1);
  const [low, high] = start < end ? [start, end] : [end, start];
  const isClear = (lane: number) =>
    clearAcross(start, from.v, lane, boxes) && clearAcross(end, lane, to.v, boxes);
  const inner = laneBetween(from, to, low, high, boxes, lanes, trunk).filter(isClear);
  const beside = ([1, -1] as const).map((sign) =>
    laneBeside(sign, from, to, low, high, boxes, lanes, trunk),
  );
  const clear = beside.filter(isClear);
  const cost = (lane: number) => Math.abs(lane - from.v) + Math.abs(lane - to.v);
  // Ties go to the side on which the target's port sits, else to the larger v.
  const tie = to.v - from.v >= 0 ? 1 : -1;
  const [v] = [...inner, ...(clear.length > 0 ? clear : beside)].sort(
    (one, two) => cost(one) - cost(two) || (two - one) * tie,
  );
  take(lanes, trunk, v, low, high);
  take(crossings, trunk, start, from.v, v);
  take(crossings, trunk, end, v, to.v);
  return [from, { u: start, v: from.v }, { u: start, v }, { u: end, v }, { u: end, v: to.v }, to];
}

/** Lanes between both ends, where rows of boxes leave room. */
function laneBetween(
  from: FlowPoint,
  to: FlowPoint,
  low: number,
  high: number,
  boxes: readonly FlowRect[],
  lanes: readonly Taken[],
  trunk: string,
): number[] {
  const [first, last] = from.v < to.v ? [from.v, to.v] : [to.v, from.v];
  // A far-off wire is not worth a long search.
  const step = Math.max(LANE, (last - first) / 60);
  const found: number[] = [];
  for (let lane = first + step; lane < last; lane += step) {
    const box = boxes.some(
      (rect) =>
        rect.u0 < high + 4 && rect.u1 > low - 4 && lane > rect.v0 - NEAR && lane < rect.v1 + NEAR,
    );
    if (!box && free(lanes, trunk, lane, low, high)) found.push(lane);
  }
  return found.length > 0 ? [found[Math.floor(found.length / 2)]] : [];
}

function laneBeside(
  sign: 1 | -1,
  from: FlowPoint,
  to: FlowPoint,
  low: number,
  high: number,
  boxes: readonly FlowRect[],
  lanes: readonly Taken[],
  trunk: string,
): number {
  let lane = sign > 0 ? Math.max(from.v, to.v) : Math.min(from.v, to.v);
  for (let round = 0; round < boxes.length + lanes.length + 1; round++) {
    const box = boxBeside(lane, low, high, boxes);
    if (box) {
      lane = sign > 0 ? box.v1 + MARGIN : box.v0 - MARGIN;
      continue;
    }
    if (free(lanes, trunk, lane, low, high)) return lane;
    lane += sign * LANE;
  }
  return lane;
}

/** A box that a lane passes too near. */
function boxBeside(
  lane: number,
  low: number,
  high: number,
  boxes: readonly FlowRect[],
): FlowRect | undefined {
  return boxes.find(
    (rect) =>
      rect.u0 < high + 4 &&
      rect.u1 > low - 4 &&
      lane > rect.v0 - MARGIN + 1 &&
      lane < rect.v1 + MARGIN - 1,
  );
}

/** The first free place for a crossing, stepping away from the box that the wire belongs to. */
function shift(
  crossings: readonly Taken[],
  trunk: string,
  u: number,
  from: number,
  to: number,
  sign: 1 | -1,
): number {
  let place = u;
  for (let round = 0; round < 3; round++) {
    if (free(crossings, trunk, place, from, to)) return place;
    place += sign * LANE * 0.6;
  }
  return u;
}

function free(
  taken: readonly Taken[],
  trunk: string,
  at: number,
  from: number,
  to: number,
): boolean {
  const [low, high] = from < to ? [from, to] : [to, from];
  return !taken.some(
    (other) =>
      other.trunk !== trunk &&
      Math.abs(other.at - at) < LANE - 2 &&
      other.from < high + 2 &&
      other.to > low - 2,
  );
}

function take(taken: Taken[], trunk: string, at: number, from: number, to: number): void {
  taken.push({ trunk, at, from: Math.min(from, to), to: Math.max(from, to) });
}

/** No box lies on a line along the flow. Boxes at its very ends are its own. */
function clearAlong(v: number, from: number, to: number, boxes: readonly FlowRect[]): boolean {
  const [low, high] = from < to ? [from, to] : [to, from];
  return !boxes.some(
    (box) => box.v0 < v + NEAR && box.v1 > v - NEAR && box.u0 < high - 1 && box.u1 > low + 1,
  );
}

function clearAcross(u: number, from: number, to: number, boxes: readonly FlowRect[]): boolean {
  const [low, high] = from < to ? [from, to] : [to, from];
  return !boxes.some(
    (box) => box.u0 < u + NEAR && box.u1 > u - NEAR && box.v0 < high + NEAR && box.v1 > low - NEAR,
  );
}

/** The route without corners that lie on a straight line. */
export function simplify(route: readonly FlowPoint[]): FlowPoint[] {
  return route.filter((point, index) => {
    const before = route[index - 1];
    const after = route[index + 1];
    if (!before || !after) return true;
    const straightU = before.u === point.u && point.u === after.u;
    const straightV = before.v === point.v && point.v === after.v;
    return !straightU && !straightV;
  });
}
