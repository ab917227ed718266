/**
 * Resizes pictures: separable bilinear with half-pixel centres, the filter widened by the scale
 * when it shrinks (as Pillow's BILINEAR and torchvision's antialias=True), so that a photo made
 * small keeps what it shows.
 */

export interface Image {
  /** Row-major [height, width, channels], values 0..1. */
  readonly data: Float32Array;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** The picture at another size and number of channels. */
export function resizeImage(image: Image, height: number, width: number, channels: number): Image {
  const coloured = convertChannels(image, channels);
  const wide = resampleAxis(coloured, 'width', width);
  return resampleAxis(wide, 'height', height);
}

/** Grey to colour by copying; colour to grey by Rec. 601 luma; transparency over white. */
export function convertChannels(image: Image, channels: number): Image {
  const opaque = image.channels === 2 || image.channels === 4 ? flatten(image) : image;
  if (opaque.channels === channels) return opaque;
  const { data, height, width } = opaque;
  const result = new Float32Array(height * width * channels);
  for (let pixel = 0; pixel < height * width; pixel++) {
    const from = pixel * opaque.channels;
    const grey =
      opaque.channels >= 3
        ? 0.299 * data[from] + 0.587 * data[from + 1] + 0.114 * data[from + 2]
        : data[from];
    result.fill(grey, pixel * channels, (pixel + 1) * channels);
  }
  return { data: result, height, width, channels };
}

/** Lays a picture whose last channel is opacity on white. */
function flatten(image: Image): Image {
  const channels = image.channels - 1;
  const result = new Float32Array(image.height * image.width * channels);
  for (let pixel = 0; pixel < image.height * image.width; pixel++) {
    const opacity = image.data[pixel * image.channels + channels];
    for (let channel = 0; channel < channels; channel++) {
      const value = image.data[pixel * image.channels + channel];
      result[pixel * channels + channel] = value * opacity + 1 - opacity;
    }
  }
  return { ...image, data: result, channels };
}

/** Weights of the source positions that one target position is made of. */
interface Taps {
  readonly first: number;
  readonly weights: readonly number[];
}

function resampleAxis(image: Image, axis: 'height' | 'width', size: number): Image {
  const from = image[axis];
  if (from === size) return image;
  const taps = Array.from({ length: size }, (_, index) => triangleTaps(index, from, size));
  const height = axis === 'height' ? size : image.height;
  const width = axis === 'width' ? size : image.width;
  const { data, channels } = image;
  const result = new Float32Array(height * width * channels);
  // Distance between neighbours along the axis.
  const stride = axis === 'width' ? channels : image.width * channels;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const { first, weights } = axis === 'width' ? taps[x] : taps[y];
      const base = axis === 'width' ? y * image.width * channels : x * channels;
      for (let channel = 0; channel < channels; channel++) {
        let sum = 0;
        for (let tap = 0; tap < weights.length; tap++) {
          sum += weights[tap] * data[base + (first + tap) * stride + channel];
        }
        result[(y * width + x) * channels + channel] = sum;
      }
    }
  }
  return { data: result, height, width, channels };
}

function triangleTaps(index: number, from: number, to: number): Taps {
  const scale = from / to;
  const radius = Math.max(1, scale);
  const centre = (index + 0.5) * scale;
  const first = Math.max(0, Math.floor(centre - radius));
  const last = Math.min(from, Math.ceil(centre + radius));
  const raw: number[] = [];
  for (let source = first; source < last; source++) {
    raw.push(Math.max(0, 1 - Math.abs((source + 0.5 - centre) / radius)));
  }
  const total = raw.reduce((sum, weight) => sum + weight, 0);
  return { first, weights: raw.map((weight) => weight / total) };
}
