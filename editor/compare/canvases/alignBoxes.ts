/** Common places for the blocks of several variants: equal blocks at equal places, room for new ones. */
import {
  type Direction,
  fromFlowPoint,
  type Point,
  type Rect,
  toFlowRect,
} from '../../canvas/geometry';

export interface PlacedBox {
  readonly id: string;
  readonly rect: Rect;
}

export interface Member {
  readonly boxes: readonly PlacedBox[];
  /** Ids here by those of the base. */
  readonly pairs: ReadonlyMap<string, string>;
  readonly edges: readonly { readonly source: string; readonly target: string }[];
}

/** A place in flow coordinates: its middle, and half its extents. */
interface Slot {
  u: number;
  v: number;
  hu: number;
  hv: number;
}

/** Least distance of a new block from others, px. */
const GAP = 36;
/** Each round moves something on; hostile graphs end here. */
const MAX_ROUNDS = 400;

/**
 * Top left corners by id, for each member. Blocks of the base stay about where it has them, by their
 * middles; new ones lie as far from their neighbours as in their own variant. Where they would cover
 * something, what comes after moves on in all members.
 */
export function alignBoxes(
  base: readonly PlacedBox[],
  members: readonly Member[],
  direction: Direction,
): readonly ReadonlyMap<string, Point>[] {
  const slots = new Map(base.map(({ id, rect }) => [id, slotOf(rect, direction)]));
  const grown = new Set<Slot>();
  const own = members.map(({ boxes }) => new Map(boxes.map((box) => [box.id, box])));
  members.forEach(({ pairs }, index) => {
    for (const [from, to] of pairs) {
      const [slot, box] = [slots.get(from), own[index].get(to)];
      if (!slot || !box) continue;
      const { hu, hv } = slotOf(box.rect, direction);
      if (hu > slot.hu || hv > slot.hv) grown.add(slot);
      slot.hu = Math.max(slot.hu, hu);
      slot.hv = Math.max(slot.hv, hv);
    }
  });
  const added = members.map((member) => addedSlots(member, slots, direction));
  makeRoom(
    [...slots.values()],
    added.map((each) => [...each.values()]),
    grown,
  );
  return members.map(({ boxes, pairs }, index) => {
    const back = new Map([...pairs].map(([from, to]) => [to, from]));
    return new Map(
      boxes.map(({ id, rect }): [string, Point] => {
        const slot = slots.get(back.get(id) ?? '') ?? added[index].get(id);
        if (!slot) return [id, { x: rect.x, y: rect.y }];
        const middle = fromFlowPoint(slot, direction);
        return [
          id,
          {
            x: Math.round(middle.x - rect.width / 2),
            y: Math.round(middle.y - rect.height / 2),
          },
        ];
      }),
    );
  });
}

function slotOf(rect: Rect, direction: Direction): Slot {
  const { u0, u1, v0, v1 } = toFlowRect(rect, direction);
  return { u: (u0 + u1) / 2, v: (v0 + v1) / 2, hu: (u1 - u0) / 2, hv: (v1 - v0) / 2 };
}

/** New blocks move as far as a neighbour that both have: one that feeds them, else one they feed. */
function addedSlots(
  { boxes, pairs, edges }: Member,
  slots: ReadonlyMap<string, Slot>,
  direction: Direction,
): Map<string, Slot> {
  const here = new Map(boxes.map(({ id, rect }) => [id, slotOf(rect, direction)]));
  const shifts = new Map<string, { u: number; v: number }>();
  for (const [from, to] of pairs) {
    const [there, mine] = [slots.get(from), here.get(to)];
    if (there && mine) shifts.set(to, { u: there.u - mine.u, v: there.v - mine.v });
  }
  const paired = new Set(shifts.keys());
  const spread = (from: 'source' | 'target', to: 'source' | 'target') => {
    for (let before = -1; before < shifts.size; ) {
      before = shifts.size;
      for (const edge of edges) {
        const shift = shifts.get(edge[from]);
        if (shift && here.has(edge[to]) && !shifts.has(edge[to])) shifts.set(edge[to], shift);
      }
    }
  };
  spread('source', 'target');
  spread('target', 'source');
  return new Map(
    boxes.flatMap(({ id }): [string, Slot][] => {
      const slot = here.get(id);
      if (!slot || paired.has(id)) return [];
      const { u, v } = shifts.get(id) ?? { u: 0, v: 0 };
      return [[id, { ...slot, u: slot.u + u, v: slot.v + v }]];
    }),
  );
}

/** Moves slots downstream until no new or grown one covers another. */
function makeRoom(
  slots: readonly Slot[],
  added: readonly (readonly Slot[])[],
  grown: ReadonlySet<Slot>,
): void {
  const all = [...slots, ...added.flat()];
  const push = (cut: number, by: number, except: Slot) => {
    for (const slot of all) if (slot !== except && slot.u - slot.hu >= cut - 1) slot.u += by;
  };
  const settle = (slot: Slot, others: readonly Slot[], gap: number): boolean => {
    for (const other of others) {
      if (other === slot || !covers(slot, other, gap)) continue;
      if (other.u < slot.u) slot.u = other.u + other.hu + gap + slot.hu + 0.5;
      else push(other.u - other.hu, slot.u + slot.hu + gap - (other.u - other.hu) + 0.5, slot);
      return true;
    }
    return false;
  };
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const moved =
      [...grown].some((slot) => settle(slot, slots, 12)) ||
      added.some((list) => list.some((slot) => settle(slot, [...slots, ...list], GAP)));
    if (!moved) return;
  }
}

function covers(a: Slot, b: Slot, gap: number): boolean {
  return Math.abs(a.u - b.u) < a.hu + b.hu + gap && Math.abs(a.v - b.v) < a.hv + b.hv + 8;
}
