/** One example as the model sees it, small enough to be handed to the page. */
import type { InputLeaf } from '../../compiler/inputNeeds';
import { resizeImage } from '../../datasets/resizeImage';
import { tokenizerFor } from '../../datasets/tokenizers';
import type { Dataset, FieldValues } from '../../datasets/types';
import type { ValueType } from '../../graph/types';
import type { SeenInput } from '../../protocol';
import { seeTokens } from '../prepareInput';

/** Larger pictures are made smaller: there are many, and they are shown small. */
const MOST_SIDE = 96;

/** `type` is that of the leaf; `values` those of its field for `row + 1` examples or more. */
export function seeExample(
  leaf: InputLeaf,
  { shape, dtype }: ValueType,
  values: FieldValues,
  row: number,
  dataset: Dataset,
): SeenInput {
  const sizes = shape.slice(1);
  const size = sizes.reduce((product, each) => product * each, 1);
  const own = values.slice(row * size, (row + 1) * size);
  if (leaf.spec.role === 'image') {
    const [height, width, channels] = sizes;
    const picture = { data: Float32Array.from(own), height, width, channels };
    const scale = MOST_SIDE / Math.max(height, width);
    if (scale >= 1) return { kind: 'image', ...picture };
    const side = (length: number) => Math.max(1, Math.round(length * scale));
    return { kind: 'image', ...resizeImage(picture, side(height), side(width), channels) };
  }
  if (dtype === 'int32') return seeTokens(Int32Array.from(own), tokenizerFor(leaf.spec, dataset));
  const axes = sizes.map((_, axis) => leaf.spec.axes?.[axis] ?? `axis ${axis + 1}`);
  return { kind: 'tensor', shape: sizes, axes, data: Float32Array.from(own) };
}
