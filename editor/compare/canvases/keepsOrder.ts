/** Whether a graph still reads as its author laid it out after its blocks were moved. Pure. */
import { type Direction, type FlowRect, overlaps, toFlowRect } from '../../canvas/geometry';
import type { PlacedBox } from './alignBoxes';

interface LaidWire {
  readonly from: string;
  readonly to: string;
  /** The base has it not. */
  readonly added: boolean;
}

/**
 * False where an added wire that ran forward does not any more, and where an added block stands in
 * the row between two others that are wired to each other, as if it were wired between them, and did
 * not before. A wire that the base has too lies as it does there, which is no loss; and a layout in
 * which blocks cover each other is not worth keeping.
 */
export function keepsOrder(
  own: readonly PlacedBox[],
  moved: readonly PlacedBox[],
  wires: readonly LaidWire[],
  added: ReadonlySet<string>,
  direction: Direction,
): boolean {
  const covered = own.some(({ rect }, index) =>
    own.slice(index + 1).some((other) => overlaps(rect, other.rect)),
  );
  if (covered) return true;
  const [before, after] = [own, moved].map(
    (boxes) => new Map(boxes.map(({ id, rect }) => [id, toFlowRect(rect, direction)])),
  );
  return wires.every(({ from, to, added: isNew }) => {
    if (isNew && runsForward(before, from, to) && !runsForward(after, from, to)) return false;
    return [...added].every((id) => {
      if (id === from || id === to) return true;
      return !standsBetween(after, id, from, to) || standsBetween(before, id, from, to);
    });
  });
}

type Places = ReadonlyMap<string, FlowRect>;

/** The target begins after the source has ended. */
function runsForward(places: Places, from: string, to: string): boolean {
  const [source, target] = [places.get(from), places.get(to)];
  return source !== undefined && target !== undefined && target.u0 >= source.u1 - 1;
}

function standsBetween(places: Places, id: string, from: string, to: string): boolean {
  const [box, source, target] = [places.get(id), places.get(from), places.get(to)];
  if (!box || !source || !target) return false;
  const inRow = (other: FlowRect) => box.v0 < other.v1 && other.v0 < box.v1;
  const within = box.u0 >= source.u1 - 1 && box.u1 <= target.u0 + 1;
  return within && inRow(source) && inRow(target);
}
