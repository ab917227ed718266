/** Reference values of windows over space, tap by tap, from their definition. */
import { flatIndex, forEachIndex, makeArray, type RefArray } from '../array';
import type { Reference } from '../combinators';

interface Windows {
  readonly spatial: readonly number[];
  readonly size: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  readonly padding: readonly number[];
}

function stepsOf({ spatial, size, strides, dilations, padding }: Windows): number[] {
  return spatial.map((n, axis) => {
    const last = (size[axis]! - 1) * dilations[axis]!;
    let steps = 0;
    while (steps * strides[axis]! + last < n + padding[2 * axis]! + padding[2 * axis + 1]!) steps++;
    return steps;
  });
}

/** Calls `visit` for each tap that lies inside: its place, its window, its own number. */
function forEachTap(
  windows: Windows,
  visit: (place: number, window: number, tap: number) => void,
): void {
  const { spatial, size, strides, dilations, padding } = windows;
  const steps = stepsOf(windows);
  forEachIndex(steps, (step, window) => {
    forEachIndex(size, (tap, number) => {
      const place = spatial.map(
        (_n, axis) =>
          step[axis]! * strides[axis]! + tap[axis]! * dilations[axis]! - padding[2 * axis]!,
      );
      if (place.every((at, axis) => at >= 0 && at < spatial[axis]!)) {
        visit(flatIndex(spatial, place), window, number);
      }
    });
  });
}

const product = (sizes: readonly number[]) => sizes.reduce((all, n) => all * n, 1);

/** Runs over all taps, examples and channels with flat indices into [B, S, C] and [B, W, K, C]. */
function forEachPair(
  windows: Windows,
  batch: number,
  channels: number,
  visit: (pixel: number, tap: number) => void,
): void {
  const places = product(windows.spatial);
  const [count, taps] = [product(stepsOf(windows)), product(windows.size)];
  forEachTap(windows, (place, window, tap) => {
    for (let b = 0; b < batch; b++) {
      for (let c = 0; c < channels; c++) {
        visit(
          (b * places + place) * channels + c,
          ((b * count + window) * taps + tap) * channels + c,
        );
      }
    }
  });
}

const zeros = (...shape: number[]): RefArray => makeArray(shape, () => 0);

export const convolutionReferences = {
  unfold: ([x], attrs: Windows) => {
    const [batch, , channels] = x!.shape as [number, number, number];
    const out = zeros(batch, product(stepsOf(attrs)), product(attrs.size), channels);
    forEachPair(attrs, batch, channels, (pixel, tap) => {
      out.data[tap] = x!.data[pixel]!;
    });
    return out;
  },
  fold: ([grad], attrs: Windows) => {
    const [batch, , , channels] = grad!.shape as [number, number, number, number];
    const out = zeros(batch, product(attrs.spatial), channels);
    forEachPair(attrs, batch, channels, (pixel, tap) => {
      out.data[pixel] = out.data[pixel]! + grad!.data[tap]!;
    });
    return out;
  },
  depthwiseConv2d: ([x, filter], { strides, dilations, padding }) => {
    const [batch, height, width, channels] = x!.shape as [number, number, number, number];
    const [rows, columns, , multiplier] = filter!.shape as [number, number, number, number];
    const windows = {
      spatial: [height, width],
      size: [rows, columns],
      strides,
      dilations,
      padding,
    };
    const steps = stepsOf(windows);
    const out = zeros(batch, ...steps, channels * multiplier);
    forEachPair(windows, batch, channels, (pixel, tap) => {
      const channel = tap % channels;
      const number = Math.floor(tap / channels) % (rows * columns);
      const window = Math.floor(tap / (channels * rows * columns));
      for (let m = 0; m < multiplier; m++) {
        const to = (window * channels + channel) * multiplier + m;
        const weight = filter!.data[(number * channels + channel) * multiplier + m]!;
        out.data[to] = out.data[to]! + x!.data[pixel]! * weight;
      }
    });
    return out;
  },
} satisfies Record<string, Reference>;
