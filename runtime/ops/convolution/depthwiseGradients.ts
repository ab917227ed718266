/** Gradients of depthwise convolutions as depthwise convolutions: backends lack kernels for them. */
import type { OpBuilder, Value } from '../types';
import type { DepthwiseAttrs } from './depthwiseConv2d';

type Shape4 = readonly [number, number, number, number];

/** `grad` spread by the strides, under the filter turned round: [B, H, W, C]. */
export function inputGradient(
  b: OpBuilder,
  inputShape: readonly number[],
  filter: Value,
  grad: Value,
  { strides, dilations, padding }: DepthwiseAttrs,
): Value {
  const [batch, height, width, channels] = inputShape as Shape4;
  const [rows, columns, , multiplier] = filter.shape as Shape4;
  const spread = insertZeros(b, grad, strides);
  const reach = [(rows - 1) * dilations[0]!, (columns - 1) * dilations[1]!];
  const before = [reach[0]! - padding[0]!, reach[1]! - padding[2]!];
  const after = [height, width].map(
    (n, axis) => n + reach[axis]! - before[axis]! - spread.shape[axis + 1]!,
  );
  const cut = crop(b, spread, before, after);
  const turned = b.depthwiseConv2d([cut, turnRound(b, filter)], {
    dilations,
    padding: [before[0]!, after[0]!, before[1]!, after[1]!].map((n) => Math.max(n, 0)),
  });
  if (multiplier === 1) return turned;
  const parts = b.reshape([turned], { shape: [batch * height * width, channels, multiplier] });
  return b.reshape([b.sum([parts], { axes: [2], keepDims: false })], { shape: inputShape });
}

/**
 * The image under the gradient as its filter, example by example: strides and dilations change
 * places. [kh, kw, C, multiplier]
 */
export function filterGradient(
  b: OpBuilder,
  x: Value,
  filterShape: readonly number[],
  grad: Value,
  { strides, dilations, padding }: DepthwiseAttrs,
): Value {
  const [batch, height, width, channels] = x.shape as Shape4;
  const [, outRows, outColumns] = grad.shape as Shape4;
  const [rows, columns, , multiplier] = filterShape as Shape4;
  const layers = batch * channels;
  const image = b.reshape([b.transpose([x], { perm: [1, 2, 0, 3] })], {
    shape: [1, height, width, layers],
  });
  const window = b.reshape([b.transpose([grad], { perm: [1, 2, 0, 3] })], {
    shape: [outRows, outColumns, layers, multiplier],
  });
  const all = b.depthwiseConv2d([image, window], {
    strides: dilations,
    dilations: strides,
    padding,
  });
  // Rows at the end that no window reached give taps that the filter does not have.
  const size = [1, rows, columns, layers * multiplier];
  const taps = b.slice([all], { begin: [0, 0, 0, 0], size });
  const examples = b.reshape([taps], {
    shape: [rows * columns, batch, channels * multiplier],
  });
  return b.reshape([b.sum([examples], { axes: [1], keepDims: false })], { shape: filterShape });
}

/** `strides` - 1 zeros behind each row and column of [B, H, W, C]. */
function insertZeros(b: OpBuilder, x: Value, strides: readonly number[]): Value {
  const [down, across] = strides as readonly [number, number];
  if (down === 1 && across === 1) return x;
  const [batch, height, width, channels] = x.shape as Shape4;
  const pixels = b.reshape([x], { shape: [batch * height, width, 1, channels] });
  const wide = b.pad([pixels], { before: [0, 0, 0, 0], after: [0, 0, across - 1, 0], value: 0 });
  const rows = b.reshape([wide], { shape: [batch * height, 1, width * across * channels] });
  const tall = b.pad([rows], { before: [0, 0, 0], after: [0, down - 1, 0], value: 0 });
  return b.reshape([tall], { shape: [batch, height * down, width * across, channels] });
}

/** Takes rows and columns away where `before` and `after` are below zero. */
function crop(b: OpBuilder, x: Value, before: readonly number[], after: readonly number[]): Value {
  const [batch, height, width, channels] = x.shape as Shape4;
  if ([...before, ...after].every((n) => n >= 0)) return x;
  const [top, left] = before.map((n) => Math.max(-n, 0)) as [number, number];
  const [bottom, right] = after.map((n) => Math.max(-n, 0)) as [number, number];
  return b.slice([x], {
    begin: [0, top, left, 0],
    size: [batch, height - top - bottom, width - left - right, channels],
  });
}

/** [kh, kw, C, M] with rows and columns reversed, each of the C * M results a channel of its own. */
function turnRound(b: OpBuilder, filter: Value): Value {
  const [rows, columns, channels, multiplier] = filter.shape as Shape4;
  const taps = rows * columns;
  const ids = b.constant(`backwards ${taps}`, { shape: [taps], dtype: 'int32' }, () =>
    Int32Array.from({ length: taps }, (_each, i) => taps - 1 - i),
  );
  const flat = b.reshape([filter], { shape: [taps, channels * multiplier] });
  return b.reshape([b.gather([flat, ids])], { shape: [rows, columns, channels * multiplier, 1] });
}
