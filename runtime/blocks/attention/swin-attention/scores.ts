/** What is added to the scores within windows. Liu et al. 2021, equation 4 and section 3.2. */
import type { Value } from '../../../ops/types';
import { visionStart } from '../../shared/starts';
import type { BlockBuilder } from '../../types';

/** B [1, h, M M, M M], looked up in `relative_position_bias_table` [(2 M - 1)^2, h] by the distance. */
export function relativeBias(b: BlockBuilder, side: number, heads: number): Value {
  const places = side * side;
  const distances = 2 * side - 1;
  const size = [distances * distances, heads];
  const table = b.weight('relative_position_bias_table', size, visionStart);
  const ids = b.constant(
    `window distances ${side}`,
    { shape: [places, places], dtype: 'int32' },
    () =>
      Int32Array.from({ length: places * places }, (_, at) => {
        const [query, key] = [Math.floor(at / places), at % places];
        const rows = Math.floor(query / side) - Math.floor(key / side) + side - 1;
        const columns = (query % side) - (key % side) + side - 1;
        return rows * distances + columns;
      }),
  );
  const found = b.transpose([b.gather([table, ids])], { perm: [2, 0, 1] }); // [h, M M, M M]
  return b.reshape([found], { shape: [1, heads, places, places] });
}

/** What the published code adds where two places only met by rolling. */
const STRANGE = -100;

/**
 * Keeps places apart that lie in one window only because the map was rolled around its borders:
 * `scores` [B windows, h, M M, M M] -> the same shape.
 */
export function hideStrangers(
  b: BlockBuilder,
  scores: Value,
  height: number,
  width: number,
  side: number,
  shift: number,
): Value {
  const [count, heads, places] = scores.shape;
  const columns = width / side;
  const windows = (height / side) * columns;
  /** 0 before the last window, 1 in it, 2 what was rolled there from the start. */
  const zone = (at: number, length: number) =>
    Number(at >= length - side) + Number(at >= length - shift);
  const region = (window: number, place: number) => {
    const row = Math.floor(window / columns) * side + Math.floor(place / side);
    const column = (window % columns) * side + (place % side);
    return 3 * zone(row, height) + zone(column, width);
  };
  const mask = b.constant(
    `window strangers ${height} ${width} ${side} ${shift}`,
    { shape: [windows, 1, places * places], dtype: 'float32' },
    () =>
      Float32Array.from({ length: windows * places * places }, (_, at) => {
        const window = Math.floor(at / (places * places));
        const query = Math.floor(at / places) % places;
        return region(window, query) === region(window, at % places) ? 0 : STRANGE;
      }),
  );
  const apart = b.reshape([scores], {
    shape: [count / windows, windows, heads, places * places],
  });
  return b.reshape([b.add([apart, mask])], { shape: scores.shape });
}
