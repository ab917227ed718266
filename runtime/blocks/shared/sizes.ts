/** The shape of a value that has no input to take it from: a batch, and up to three axes. */

import { int } from '../define';
import type { IntParam } from '../types';

const axis = (place: string, value: number): IntParam =>
  int({
    label: `Size of the ${place} axis`,
    doc: '0: there is no such axis.',
    default: value,
    min: 0,
    max: 65536,
  });

/** Sizes after the batch. */
export const sizeParams = {
  first: axis('first', 8),
  second: axis('second', 16),
  third: axis('third', 0),
};

/** `[batch, first, second, third]` without the axes of size 0. */
export function shapeOf(
  batch: number,
  sizes: { readonly first: number; readonly second: number; readonly third: number },
): readonly number[] {
  const { first, second, third } = sizes;
  return [batch, ...[first, second, third].filter((size) => size > 0)];
}
