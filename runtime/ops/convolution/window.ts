/** Output sizes and paddings that convolutions and poolings share. Images are [B, H, W, C]. */
import { bytesOf } from '../../graph/types';
import { fail, printShape } from '../shapes';
import type { ValueType } from '../types';

/** Strides and padding of a sliding window. */
export interface WindowAttrs {
  /** [rows, columns] */
  readonly strides: readonly number[];
  /** [top, bottom, left, right], zeros (minus infinity for maxPool). */
  readonly padding: readonly number[];
}

/** A pooling window. */
export interface PoolAttrs extends WindowAttrs {
  /** [rows, columns] */
  readonly size: readonly number[];
}

/** Height and width of what a window of `size` gives, rounded down as in PyTorch. */
export function windowOutput(
  op: string,
  shape: readonly number[],
  size: readonly number[],
  attrs: WindowAttrs,
): readonly [number, number] {
  if (shape.length !== 4)
    fail(op, `needs [batch, height, width, channels], got ${printShape(shape)}`);
  const { strides, padding } = attrs;
  const isFit =
    strides.length === 2 &&
    padding.length === 4 &&
    strides.every((stride) => Number.isInteger(stride) && stride > 0) &&
    padding.every((amount) => Number.isInteger(amount) && amount >= 0);
  if (!isFit) {
    fail(op, `strides ${printShape(strides)} or padding ${printShape(padding)} are no sizes`);
  }
  const [top, bottom, left, right] = padding as [number, number, number, number];
  const height = Math.floor((shape[1]! + top + bottom - size[0]!) / strides[0]!) + 1;
  const width = Math.floor((shape[2]! + left + right - size[1]!) / strides[1]!) + 1;
  if (height < 1 || width < 1) {
    fail(op, `window ${printShape(size)} is larger than the padded input ${printShape(shape)}`);
  }
  return [height, width];
}

/** Type of a pooling's output. */
export function poolType(op: string, x: ValueType, attrs: PoolAttrs): ValueType {
  const [height, width] = windowOutput(op, x.shape, attrs.size, attrs);
  return { shape: [x.shape[0]!, height, width, x.shape[3]!], dtype: 'float32' };
}

/** The padding as tfjs spells it for NHWC. */
export function explicitPadding(
  padding: readonly number[],
): [[number, number], [number, number], [number, number], [number, number]] {
  const [top, bottom, left, right] = padding as [number, number, number, number];
  return [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ];
}

export function isPadded(padding: readonly number[]): boolean {
  return padding.some((amount) => amount > 0);
}

/** Bytes of an image with its padding. */
export function paddedBytes({ shape }: ValueType, padding: readonly number[]): number {
  const [batch, height, width, channels] = shape as readonly [number, number, number, number];
  const [top, bottom, left, right] = padding as readonly [number, number, number, number];
  const padded = [batch, height + top + bottom, width + left + right, channels];
  return bytesOf({ shape: padded, dtype: 'float32' });
}

/** True where one window takes the whole image: the kernels then reduce it, after a transpose. */
export function isGlobal(shape: readonly number[], { size, padding }: PoolAttrs): boolean {
  return !isPadded(padding) && size[0] === shape[1] && size[1] === shape[2];
}

/** True for a 1 x 1 filter that visits every pixel: a matrix product of pixels and channels. */
export function isPointwise(filter: readonly number[], { strides, padding }: WindowAttrs): boolean {
  return !isPadded(padding) && [...filter.slice(0, 2), ...strides].every((size) => size === 1);
}

export function pair(values: readonly number[]): [number, number] {
  return [values[0]!, values[1]!];
}
