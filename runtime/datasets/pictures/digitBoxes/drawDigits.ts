/** Pastes digits at random places and sizes into a picture, and tells where they are. */
import type { Random } from '../../../graph/random';
import { type Image, resizeImage } from '../../resizeImage';

/** A digit without the paper around it. */
export interface Digit {
  readonly picture: Image;
  readonly label: number;
}

/** Where a digit was pasted, in pixels. */
interface Place {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface Drawn {
  /** Row-major [height, width], 0..1. */
  readonly image: Float32Array;
  /** Centre x, centre y, width and height of each digit, as shares of the picture. */
  readonly boxes: readonly (readonly [number, number, number, number])[];
  readonly labels: readonly number[];
}

export interface DrawOptions {
  readonly height: number;
  readonly width: number;
  /** The most digits, 1 or more. */
  readonly most: number;
  readonly random: Random;
  /** Any digit, drawn with `random`. */
  readonly next: () => Digit;
}

/** What a digit of MNIST is high, or wide, before it is resized: LeCun et al. 1998. */
const DIGIT_SIDE = 20;
/** Side of a digit, as a share of the shorter side of the picture. */
const LEAST_SHARE = 0.3;
const MOST_SHARE = 0.5;
/** Share of the smaller box that another one may cover. */
const MOST_OVERLAP = 0.1;
/** Places that are tried before a digit is left out. */
const ATTEMPTS = 20;

/** One digit to `most`; fewer than were drawn where there is no room for more. */
export function drawDigits({ height, width, most, random, next }: DrawOptions): Drawn {
  const image = new Float32Array(height * width);
  const places: Place[] = [];
  const labels: number[] = [];
  const wanted = 1 + random.int(most);
  for (let digit = 0; digit < wanted; digit++) {
    const { picture, label } = next();
    const share = LEAST_SHARE + (MOST_SHARE - LEAST_SHARE) * random.next();
    const scale = (share * Math.min(height, width)) / DIGIT_SIDE;
    const high = Math.max(2, Math.round(picture.height * scale));
    const wide = Math.max(2, Math.round(picture.width * scale));
    const place = findPlace(places, { height, width, high, wide, random });
    if (!place) continue;
    places.push(place);
    labels.push(label);
    paste(resizeImage(picture, high, wide, 1), image, width, place);
  }
  return {
    image,
    labels,
    boxes: places.map((place) => [
      (place.left + place.width / 2) / width,
      (place.top + place.height / 2) / height,
      place.width / width,
      place.height / height,
    ]),
  };
}

/** The part of a picture that has ink, values 0..`largest`; all of it where there is none. */
export function cutOut(values: Uint8Array, side: number, largest: number): Image {
  let [top, bottom, left, right] = [side, -1, side, -1];
  for (const [index, value] of values.entries()) {
    if (value === 0) continue;
    const y = Math.floor(index / side);
    const x = index % side;
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
    left = Math.min(left, x);
    right = Math.max(right, x);
  }
  if (bottom < 0) [top, bottom, left, right] = [0, side - 1, 0, side - 1];
  const height = bottom - top + 1;
  const width = right - left + 1;
  const data = new Float32Array(height * width);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      data[y * width + x] = values[(top + y) * side + left + x] / largest;
    }
  }
  return { data, height, width, channels: 1 };
}

interface Room {
  readonly height: number;
  readonly width: number;
  readonly high: number;
  readonly wide: number;
  readonly random: Random;
}

function findPlace(taken: readonly Place[], room: Room): Place | null {
  const { height, width, high, wide, random } = room;
  if (high > height || wide > width) return null;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const left = random.int(width - wide + 1);
    const top = random.int(height - high + 1);
    const place = { left, top, width: wide, height: high };
    if (taken.every((other) => overlap(place, other) <= MOST_OVERLAP)) return place;
  }
  return null;
}

/** Share of the smaller place that both cover. */
function overlap(a: Place, b: Place): number {
  const wide = Math.min(a.left + a.width, b.left + b.width) - Math.max(a.left, b.left);
  const high = Math.min(a.top + a.height, b.top + b.height) - Math.max(a.top, b.top);
  if (wide <= 0 || high <= 0) return 0;
  return (wide * high) / Math.min(a.width * a.height, b.width * b.height);
}

/** The brighter of both, where something is already. */
function paste(digit: Image, image: Float32Array, width: number, { left, top }: Place): void {
  for (let y = 0; y < digit.height; y++) {
    for (let x = 0; x < digit.width; x++) {
      const at = (top + y) * width + left + x;
      image[at] = Math.max(image[at], digit.data[y * digit.width + x]);
    }
  }
}
