/** Windows over space and depthwise convolutions for the contract test. */
import type { OpTable } from '../../table';
import { normal, type OpCase } from '../draw';

/** Windows over one, two and three axes of space, and how many there are along each. */
const windows = [
  { spatial: [5], size: [3], strides: [1], dilations: [1], padding: [1, 1], steps: [5] },
  { spatial: [7], size: [2], strides: [2], dilations: [3], padding: [0, 1], steps: [3] },
  {
    spatial: [4, 5],
    size: [3, 3],
    strides: [1, 1],
    dilations: [1, 1],
    padding: [1, 1, 1, 1],
    steps: [4, 5],
  },
  // Patches: no window outside, none over another.
  {
    spatial: [4, 6],
    size: [2, 3],
    strides: [2, 3],
    dilations: [1, 1],
    padding: [0, 0, 0, 0],
    steps: [2, 2],
  },
  {
    spatial: [7, 6],
    size: [3, 2],
    strides: [2, 1],
    dilations: [2, 3],
    padding: [2, 1, 0, 3],
    steps: [3, 6],
  },
  // Places that no window reaches.
  {
    spatial: [7, 7],
    size: [2, 1],
    strides: [3, 4],
    dilations: [1, 1],
    padding: [0, 0, 0, 0],
    steps: [2, 2],
  },
  {
    spatial: [3, 4, 3],
    size: [2, 3, 2],
    strides: [1, 2, 2],
    dilations: [1, 1, 2],
    padding: [1, 0, 1, 1, 1, 0],
    steps: [3, 2, 1],
  },
] as const;

/** Images, filters [kh, kw, channels, multiplier] and how the window moves. */
const depthwise = [
  {
    x: [2, 5, 4, 3],
    filter: [3, 3, 3, 1],
    strides: [1, 1],
    dilations: [1, 1],
    padding: [1, 1, 1, 1],
  },
  {
    x: [1, 6, 7, 4],
    filter: [3, 3, 4, 1],
    strides: [2, 2],
    dilations: [1, 1],
    padding: [1, 1, 1, 1],
  },
  {
    x: [3, 7, 5, 2],
    filter: [2, 3, 2, 3],
    strides: [1, 2],
    dilations: [1, 1],
    padding: [0, 1, 2, 0],
  },
  {
    x: [2, 8, 7, 2],
    filter: [3, 2, 2, 2],
    strides: [1, 1],
    dilations: [2, 3],
    padding: [2, 1, 1, 2],
  },
  // A step and a distance of taps together, rows that no window reaches, more padding than reach.
  {
    x: [2, 9, 8, 4],
    filter: [2, 3, 4, 1],
    strides: [3, 2],
    dilations: [2, 2],
    padding: [0, 1, 3, 1],
  },
  {
    x: [2, 6, 5, 3],
    filter: [1, 1, 3, 2],
    strides: [2, 3],
    dilations: [1, 1],
    padding: [0, 0, 0, 0],
  },
  {
    x: [2, 8, 8, 8],
    filter: [5, 5, 8, 1],
    strides: [1, 1],
    dilations: [1, 1],
    padding: [2, 2, 2, 2],
  },
  {
    x: [1, 4, 4, 1],
    filter: [2, 2, 1, 2],
    strides: [1, 1],
    dilations: [1, 1],
    padding: [2, 3, 0, 2],
  },
] as const;

const product = (sizes: readonly number[]) => sizes.reduce((all, n) => all * n, 1);
const shapes = [
  [2, 3],
  [3, 1],
] as const;

export const convolutionCases = {
  unfold: windows.flatMap(({ steps: _steps, ...attrs }) =>
    shapes.map(([batch, channels]) => ({
      inputs: [normal(batch, product(attrs.spatial), channels)],
      attrs,
    })),
  ),
  fold: windows.flatMap(({ steps, ...attrs }) =>
    shapes.map(([batch, channels]) => ({
      inputs: [normal(batch, product(steps), product(attrs.size), channels)],
      attrs,
    })),
  ),
  depthwiseConv2d: depthwise.map(({ x, filter, ...attrs }) => ({
    inputs: [normal(...x), normal(...filter)],
    attrs,
  })),
} satisfies Partial<Record<keyof OpTable, readonly OpCase[]>>;
