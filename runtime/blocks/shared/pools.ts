/** Pools over sequences, pictures and volumes: ports, parameters, and the passes that make them. */
import type { Value } from '../../ops/types';
import { flag, int } from '../define';
import type { BlockBuilder } from '../types';
import {
  checkPoolPadding,
  checkWindow,
  type WindowAttrs,
  windowAttrs,
  windowSteps,
} from './windows';

/** Axes of what pools take and give. */
export const spaceAxes = {
  sequence: { axes: 'batch tokens features' },
  picture: { axes: 'batch height width channels' },
  volume: { axes: 'batch depth height width channels' },
} as const;

/** Size, stride and padding of a window. `stride` tells what a step of 2 does. */
export const poolParams = (unit: string, stride: string) => ({
  size: int({ label: 'Window', default: 2, min: 1, max: 64, symbol: 'k', unit }),
  stride: int({
    label: 'Stride',
    doc: `Step of the window; 2 halves ${stride}.`,
    default: 2,
    min: 1,
    max: 64,
    unit,
  }),
  padding: int({
    label: 'Padding',
    doc: 'On each side, at most half the window.',
    default: 0,
    min: 0,
    max: 32,
    unit,
  }),
});

/** Those of a mean. */
export const averagePoolParams = (unit: string, stride: string) => ({
  ...poolParams(unit, stride),
  count_padding: flag({
    label: 'Count padding',
    doc: 'On: padding counts as zeros. Off: the mean of what lies inside.',
    default: true,
  }),
});

/** Padding as in PyTorch, on each side. */
export interface PoolWindow {
  readonly size: number;
  readonly stride: number;
  readonly padding: number;
}

/** Largest value of each window of `x`: [B, T, C], [B, H, W, C] or [B, D, H, W, C]. */
export function maxPool(b: BlockBuilder, x: Value, window: PoolWindow): Value {
  return pool(b, x, window, (map, attrs) => b.maxPool([map], attrs));
}

/** Mean of each window; padding counts as zeros, or not at all where `countPadding` is false. */
export function averagePool(
  b: BlockBuilder,
  x: Value,
  window: PoolWindow,
  countPadding: boolean,
): Value {
  return pool(b, x, window, (map, attrs) => {
    const means = b.avgPool([map], attrs);
    if (countPadding || window.padding === 0) return means;
    const [, height, width] = map.shape;
    const [, rows, columns] = means.shape;
    const key = `pool ${height} ${width} ${Object.values(attrs).join(' ')}`;
    const [first, last] = [0, 1].map((axis) =>
      paddedShares([height, width][axis], [rows, columns][axis], attrs, axis),
    );
    const factors = b.constant(key, { shape: [1, rows, columns, 1], dtype: 'float32' }, () =>
      Float32Array.from(
        { length: rows * columns },
        (_, i) => first[Math.floor(i / columns)] * last[i % columns],
      ),
    );
    return b.mul([means, factors]);
  });
}

/** Taps of each window over those of them that lie inside. */
function paddedShares(
  n: number,
  steps: number,
  attrs: WindowAttrs,
  axis: number,
): readonly number[] {
  const size = attrs.size[axis];
  return Array.from({ length: steps }, (_, step) => {
    const begin = step * attrs.strides[axis] - attrs.padding[2 * axis];
    return size / (Math.min(begin + size, n) - Math.max(begin, 0));
  });
}

/**
 * Runs windows over two axes of [B, H, W, C] at most, so that no pass has more than four axes: a
 * volume is pooled slice by slice, then along its depth. The largest, and the first of the largest,
 * is the same in passes as at once; so is the mean.
 */
function pool(
  b: BlockBuilder,
  x: Value,
  window: PoolWindow,
  pass: (map: Value, attrs: WindowAttrs) => Value,
): Value {
  checkPoolPadding(b, window);
  checkWindow(b, x, window, 'size');
  const { shape } = x;
  if (shape.length === 4) return pass(x, windowAttrs(window));
  const { size, stride, padding } = window;
  const along: WindowAttrs = {
    size: [size, 1],
    strides: [stride, 1],
    padding: [padding, padding, 0, 0],
  };
  const [batch] = shape;
  const channels = shape[shape.length - 1];
  const steps = shape.slice(1, -1).map((n) => windowSteps(n, window));
  if (shape.length === 3) {
    const column = b.reshape([x], { shape: [batch, shape[1], 1, channels] });
    return b.reshape([pass(column, along)], { shape: [batch, ...steps, channels] });
  }
  const [, depth, height, width] = shape;
  const slices = b.reshape([x], { shape: [batch * depth, height, width, channels] });
  const small = b.reshape([pass(slices, windowAttrs(window))], {
    shape: [batch, depth, steps[1] * steps[2], channels],
  });
  return b.reshape([pass(small, along)], { shape: [batch, ...steps, channels] });
}
