/**
 * Writes pictures with a class each in the format of runtime/datasets/pictures/readPictures.ts, which says
 * what lies where and why.
 */
import { createHash } from 'node:crypto';
import { constants, crc32, deflateRawSync, gunzipSync } from 'node:zlib';

/**
 * Pictures [count, height, width, channels], and the class of each.
 * @typedef {{ images: Uint8Array, labels: Uint8Array }} Pictures
 */

/**
 * What all pictures of a file have in common; `largest` is the value of white, and `method` how the
 * values are written: `values` packs drawings better, `differences` photographs.
 * @typedef {{
 *   height: number, width: number, channels: 1 | 3, classes: number, largest: number,
 *   method: 'values' | 'differences',
 * }} Kind
 */

const HEADER_BYTES = 48;
const VERSION = 2;
const GROUPS = 256;
/** Values in a part, about: what is read at once. */
const PART_VALUES = 16_000_000;

/**
 * @param {Kind} kind
 * @param {Pictures} train
 * @param {Pictures} test
 * @param {number} [partValues]
 */
export function packPictures(kind, train, test, partValues = PART_VALUES) {
  const { height, width, channels } = kind;
  const size = height * width * channels;
  const images = Buffer.concat([train.images, test.images]);
  const labels = Buffer.concat([train.labels, test.labels]);
  if (images.length !== labels.length * size) throw new Error('Some pictures have no class');
  const perPart = Math.max(1, Math.floor(partValues / size));
  /** @type {Buffer[]} */
  const parts = [];
  for (let first = 0; first < labels.length; first += perPart) {
    const end = Math.min(labels.length, first + perPart);
    parts.push(
      packPart(kind, {
        images: images.subarray(first * size, end * size),
        labels: labels.subarray(first, end),
      }),
    );
  }
  const header = Buffer.alloc(HEADER_BYTES + 4 * parts.length);
  header.write('PBIM', 0, 'latin1');
  const { classes, largest, method } = kind;
  const counts = [train.labels.length, test.labels.length, perPart, parts.length];
  [VERSION, height, width, channels, classes, largest, method === 'values' ? 0 : 1, ...counts]
    .concat(parts.map(({ length }) => length))
    .forEach((value, index) => {
      header.writeUInt32LE(value, 4 + 4 * index);
    });
  return Buffer.concat([header, ...parts]);
}

/**
 * SHA-256 of what is packed, the header and the inflated parts: the same with every Node, which the
 * packed bytes are not.
 * @param {Buffer} file
 */
export function checksumOf(file) {
  const hash = createHash('sha256').update(file.subarray(0, HEADER_BYTES - 4));
  const count = file.readUInt32LE(HEADER_BYTES - 4);
  let offset = HEADER_BYTES + 4 * count;
  for (let part = 0; part < count; part++) {
    const length = file.readUInt32LE(HEADER_BYTES + 4 * part);
    hash.update(gunzipSync(file.subarray(offset, offset + length)));
    offset += length;
  }
  return hash.digest('hex');
}

/**
 * @param {Kind} kind
 * @param {Pictures} pictures
 */
function packPart({ height, width, channels, method }, { images, labels }) {
  const pixels = height * width;
  /** @type {Uint8Array[]} */
  const pieces = [labels];
  for (let channel = 0; channel < channels; channel++) {
    const plane = planeOf(images, channels, channel);
    const groups = Array.from({ length: GROUPS }, () => new Uint8Array(64));
    const lengths = new Uint32Array(GROUPS);
    for (let first = 0; first < plane.length; first += pixels) {
      sort(plane.subarray(first, first + pixels), height, width, method, groups, lengths);
    }
    const table = Buffer.alloc(4 * GROUPS);
    for (const [group, length] of lengths.entries()) table.writeUInt32LE(length, 4 * group);
    pieces.push(table, ...groups.map((symbols, group) => symbols.subarray(0, lengths[group])));
  }
  return gzip(pieces.filter(({ length }) => length > 0));
}

/**
 * Grey; or green, red less green, blue less green.
 * @param {Uint8Array} images
 * @param {number} channels
 * @param {number} channel
 */
function planeOf(images, channels, channel) {
  const count = images.length / channels;
  if (channels === 1) return images;
  const from = [1, 0, 2][channel];
  return Uint8Array.from({ length: count }, (_, pixel) => {
    const green = images[3 * pixel + 1];
    return channel === 0 ? green : images[3 * pixel + from] - green + 128;
  });
}

/**
 * Appends the symbols of one picture to the groups that they belong to.
 * @param {Uint8Array} picture
 * @param {number} height
 * @param {number} width
 * @param {Kind['method']} method
 * @param {Uint8Array[]} groups
 * @param {Uint32Array} lengths
 */
function sort(picture, height, width, method, groups, lengths) {
  /** @param {number} y @param {number} x */
  const at = (y, x) => (y < 0 || x < 0 || x >= width ? 0 : picture[y * width + x]);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const value = at(y, x);
      const [left, above] = [at(y, x - 1), at(y - 1, x)];
      const [before, after] = [at(y - 1, x - 1), at(y - 1, x + 1)];
      let group = 0;
      let symbol = value;
      if (method === 'values') {
        for (const near of [left, above, before, after]) group = 4 * group + levelOf(near);
      } else {
        for (const near of [left, above, before, after]) group = 2 * group + (near > 0 ? 1 : 0);
        const change = Math.abs(left - before) + Math.abs(above - before) + Math.abs(above - after);
        group = 16 * group + bandOf(change);
        const guess = Math.max(1, guessOf(left, above, before));
        if (value > 0) symbol = 1 + ((value - guess + 255) % 255);
      }
      if (lengths[group] === groups[group].length) groups[group] = doubled(groups[group]);
      groups[group][lengths[group]++] = symbol;
    }
  }
}

/** @param {number} value */
function levelOf(value) {
  return [0, 128, 252].filter((limit) => value > limit).length;
}

/** @param {number} change */
function bandOf(change) {
  return [0, 4, 8, 16, 32, 64, 128, 256].filter((limit) => change > limit).length;
}

/**
 * The edge that the neighbours suggest, as in LOCO-I.
 * @param {number} left
 * @param {number} above
 * @param {number} before
 */
function guessOf(left, above, before) {
  if (before >= Math.max(left, above)) return Math.min(left, above);
  if (before <= Math.min(left, above)) return Math.max(left, above);
  return left + above - before;
}

/** @param {Uint8Array} array */
function doubled(array) {
  const larger = new Uint8Array(2 * array.length);
  larger.set(array);
  return larger;
}

const strategies = [
  constants.Z_DEFAULT_STRATEGY,
  constants.Z_FILTERED,
  constants.Z_HUFFMAN_ONLY,
  constants.Z_RLE,
];
/** As in RFC 1952: no name, no time, an unknown system. */
const GZIP_HEADER = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 255]);
/** An empty last block. */
const DEFLATE_END = Buffer.from([3, 0]);

/**
 * One gzip of all pieces, each packed in the way that suits it, with codes of its own: blocks of
 * deflate that end at a byte may stand one after the other.
 * @param {readonly Uint8Array[]} pieces
 */
function gzip(pieces) {
  const packed = pieces.map((piece) => {
    const tried = strategies.map((strategy) =>
      deflateRawSync(piece, {
        level: 9,
        memLevel: 9,
        strategy,
        finishFlush: constants.Z_SYNC_FLUSH,
      }),
    );
    return tried.reduce((best, each) => (each.length < best.length ? each : best));
  });
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(
    pieces.reduce((value, piece) => crc32(piece, value), 0),
    0,
  );
  trailer.writeUInt32LE(
    pieces.reduce((sum, { length }) => sum + length, 0),
    4,
  );
  return Buffer.concat([GZIP_HEADER, ...packed, DEFLATE_END, trailer]);
}
