/** The sums of local self-attention, all neighbourhoods at once. Ramachandran et al. 2019, equation 3. */
import type { Value } from '../../../ops/types';
import { linear } from '../../shared/linear';
import type { BlockBuilder } from '../../types';

export interface LocalOptions {
  readonly channels: number;
  readonly heads: number;
  /** Side of the neighbourhood. */
  readonly kernel: number;
  /** What lies beyond the border has no weight; otherwise it is zeros, and has. */
  readonly hidden: boolean;
}

/**
 * `x` [B, H, W, C] -> y [B, H, W, channels] and weights [B, heads, HW, k k]. Heads come before all
 * other axes, so that the k k-fold keys and values are used as they are laid out, without a copy.
 */
export function attendLocally(
  b: BlockBuilder,
  x: Value,
  { channels, heads, kernel, hidden }: LocalOptions,
): { y: Value; weights: Value } {
  const [batch, height, width] = x.shape;
  const places = height * width;
  const taps = kernel * kernel;
  const depth = channels / heads;
  const all = heads * batch * places;

  const project = (name: string): Value => {
    const y = linear(b, x, name, channels, { bias: false });
    const split = b.reshape([y], { shape: [batch, places, heads, depth] });
    return b.transpose([split], { perm: [2, 0, 1, 3] }); // [h, B, HW, d]
  };
  const around = (value: Value): Value => {
    const maps = b.reshape([value], { shape: [heads * batch, places, depth] });
    const before = (kernel - 1) / 2;
    const windows = b.unfold([maps], {
      spatial: [height, width],
      size: [kernel, kernel],
      strides: [1, 1],
      dilations: [1, 1],
      padding: [before, before, before, before],
    });
    return b.reshape([windows], { shape: [all, taps, depth] });
  };

  const query = project('query');
  const one = b.reshape([query], { shape: [all, 1, depth] });
  const content = b.matmul([one, around(project('key'))], { transposeB: true }); // [h B HW, 1, k k]
  const rows = b.reshape([query], { shape: [heads, batch * places, depth] });
  // Papers count the two attention products only; position tables are left out of the MACs.
  const position = b.matmul([rows, distances(b, channels, heads, kernel)], {
    transposeB: true,
    counted: false,
  }); // [h, B HW, k k]
  const scores = b.add([b.reshape([content], { shape: position.shape }), position]);
  const outside = hidden ? beyondBorder(b, height, width, kernel) : null;
  const shape = [heads * batch, places, taps];
  const weights = b.softmax([
    outside ? b.add([b.reshape([scores], { shape }), outside]) : b.reshape([scores], { shape }),
  ]);

  const mixed = b.matmul([
    b.reshape([weights], { shape: [all, 1, taps] }),
    around(project('value')),
  ]); // [h B HW, 1, d]
  const joined = b.transpose([b.reshape([mixed], { shape: [heads, batch, places, depth] })], {
    perm: [1, 2, 0, 3],
  });
  const perHead = b.reshape([weights], { shape: [heads, batch, places, taps] });
  return {
    y: b.reshape([joined], { shape: [batch, height, width, channels] }),
    weights: b.transpose([perHead], { perm: [1, 0, 2, 3] }),
  };
}

/**
 * r of each neighbour [h, k k, d]: half of a head's features tell the row, half the column. Weights:
 * `row_positions` and `column_positions` [k, channels / 2].
 */
function distances(b: BlockBuilder, channels: number, heads: number, kernel: number): Value {
  const half = channels / 2;
  const depth = half / heads;
  const table = (name: string) =>
    b.weight(name, [kernel, half], { kind: 'normal', std: (2 * depth) ** -0.5 });
  const spread = (name: string, shape: readonly number[]) =>
    b.broadcastTo([b.reshape([table(name)], { shape })], { shape: [kernel, kernel, heads, depth] });
  const joined = b.concat(
    [
      spread('row_positions', [kernel, 1, heads, depth]),
      spread('column_positions', [1, kernel, heads, depth]),
    ],
    { axis: 3 },
  );
  const flat = b.reshape([joined], { shape: [kernel * kernel, heads, 2 * depth] });
  return b.transpose([flat], { perm: [1, 0, 2] });
}

/** Far below any score, and still finite. */
const MASKED = -1e9;

/** What is added to the scores [HW, k k]: 0 within the map, far below any score outside. */
function beyondBorder(b: BlockBuilder, height: number, width: number, kernel: number): Value {
  const taps = kernel * kernel;
  const reach = (kernel - 1) / 2;
  return b.constant(
    `local border ${height} ${width} ${kernel}`,
    { shape: [height * width, taps], dtype: 'float32' },
    () =>
      Float32Array.from({ length: height * width * taps }, (_, i) => {
        const place = Math.floor(i / taps);
        const row = Math.floor(place / width) + Math.floor((i % taps) / kernel) - reach;
        const column = (place % width) + ((i % taps) % kernel) - reach;
        return row >= 0 && row < height && column >= 0 && column < width ? 0 : MASKED;
      }),
  );
}
