/** Brightness, colour opponents and orientations at every scale. Itti, Koch, Niebur 1998. */
import type { Value } from '../../../ops/types';
import { type Resampling, resample } from '../../shared/resample';
import type { BlockBuilder } from '../../types';

/** Directions of edges, in quarter turns of 45 degrees. */
export const DIRECTIONS = 4;

/** Side of a Gabor filter. The authors' toolbox: period 7, deviation 7 / 3, two phases. */
const GABOR_SIDE = 9;

/**
 * `x` [B, H, W, 1 or 3] -> [B, H, W, 3]: intensity I = (r + g + b) / 3, then R - G and B - Y of the
 * colours over I, which are 0 where I is a tenth of its maximum or less, and never below 0.
 */
export function colorsOf(b: BlockBuilder, x: Value): Value {
  const [batch, height, width, channels] = x.shape;
  const shape = [batch, height, width, 1];
  const channel = (at: number) =>
    channels === 1 ? x : b.slice([x], { begin: [0, 0, 0, at], size: shape });
  const rgb = [0, 1, 2].map(channel);
  const total = b.scale([b.add([b.add([rgb[0], rgb[1]]), rgb[2]])], { factor: 1 / 3 });
  const dark = b.scale([b.max([total], { axes: [1, 2, 3], keepDims: true })], { factor: 0.1 });
  const isLit = b.greater([total, dark]);
  const over = b.where([isLit, total, b.scalar(1)]);
  const lit = b.cast([isLit], { dtype: 'float32' });
  const [r, g, blue] = rgb.map((value) => b.mul([b.div([value, over]), lit]));
  const less = (a: Value, p: Value, q: Value) =>
    b.relu([b.sub([a, b.scale([b.add([p, q])], { factor: 0.5 })])]);
  const yellow = b.relu([
    b.sub([
      b.sub([
        b.scale([b.add([r, g])], { factor: 0.5 }),
        b.scale([b.abs([b.sub([r, g])])], { factor: 0.5 }),
      ]),
      blue,
    ]),
  ]);
  const redGreen = b.sub([less(r, g, blue), less(g, r, blue)]);
  const blueYellow = b.sub([less(blue, r, g), yellow]);
  return b.concat([total, redGreen, blueYellow], { axis: 3 });
}

/**
 * `x` [B, H, W, 3] at scales 0 to `levels` - 1, each half as large: [B, h, w, 3 + directions], from
 * scale `first` on with the strength of edges in each direction; scales before it are left out.
 */
export function pyramidOf(
  b: BlockBuilder,
  x: Value,
  levels: number,
  first: number,
): readonly (Value | null)[] {
  const scales: Value[] = [x];
  while (scales.length < levels) {
    const last = scales[scales.length - 1];
    const [, height, width] = last.shape;
    scales.push(resample(b, last, Math.ceil(height / 2), Math.ceil(width / 2), blurred));
  }
  return scales.map((map, scale) => {
    if (scale < first) return null;
    const light = b.slice([map], { begin: [0, 0, 0, 0], size: [...map.shape.slice(0, 3), 1] });
    return b.concat([map, edges(b, light)], { axis: 3 });
  });
}

/** Every second place under 1 4 6 4 1 (Burt and Adelson 1983), of which what lies inside sums to 1. */
const blurred: Resampling = {
  name: 'blurred',
  matrix(n, m) {
    const matrix = new Float32Array(n * m);
    for (let i = 0; i < m; i++) {
      const taps = [1, 4, 6, 4, 1].flatMap((weight, tap): [number, number][] => {
        const at = 2 * i + tap - 2;
        return at >= 0 && at < n ? [[at, weight]] : [];
      });
      const total = taps.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [at, weight] of taps) matrix[at * m + i] = weight / total;
    }
    return matrix;
  },
};

/** Strength of edges in each direction, the sum of the sizes of both phases: [B, H, W, 4]. */
function edges(b: BlockBuilder, light: Value): Value {
  const shape = [GABOR_SIDE, GABOR_SIDE, 1, 2 * DIRECTIONS];
  const filters = b.constant('gabor', { shape, dtype: 'float32' }, gaborFilters);
  const padding = [0, 0, 0, 0];
  const both = b.abs([b.conv2d([repeatEdges(b, light), filters], { strides: [1, 1], padding })]);
  const size = [...both.shape.slice(0, 3), DIRECTIONS];
  const phase = (at: number) => b.slice([both], { begin: [0, 0, 0, at * DIRECTIONS], size });
  return b.add([phase(0), phase(1)]);
}

/** The picture with its outermost pixels repeated, so that its border is no edge. */
function repeatEdges(b: BlockBuilder, x: Value): Value {
  const [batch, height, width, channels] = x.shape;
  const reach = (GABOR_SIDE - 1) / 2;
  const shape = [batch, height + 2 * reach, width + 2 * reach];
  const inside = (at: number, n: number) => Math.min(n - 1, Math.max(0, at - reach));
  const ids = b.constant(`edges ${batch} ${height} ${width}`, { shape, dtype: 'int32' }, () =>
    Int32Array.from({ length: shape[0] * shape[1] * shape[2] }, (_, i) => {
      const column = inside(i % shape[2], width);
      const line = Math.floor(i / shape[2]);
      const row = inside(line % shape[1], height);
      return (Math.floor(line / shape[1]) * height + row) * width + column;
    }),
  );
  return b.gather([b.reshape([x], { shape: [batch * height * width, channels] }), ids]);
}

/** [side, side, 1, phases * directions], each of mean 0 and sum of sizes 1. */
function gaborFilters(): Float32Array {
  const count = 2 * DIRECTIONS;
  const filters = new Float32Array(GABOR_SIDE * GABOR_SIDE * count);
  for (let unit = 0; unit < count; unit++) {
    const filter = gabor(
      (Math.PI * (unit % DIRECTIONS)) / DIRECTIONS,
      unit < DIRECTIONS ? 0 : Math.PI / 2,
    );
    for (const [tap, value] of filter.entries()) filters[tap * count + unit] = value;
  }
  return filters;
}

function gabor(angle: number, phase: number): readonly number[] {
  const [period, deviation, middle] = [7, 7 / 3, (GABOR_SIDE - 1) / 2];
  const values = Array.from({ length: GABOR_SIDE ** 2 }, (_, i) => {
    const [x, y] = [(i % GABOR_SIDE) - middle, Math.floor(i / GABOR_SIDE) - middle];
    const along = x * Math.cos(angle) + y * Math.sin(angle);
    const envelope = Math.exp(-(x * x + y * y) / (2 * deviation ** 2));
    return envelope * Math.cos((2 * Math.PI * along) / period + phase);
  });
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const centred = values.map((value) => value - mean);
  const size = centred.reduce((sum, value) => sum + Math.abs(value), 0);
  return centred.map((value) => value / size);
}
