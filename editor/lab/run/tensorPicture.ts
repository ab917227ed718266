/** Numbers as a grey picture: the smallest dark, the largest bright. */
import type { TensorData } from '../../../runtime/index';
import type { Picture } from './imagePreparation';

/**
 * A sequence [T, F] with time to the right; of a volume [D, H, W, C] the middle slice of its first
 * channel. Null for other shapes.
 */
export function tensorPicture({ shape, data }: TensorData): Picture | null {
  if (shape.length === 2) {
    const [tokens, features] = shape;
    return shaded(tokens, features, (x, y) => data[x * features + y]);
  }
  if (shape.length === 4) {
    const [depth, height, width, channels] = shape;
    const slice = Math.floor(depth / 2) * height;
    return shaded(width, height, (x, y) => data[((slice + y) * width + x) * channels]);
  }
  return null;
}

function shaded(width: number, height: number, at: (x: number, y: number) => number): Picture {
  const values = Float32Array.from({ length: width * height }, (_, i) =>
    at(i % width, Math.floor(i / width)),
  );
  const { min, max } = rangeOf(values);
  const span = max - min || 1;
  return { width, height, channels: 1, data: values.map((value) => (value - min) / span) };
}

/** Smallest and largest of at least one number. */
export function rangeOf(values: Float32Array): { readonly min: number; readonly max: number } {
  let [min, max] = [values[0], values[0]];
  for (const value of values) {
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return { min, max };
}
