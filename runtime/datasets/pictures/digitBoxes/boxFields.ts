/** The fields of "Find the digits", of the sizes that the graph has. */
import type { Field, InputNeed } from '../../types';

const USUAL_SIDE = 48;
const LEAST_SIDE = 32;
const MOST_SIDE = 96;
const USUAL_OBJECTS = 4;
const MOST_OBJECTS = 1000;

export function boxFields(needs: readonly InputNeed[]): Readonly<Record<string, Field>> {
  const [height, width] = pictureSize(needs);
  const asked = needs.find(({ field }) => field === 'boxes' || field === 'boxLabels')?.shape[0];
  const objects = asked !== undefined && asked <= MOST_OBJECTS ? asked : USUAL_OBJECTS;
  return {
    image: { kind: 'image', height, width, channels: 1 },
    boxes: { kind: 'numbers', shape: [objects, 4] },
    boxLabels: { kind: 'numbers', shape: [objects], classes: 10, labels: 'digits' },
  };
}

/** Height and width; the usual ones where what is asked has no room for digits, or too much. */
function pictureSize(needs: readonly InputNeed[]): readonly [number, number] {
  const asked = needs.find(({ role }) => role === 'image')?.shape;
  const sides = [asked?.[0] ?? 0, asked?.[1] ?? 0] as const;
  const fits = sides.every((side) => side >= LEAST_SIDE && side <= MOST_SIDE);
  return fits ? sides : [USUAL_SIDE, USUAL_SIDE];
}
