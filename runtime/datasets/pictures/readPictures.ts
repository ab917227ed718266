/**
 * Pictures with a class each, in few bytes: what the site carries of picture data, and its data packs.
 * Written by scripts/lib/pictures.mjs. All integers are little-endian.
 *
 *     0   4 bytes   'PBIM'
 *     4   uint32    format version, 2
 *     8   uint32    height H
 *     12  uint32    width W
 *     16  uint32    channels C: 1, grey, or 3, red, green and blue
 *     20  uint32    classes
 *     24  uint32    largest value, that of white: 255, or less
 *     28  uint32    how values are written: 0, as they are, or 1, as differences
 *     32  uint32    number of training pictures
 *     36  uint32    number of test pictures, which follow them
 *     40  uint32    pictures in a part; the last one may have fewer
 *     44  uint32    number of parts P
 *     48  P uint32  bytes of each part
 *         the parts, each a gzip of its own
 *
 * An inflated part of n pictures is
 *
 *     n bytes       classes, from 0
 *     for each of the C planes:
 *       256 uint32  lengths of the groups
 *       n*H*W bytes the groups, one after the other
 *
 * The planes of a colour picture are green, red - green + 128 and blue - green + 128, modulo 256.
 *
 * A plane has one symbol for each pixel, and the symbols are sorted into groups by the neighbours that
 * were read before: left, above, before (above and to the left) and after (above and to the right); 0
 * beyond the edge. In each group the symbols have the order of pictures, rows and columns. Neighbours
 * tell much of what comes, so that every group has few frequent symbols, and gzip, which gives each its
 * own codes, needs a fifth to a quarter less than for the rows of the picture.
 *
 * - As they are: the symbol is the value; the group is a base 4 number of the levels of left, above,
 *   before, after, where 0, 1..128, 129..252 and more are levels 0 to 3.
 * - As differences: symbol 0 is value 0, symbol s is the value (s - 1 + guess - 1) mod 255 + 1, where
 *   the guess is that of LOCO-I (Weinberger, Seroussi, Sapiro 2000), at least 1; the group is 16 times
 *   the binary number of which neighbours are not 0, plus the band of |left - before| +
 *   |above - before| + |above - after|: how many of 0, 4, 8, 16, 32, 64, 128 and 256 it is above.
 */
import { inflate } from '../inflate';

/** Pictures with a class each. */
export interface PictureSet {
  /** uint8 [count, height, width, channels], 0..largest. */
  readonly images: Uint8Array;
  /** uint8 [count]. */
  readonly labels: Uint8Array;
  readonly count: number;
}

export interface PictureFile {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly classes: number;
  /** The value of white. */
  readonly largest: number;
  readonly train: PictureSet;
  /** Nothing may be learned from it. */
  readonly test: PictureSet;
}

interface Header extends Omit<PictureFile, 'train' | 'test'> {
  readonly differences: boolean;
  readonly trainCount: number;
  readonly count: number;
  readonly perPart: number;
  /** Where each part begins, and where the last one ends. */
  readonly offsets: readonly number[];
}

const HEADER_BYTES = 48;
const VERSION = 2;
const GROUPS = 256;
const GROUP_TABLE_BYTES = 4 * GROUPS;
/** All of CIFAR-10 has 184 million values; nothing that is read here has more. */
const MOST_VALUES = 256_000_000;
/** Pixels that are read without a pause: some 50 ms of work. */
const PIXELS_AT_ONCE = 2_000_000;

/**
 * @param pause called between parts of the work, with how many pictures of how many are read.
 * @throws Error naming what is wrong with a file that is not in the format above, and what `pause`
 *   throws.
 */
export async function readPictures(
  bytes: Uint8Array<ArrayBuffer>,
  pause: (done: number, total: number) => Promise<void>,
): Promise<PictureFile> {
  const header = readHeader(bytes);
  const { height, width, channels, classes, largest } = header;
  const { trainCount, count, perPart, offsets } = header;
  const size = height * width * channels;
  const images = new Uint8Array(count * size);
  const labels = new Uint8Array(count);
  for (let part = 0; part + 1 < offsets.length; part++) {
    const first = part * perPart;
    const end = Math.min(count, first + perPart);
    const expected = end - first + channels * GROUP_TABLE_BYTES + (end - first) * size;
    const inflated = await inflate(bytes.subarray(offsets[part], offsets[part + 1]), expected);
    if (inflated.length !== expected) {
      throw new Error(`Part ${part} has ${inflated.length} bytes in place of ${expected}`);
    }
    labels.set(inflated.subarray(0, end - first), first);
    await readPlanes(
      header,
      inflated.subarray(end - first),
      images.subarray(first * size),
      (done) => pause(first + done, count),
    );
  }
  if (labels.some((label) => label >= classes)) {
    throw new Error(`A picture has a class above ${classes - 1}`);
  }
  const setOf = (from: number, to: number): PictureSet => ({
    images: images.subarray(from * size, to * size),
    labels: labels.subarray(from, to),
    count: to - from,
  });
  return {
    height,
    width,
    channels,
    classes,
    largest,
    train: setOf(0, trainCount),
    test: setOf(trainCount, count),
  };
}

function readHeader(bytes: Uint8Array): Header {
  if (bytes.length < HEADER_BYTES || String.fromCharCode(...bytes.subarray(0, 4)) !== 'PBIM') {
    throw new Error('The file does not start as one of our picture files');
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const at = (offset: number) => view.getUint32(offset, true);
  if (at(4) !== VERSION) throw new Error(`Unknown format version ${at(4)}`);
  const [height, width, channels, classes, largest, method] = [8, 12, 16, 20, 24, 28].map(at);
  const [trainCount, testCount, perPart, parts] = [32, 36, 40, 44].map(at);
  const count = trainCount + testCount;
  const known =
    [height, width, classes, count, perPart].every((number) => number > 0) &&
    (channels === 1 || channels === 3) &&
    classes <= 256 &&
    largest > 0 &&
    largest < 256 &&
    method <= 1 &&
    count * height * width * channels <= MOST_VALUES &&
    parts === Math.ceil(count / perPart) &&
    bytes.length >= HEADER_BYTES + 4 * parts;
  if (!known) throw new Error('The header of the file makes no sense');

  const offsets = [HEADER_BYTES + 4 * parts];
  for (let part = 0; part < parts; part++) {
    offsets.push(offsets[part] + at(HEADER_BYTES + 4 * part));
  }
  if (offsets[parts] !== bytes.length) {
    throw new Error(`The file has ${bytes.length} bytes, its header says ${offsets[parts]}`);
  }
  const differences = method === 1;
  const kind = { height, width, channels, classes, largest, differences };
  return { ...kind, trainCount, count, perPart, offsets };
}

/** Reads the planes of a part into its pictures. */
async function readPlanes(
  { height, width, channels, differences }: Header,
  planes: Uint8Array,
  images: Uint8Array,
  pause: (done: number) => Promise<void>,
): Promise<void> {
  const pixels = height * width;
  const count = (planes.length - channels * GROUP_TABLE_BYTES) / (pixels * channels);
  const readers = Array.from({ length: channels }, (_, channel) =>
    planeReader(planes.subarray(channel * (GROUP_TABLE_BYTES + count * pixels)), count * pixels),
  );
  const plane = Array.from({ length: channels }, () => new Uint8Array(pixels));
  const step = Math.max(1, Math.floor(PIXELS_AT_ONCE / pixels / channels));
  for (let picture = 0; picture < count; picture++) {
    if (picture > 0 && picture % step === 0) await pause(picture);
    for (const [channel, { symbols, next }] of readers.entries()) {
      if (differences) readDifferences(symbols, next, plane[channel], height, width);
      else readValues(symbols, next, plane[channel], height, width);
    }
    if (channels === 1) images.set(plane[0], picture * pixels);
    else joinColours(plane, images.subarray(3 * picture * pixels));
  }
  for (const { next, ends } of readers) {
    if (next.some((place, group) => place !== ends[group])) throw new Error('A part is damaged');
  }
  await pause(count);
}

/** The symbols of a plane, and where the next one of each group stands. */
function planeReader(bytes: Uint8Array, pixels: number) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, GROUP_TABLE_BYTES);
  const next = new Uint32Array(GROUPS);
  const ends = new Uint32Array(GROUPS);
  let offset = 0;
  for (let group = 0; group < GROUPS; group++) {
    next[group] = offset;
    offset += view.getUint32(4 * group, true);
    ends[group] = offset;
  }
  if (offset !== pixels) throw new Error(`A plane has ${offset} symbols for ${pixels} pixels`);
  return { symbols: bytes.subarray(GROUP_TABLE_BYTES, GROUP_TABLE_BYTES + pixels), next, ends };
}

/** Level of a value: 0, 1..128, 129..252, more. */
const LEVELS = Uint8Array.from({ length: 256 }, (_, value) => countBelow(value, [0, 128, 252]));

function readValues(
  symbols: Uint8Array,
  next: Uint32Array,
  plane: Uint8Array,
  height: number,
  width: number,
): void {
  // Levels of the row above, between zeros; from left to right the row itself takes their place.
  const row = new Uint8Array(width + 2);
  for (let y = 0; y < height; y++) {
    let left = 0;
    let before = 0;
    for (let x = 0; x < width; x++) {
      const above = row[x + 1];
      const group = (left << 6) | (above << 4) | (before << 2) | row[x + 2];
      const value = symbols[next[group]++];
      plane[y * width + x] = value;
      before = above;
      left = LEVELS[value];
      row[x + 1] = left;
    }
  }
}

/** Band of a change: how many of the limits it is above. */
const BANDS = Uint8Array.from({ length: 3 * 255 + 1 }, (_, change) =>
  countBelow(change, [0, 4, 8, 16, 32, 64, 128, 256]),
);

function readDifferences(
  symbols: Uint8Array,
  next: Uint32Array,
  plane: Uint8Array,
  height: number,
  width: number,
): void {
  // Values of the row above, as in `readValues`.
  const row = new Uint8Array(width + 2);
  for (let y = 0; y < height; y++) {
    let left = 0;
    let before = 0;
    for (let x = 0; x < width; x++) {
      const above = row[x + 1];
      const after = row[x + 2];
      const change = Math.abs(left - before) + Math.abs(above - before) + Math.abs(above - after);
      const ink =
        (left > 0 ? 8 : 0) | (above > 0 ? 4 : 0) | (before > 0 ? 2 : 0) | (after > 0 ? 1 : 0);
      const symbol = symbols[next[(ink << 4) | BANDS[change]]++];
      const guess = Math.max(1, guessOf(left, above, before));
      const value = symbol === 0 ? 0 : ((symbol + guess - 2) % 255) + 1;
      plane[y * width + x] = value;
      before = above;
      left = value;
      row[x + 1] = value;
    }
  }
}

/** The lower or higher of two neighbours at an edge, else the plane through all three. */
function guessOf(left: number, above: number, before: number): number {
  if (before >= Math.max(left, above)) return Math.min(left, above);
  if (before <= Math.min(left, above)) return Math.max(left, above);
  return left + above - before;
}

/** Green, red - green + 128 and blue - green + 128 to red, green, blue, pixel by pixel. */
function joinColours([green, red, blue]: readonly Uint8Array[], picture: Uint8Array): void {
  for (let pixel = 0; pixel < green.length; pixel++) {
    picture[3 * pixel] = red[pixel] + green[pixel] - 128;
    picture[3 * pixel + 1] = green[pixel];
    picture[3 * pixel + 2] = blue[pixel] + green[pixel] - 128;
  }
}

function countBelow(value: number, limits: readonly number[]): number {
  return limits.filter((limit) => value > limit).length;
}
