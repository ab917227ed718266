/** Draws the pictures of "Same shape?": four shapes in the corners of 28 x 28 grey pixels. */
import type { Random } from '../../../graph/random';

export const SIDE = 28;
/** Circle, square, triangle, cross. */
export const SHAPES = 4;
/** Pictures in a round: each different pair of shapes once, each equal one three times. */
export const ROUND = 24;

const QUARTER = SIDE / 2;

export interface Corners {
  /** Shapes 0..3: top left, top right, bottom left, bottom right. */
  readonly shapes: readonly [number, number, number, number];
  /** 1 where top right and bottom left are the same, else 0. */
  readonly label: number;
}

/**
 * What stands in the corners of picture `place` of a round of ROUND: in the round, each shape is top
 * right as often with one label as with the other, and so bottom left: neither corner alone tells
 * anything. The other two are drawn, and tell nothing.
 */
export function cornersOf(place: number, random: Random): Corners {
  const label = place % 2;
  const pair = Math.floor(place / 2);
  const right = pair % SHAPES;
  const other = 1 + (Math.floor(pair / SHAPES) % (SHAPES - 1));
  const left = label === 1 ? right : (right + other) % SHAPES;
  return { shapes: [random.int(SHAPES), right, left, random.int(SHAPES)], label };
}

/** Adds the picture to `image`, row-major [28, 28], 0..1: each shape of a size, place and grey of its own. */
export function drawShapes({ shapes }: Corners, random: Random, image: Float32Array): void {
  for (const [corner, shape] of shapes.entries()) {
    const radius = between(random, 3.5, 5.5);
    const slack = QUARTER / 2 - radius - 0.5;
    const centreX = QUARTER * (corner % 2) + QUARTER / 2 + between(random, -slack, slack);
    const centreY = QUARTER * Math.floor(corner / 2) + QUARTER / 2 + between(random, -slack, slack);
    const grey = between(random, 0.6, 1);
    const top = QUARTER * Math.floor(corner / 2);
    const left = QUARTER * (corner % 2);
    for (let y = top; y < top + QUARTER; y++) {
      for (let x = left; x < left + QUARTER; x++) {
        const outside = distance(shape, x + 0.5 - centreX, y + 0.5 - centreY, radius);
        // An edge that goes through a pixel makes it half as bright.
        image[y * SIDE + x] = grey * Math.min(1, Math.max(0, 0.5 - outside));
      }
    }
  }
}

/** How far a point is outside a shape around (0, 0); negative within it. */
function distance(shape: number, x: number, y: number, radius: number): number {
  switch (shape) {
    case 0:
      return Math.hypot(x, y) - radius;
    case 1:
      return Math.max(Math.abs(x), Math.abs(y)) - 0.85 * radius;
    case 2:
      // Three sides, at half the radius from the middle.
      return Math.max(y, (Math.sqrt(3) * Math.abs(x) - y) / 2) - radius / 2;
    default: {
      const arm = radius / 3.5;
      const [long, wide] = [Math.max(Math.abs(x), Math.abs(y)), Math.min(Math.abs(x), Math.abs(y))];
      return Math.max(long - radius, wide - arm);
    }
  }
}

function between(random: Random, low: number, high: number): number {
  return low + (high - low) * random.next();
}
