/** Reads PNG pictures of 8 bits a channel: red, green and blue, or grey (ISO/IEC 15948). */
import { inflateSync } from 'node:zlib';

const SIGNATURE = '89504e470d0a1a0a';
/** Channels by colour type. */
const CHANNELS = new Map([
  [0, 1],
  [2, 3],
]);

/**
 * @param {Buffer} file
 * @returns {{ width: number, height: number, channels: number, data: Buffer }} data row by row
 */
export function readPng(file) {
  if (file.toString('hex', 0, 8) !== SIGNATURE) throw new Error('This is no PNG picture');
  const chunks = readChunks(file);
  const header = chunks.find(({ type }) => type === 'IHDR')?.data;
  if (!header) throw new Error('This PNG picture has no header');
  const width = header.readUInt32BE(0);
  const height = header.readUInt32BE(4);
  const channels = CHANNELS.get(header[9]);
  const [depth, , , , interlaced] = header.subarray(8);
  if (depth !== 8 || channels === undefined || interlaced !== 0) {
    throw new Error(
      'PNG pictures with a palette, opacity, interlacing or other depths are not read',
    );
  }
  const packed = chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data);
  const lines = inflateSync(Buffer.concat(packed));
  if (lines.length !== height * (1 + width * channels)) throw new Error('This PNG picture is cut');
  return { width, height, channels, data: unfilter(lines, height, width * channels, channels) };
}

/** @param {Buffer} file */
function readChunks(file) {
  const chunks = [];
  for (let offset = 8; offset + 12 <= file.length; ) {
    const length = file.readUInt32BE(offset);
    const type = file.toString('latin1', offset + 4, offset + 8);
    chunks.push({ type, data: file.subarray(offset + 8, offset + 8 + length) });
    offset += 12 + length;
  }
  return chunks;
}

/**
 * Each line begins with the number of its filter: none, left, above, their mean, or Paeth's choice.
 * @param {Buffer} lines
 * @param {number} height
 * @param {number} row bytes
 * @param {number} step bytes of a pixel
 */
function unfilter(lines, height, row, step) {
  const data = Buffer.alloc(height * row);
  for (let y = 0; y < height; y++) {
    const filter = lines[y * (row + 1)];
    if (filter > 4) throw new Error(`This PNG picture has an unknown filter ${filter}`);
    for (let x = 0; x < row; x++) {
      const at = y * row + x;
      const left = x >= step ? data[at - step] : 0;
      const above = y > 0 ? data[at - row] : 0;
      const before = x >= step && y > 0 ? data[at - row - step] : 0;
      data[at] = lines[y * (row + 1) + 1 + x] + guessOf(filter, left, above, before);
    }
  }
  return data;
}

/** @param {number} filter @param {number} left @param {number} above @param {number} before */
function guessOf(filter, left, above, before) {
  if (filter < 2) return filter === 0 ? 0 : left;
  if (filter < 4) return filter === 2 ? above : (left + above) >> 1;
  return paeth(left, above, before);
}

/** @param {number} left @param {number} above @param {number} before */
function paeth(left, above, before) {
  const sum = left + above - before;
  const toLeft = Math.abs(sum - left);
  const toAbove = Math.abs(sum - above);
  const toBefore = Math.abs(sum - before);
  if (toLeft <= toAbove && toLeft <= toBefore) return left;
  return toAbove <= toBefore ? above : before;
}
