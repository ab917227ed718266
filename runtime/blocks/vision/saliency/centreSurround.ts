/** Differences of centre and surround over scales, and their sums. Itti, Koch, Niebur 1998, eq. 1 to 7. */
import type { Value } from '../../../ops/types';
import { bilinear, meanOfShares, resample } from '../../shared/resample';
import type { BlockBuilder } from '../../types';
import { DIRECTIONS } from './features';
import { promote } from './promote';

/** Surrounds lie that many scales above their centre. */
const STEPS = [3, 4];
/** Centres: the first and the next two scales. The last gives the scale of the sums. */
const CENTRES = 3;
/** Channels of a scale: intensity, two opponents, directions. */
const COLORS = 2;

/**
 * Conspicuity maps of intensity, colour and orientation, [B, h, w, 1] at the scale of the last centre.
 * With 9 scales from centre 2 on there are 6 pairs of scales and 42 maps; each pair is tapped.
 */
export function centreSurround(
  b: BlockBuilder,
  pyramid: readonly (Value | null)[],
  first: number,
): readonly [Value, Value, Value] {
  const sumScale = Math.min(first + CENTRES - 1, pyramid.length - 1);
  const [batch, height, width] = mapAt(pyramid, sumScale).shape;
  let sum: Value | null = null;
  for (let centre = first; centre < first + CENTRES; centre++) {
    for (const surround of STEPS.map((step) => centre + step)) {
      if (surround >= pyramid.length) continue;
      const difference = compare(b, mapAt(pyramid, centre), mapAt(pyramid, surround));
      const maps = promote(b, difference);
      b.tap(`maps_${centre}_${surround}`, maps);
      const reduced = resample(b, maps, height, width, meanOfShares);
      sum = sum ? b.add([sum, reduced]) : reduced;
    }
  }
  const parts = sum as Value; // [B, h, w, 1 + 2 + directions]
  const part = (at: number, count: number) =>
    b.slice([parts], { begin: [0, 0, 0, at], size: [batch, height, width, count] });
  const addUp = (maps: Value) => b.sum([maps], { axes: [3], keepDims: true });
  // Each direction is promoted once more before they are added (equation 7).
  const orientation = addUp(promote(b, part(1 + COLORS, DIRECTIONS)));
  return [part(0, 1), addUp(part(1, COLORS)), orientation];
}

function mapAt(pyramid: readonly (Value | null)[], scale: number): Value {
  const map = pyramid[scale];
  if (!map) throw new Error(`scale ${scale} was left out`);
  return map;
}

/**
 * |I(c) - I(s)|, |O(c) - O(s)|, and for colours, whose surround has the opponents changed round (red
 * and green, equation 2), |RG(c) + RG(s)|. The surround is enlarged to the centre.
 */
function compare(b: BlockBuilder, centre: Value, surround: Value): Value {
  const [, height, width, channels] = centre.shape;
  const signs = b.constant('opponents', { shape: [channels], dtype: 'float32' }, () =>
    Float32Array.from({ length: channels }, (_, i) => (i >= 1 && i <= COLORS ? 1 : -1)),
  );
  const enlarged = resample(b, surround, height, width, bilinear);
  return b.abs([b.add([centre, b.mul([enlarged, signs])])]);
}
