/** Changes pictures of a training batch so that none is seen twice alike: mirrored, moved, erased. */
import type { Experiment } from '../graph/document';
import { createRandom, type Random } from '../graph/random';
import type { ImageField } from './types';

export type Augmentation = Pick<Experiment, 'flip' | 'crop' | 'erase'>;

/** Random erasing: share of the picture, and height over width (Zhong et al. 2020, section 4.2). */
const AREA = { least: 0.02, most: 0.33 } as const;
const ASPECT = { least: 0.3, most: 3.3 } as const;
/** A rectangle that does not lie within the picture is drawn again, but not for ever. */
const TRIES = 100;

/** False where nothing is to be changed. */
export function augments({ flip, crop, erase }: Augmentation): boolean {
  return Boolean(flip || crop || erase);
}

/**
 * Pictures [B, H, W, C] of values 0..1, row-major, changed into new ones; `values` stays. Draws depend
 * on the seed, the step and the place in the batch alone, so that a training that is taken up again
 * sees the same pictures; each kind of change draws for itself.
 */
export function augmentImages(
  values: ArrayLike<number>,
  size: Pick<ImageField, 'height' | 'width' | 'channels'>,
  settings: Augmentation,
  at: { readonly seed: number; readonly step: number },
): Float32Array {
  const images = Float32Array.from(values);
  const length = size.height * size.width * size.channels;
  const ofStep = createRandom(at.seed).fork('augment').fork(String(at.step));
  for (let place = 0; place * length < images.length; place++) {
    const image = images.subarray(place * length, (place + 1) * length);
    const random = ofStep.fork(String(place));
    if (settings.flip && random.fork('flip').next() < 0.5) mirror(image, size);
    if (settings.crop) move(image, size, settings.crop, random.fork('crop'));
    if (settings.erase) {
      const own = random.fork('erase');
      if (own.next() < settings.erase) erase(image, size, own);
    }
  }
  return images;
}

type Size = Pick<ImageField, 'height' | 'width' | 'channels'>;

/** Left to right, in place. */
function mirror(image: Float32Array, { height, width, channels }: Size): void {
  for (let y = 0; y < height; y++) {
    for (let x = 0; 2 * x < width - 1; x++) {
      const left = (y * width + x) * channels;
      const right = (y * width + (width - 1 - x)) * channels;
      for (let c = 0; c < channels; c++) {
        const kept = image[left + c];
        image[left + c] = image[right + c];
        image[right + c] = kept;
      }
    }
  }
}

/** By -most..most pixels each way; black comes in. As padding and a random crop. */
function move(
  image: Float32Array,
  { height, width, channels }: Size,
  most: number,
  random: Random,
): void {
  const down = random.int(2 * most + 1) - most;
  const right = random.int(2 * most + 1) - most;
  const before = image.slice();
  image.fill(0);
  for (let y = Math.max(0, down); y < Math.min(height, height + down); y++) {
    const first = Math.max(0, right);
    const count = width - Math.abs(right);
    if (count <= 0) continue;
    const from = ((y - down) * width + first - right) * channels;
    image.set(before.subarray(from, from + count * channels), (y * width + first) * channels);
  }
}

/** Zhong et al. 2020, algorithm 1, with random values. */
function erase(image: Float32Array, { height, width, channels }: Size, random: Random): void {
  const between = ({ least, most }: typeof AREA | typeof ASPECT) =>
    least + random.next() * (most - least);
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const area = between(AREA) * height * width;
    const aspect = between(ASPECT);
    const rows = Math.max(1, Math.round(Math.sqrt(area * aspect)));
    const columns = Math.max(1, Math.round(Math.sqrt(area / aspect)));
    if (rows > height || columns > width) continue;
    const top = random.int(height - rows + 1);
    const left = random.int(width - columns + 1);
    for (let y = top; y < top + rows; y++) {
      const from = (y * width + left) * channels;
      for (let i = from; i < from + columns * channels; i++) image[i] = random.next();
    }
    return;
  }
}
