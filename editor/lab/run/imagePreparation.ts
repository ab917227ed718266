/** Turns pixels into what an image input takes: float values in 0..1, in the channels of the model. */

/** Row-major [height, width, channels], values in 0..1. */
export interface Picture {
  readonly data: Float32Array;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** RGBA bytes, as a canvas gives them. */
export interface Pixels {
  readonly data: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

/**
 * RGBA bytes to floats; transparent parts become white. One channel is luma (ITU-R BT.601), the
 * weights that graphics programs use for grey.
 */
export function toPicture(pixels: Pixels, channels: number): Picture {
  const { data: bytes, width, height } = pixels;
  const data = new Float32Array(width * height * channels);
  for (let i = 0; i < width * height; i++) {
    const alpha = bytes[i * 4 + 3] / 255;
    const red = (bytes[i * 4] / 255) * alpha + 1 - alpha;
    const green = (bytes[i * 4 + 1] / 255) * alpha + 1 - alpha;
    const blue = (bytes[i * 4 + 2] / 255) * alpha + 1 - alpha;
    if (channels === 1) {
      data[i] = 0.299 * red + 0.587 * green + 0.114 * blue;
    } else {
      data[i * channels] = red;
      data[i * channels + 1] = green;
      data[i * channels + 2] = blue;
    }
  }
  return { data, width, height, channels };
}

/** Light becomes dark and dark light. */
export function invert(picture: Picture): Picture {
  return { ...picture, data: picture.data.map((value) => 1 - value) };
}

/** Mean of the outermost pixels: near 1 where something dark lies on a light ground. */
export function borderBrightness(picture: Picture): number {
  const { data, width, height, channels } = picture;
  let sum = 0;
  let count = 0;
  for (let y = 0; y < height; y++) {
    const edge = y === 0 || y === height - 1;
    for (let x = 0; x < width; x += edge || width === 1 ? 1 : width - 1) {
      for (let c = 0; c < channels; c++) sum += data[(y * width + x) * channels + c];
      count += channels;
    }
  }
  return count > 0 ? sum / count : 0;
}

/** The picture on a ground of `value`, centred, in the proportions height : width. */
export function padTo(picture: Picture, height: number, width: number, value: number): Picture {
  const scale = Math.max(picture.height / height, picture.width / width);
  const to = { height: Math.round(height * scale), width: Math.round(width * scale) };
  if (to.height === picture.height && to.width === picture.width) return picture;
  const { channels } = picture;
  const data = new Float32Array(to.height * to.width * channels).fill(value);
  const top = Math.floor((to.height - picture.height) / 2);
  const left = Math.floor((to.width - picture.width) / 2);
  for (let y = 0; y < picture.height; y++) {
    const row = picture.data.subarray(
      y * picture.width * channels,
      (y + 1) * picture.width * channels,
    );
    data.set(row, ((y + top) * to.width + left) * channels);
  }
  return { data, ...to, channels };
}

/** The middle of the picture in the proportions height : width. */
export function cropTo(picture: Picture, height: number, width: number): Picture {
  const scale = Math.min(picture.height / height, picture.width / width);
  const to = {
    height: Math.max(1, Math.min(picture.height, Math.round(height * scale))),
    width: Math.max(1, Math.min(picture.width, Math.round(width * scale))),
  };
  if (to.height === picture.height && to.width === picture.width) return picture;
  const { channels } = picture;
  const data = new Float32Array(to.height * to.width * channels);
  const top = Math.floor((picture.height - to.height) / 2);
  const left = Math.floor((picture.width - to.width) / 2);
  for (let y = 0; y < to.height; y++) {
    const from = ((y + top) * picture.width + left) * channels;
    data.set(picture.data.subarray(from, from + to.width * channels), y * to.width * channels);
  }
  return { data, ...to, channels };
}

/**
 * A light digit on dark ground laid out as MNIST lays it (LeCun et al. 1998, section III.A): its box
 * scaled into 20x20, its centre of mass in the middle of 28x28. Null for an empty picture.
 */
export function centerDigit(picture: Picture): Picture | null {
  const { data, width, height } = picture;
  let [left, right, top, bottom] = [width, -1, height, -1];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (data[y * width + x] < 0.1) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
    }
  }
  if (right < left) return null;
  const box = { width: right - left + 1, height: bottom - top + 1 };
  const scale = 20 / Math.max(box.width, box.height);
  const to = {
    width: Math.max(1, Math.round(box.width * scale)),
    height: Math.max(1, Math.round(box.height * scale)),
  };
  const digit = new Float32Array(to.width * to.height);
  let [mass, massX, massY] = [0, 0, 0];
  for (let y = 0; y < to.height; y++) {
    for (let x = 0; x < to.width; x++) {
      const value = areaMean(picture, {
        left: left + (x * box.width) / to.width,
        right: left + ((x + 1) * box.width) / to.width,
        top: top + (y * box.height) / to.height,
        bottom: top + ((y + 1) * box.height) / to.height,
      });
      digit[y * to.width + x] = value;
      mass += value;
      massX += value * (x + 0.5);
      massY += value * (y + 0.5);
    }
  }
  const out = new Float32Array(28 * 28);
  const shift = (center: number, size: number) =>
    Math.min(28 - size, Math.max(0, Math.round(14 - center / mass)));
  const [x0, y0] = [shift(massX, to.width), shift(massY, to.height)];
  for (let y = 0; y < to.height; y++) {
    out.set(digit.subarray(y * to.width, (y + 1) * to.width), (y + y0) * 28 + x0);
  }
  return { data: out, width: 28, height: 28, channels: 1 };
}

interface Area {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Mean of a one-channel picture over an area with fractional edges. */
function areaMean({ data, width, height }: Picture, area: Area): number {
  let sum = 0;
  let weights = 0;
  for (let y = Math.floor(area.top); y < Math.min(height, Math.ceil(area.bottom)); y++) {
    const inY = Math.min(y + 1, area.bottom) - Math.max(y, area.top);
    for (let x = Math.floor(area.left); x < Math.min(width, Math.ceil(area.right)); x++) {
      const weight = inY * (Math.min(x + 1, area.right) - Math.max(x, area.left));
      sum += weight * data[y * width + x];
      weights += weight;
    }
  }
  return weights > 0 ? sum / weights : 0;
}

/** RGBA bytes of a picture, for showing it pixel by pixel. */
export function toPixels(picture: Picture): Uint8ClampedArray<ArrayBuffer> {
  const { data, width, height, channels } = picture;
  const bytes = new Uint8ClampedArray(width * height * 4);
  for (let i = 0; i < width * height; i++) {
    for (let c = 0; c < 3; c++) {
      bytes[i * 4 + c] = data[i * channels + Math.min(c, channels - 1)] * 255;
    }
    bytes[i * 4 + 3] = 255;
  }
  return bytes;
}
