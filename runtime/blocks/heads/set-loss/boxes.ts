/** Boxes by centre and size, and how far two are apart. Rezatofighi et al. 2019, arXiv 1902.09630. */
import type { Value } from '../../../ops/types';
import type { BlockBuilder } from '../../types';

/** Boxes as four values of one shape. */
export interface Boxes {
  readonly x: Value;
  readonly y: Value;
  readonly width: Value;
  readonly height: Value;
}

/** [B, N, 4] (centre x, centre y, width, height) -> four of `shape`, such as [B, N, 1]. */
export function splitBoxes(b: BlockBuilder, boxes: Value, shape: readonly number[]): Boxes {
  const [batch, count] = boxes.shape;
  const side = (index: number) =>
    b.reshape([b.slice([boxes], { begin: [0, 0, index], size: [batch, count, 1] })], { shape });
  return { x: side(0), y: side(1), width: side(2), height: side(3) };
}

/** Sum of the differences of the four numbers; shapes broadcast. */
export function boxDistance(b: BlockBuilder, one: Boxes, other: Boxes): Value {
  const apart = (side: keyof Boxes) => b.abs([b.sub([one[side], other[side]])]);
  return b.add([b.add([apart('x'), apart('y')]), b.add([apart('width'), apart('height')])]);
}

/**
 * Generalized intersection over union (algorithm 1): 1 for equal boxes, towards -1 the farther they
 * are apart; shapes broadcast.
 */
export function boxOverlap(b: BlockBuilder, one: Boxes, other: Boxes): Value {
  const across = extent(b, [one.x, one.width], [other.x, other.width]);
  const down = extent(b, [one.y, one.height], [other.y, other.height]);
  const shared = b.mul([across.shared, down.shared]);
  const areas = b.add([b.mul([one.width, one.height]), b.mul([other.width, other.height])]);
  // Two boxes without any area share nothing.
  const least = b.scalar(1e-12);
  const union = b.maximum([b.sub([areas, shared]), least]);
  const hull = b.maximum([b.mul([across.spanned, down.spanned]), least]);
  return b.sub([b.div([shared, union]), b.div([b.sub([hull, union]), hull])]);
}

type Side = readonly [centre: Value, size: Value];

/** Along one side: what both cover, and what they span together. */
function extent(b: BlockBuilder, one: Side, other: Side): { shared: Value; spanned: Value } {
  const start = ([centre, size]: Side) => b.sub([centre, b.scale([size], { factor: 0.5 })]);
  const end = ([centre, size]: Side) => b.add([centre, b.scale([size], { factor: 0.5 })]);
  const [starts, ends] = [[start(one), start(other)] as const, [end(one), end(other)] as const];
  return {
    shared: b.relu([b.sub([b.minimum(ends), b.maximum(starts)])]),
    spanned: b.sub([b.maximum(ends), b.minimum(starts)]),
  };
}
