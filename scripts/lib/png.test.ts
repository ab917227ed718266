import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readPng } from './png.mjs';

/** A PNG file of these lines, each with its filter before it; checksums are not read. */
function png(width: number, colour: number, lines: readonly (readonly number[])[], depth = 8) {
  const chunk = (type: string, data: Uint8Array) => {
    const head = Buffer.alloc(8);
    head.writeUInt32BE(data.length, 0);
    head.write(type, 4, 'latin1');
    return Buffer.concat([head, data, Buffer.alloc(4)]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(lines.length, 4);
  header.set([depth, colour], 8);
  const packed = deflateSync(Uint8Array.from(lines.flat()));
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    // Data may lie in several chunks.
    chunk('IDAT', packed.subarray(0, 5)),
    chunk('IDAT', packed.subarray(5)),
    chunk('IEND', new Uint8Array(0)),
  ]);
}

describe('readPng', () => {
  it('undoes each filter', () => {
    const read = readPng(
      png(3, 0, [
        [0, 10, 20, 250],
        [1, 5, 5, 250],
        [2, 1, 1, 1],
        [3, 1, 1, 1],
        [4, 1, 2, 3],
      ]),
    );
    expect([...read.data]).toEqual([
      ...[10, 20, 250],
      ...[5, 10, 4],
      ...[6, 11, 5],
      // Half of what is above; then of left and above.
      ...[4, 8, 7],
      // Above where there is no left; then the nearest to left + above - before.
      ...[5, 10, 13],
    ]);
  });

  it('reads colours pixel by pixel', () => {
    const read = readPng(png(2, 2, [[1, 1, 2, 3, 1, 1, 1]]));
    expect(read).toMatchObject({ width: 2, height: 1, channels: 3 });
    expect([...read.data]).toEqual([1, 2, 3, 2, 3, 4]);
  });

  it('says what it does not read', () => {
    expect(() => readPng(Buffer.from('GIF89a..'))).toThrow('no PNG');
    expect(() => readPng(png(1, 3, [[0, 1]]))).toThrow('palette');
    expect(() => readPng(png(1, 0, [[0, 1]], 16))).toThrow('other depths');
    expect(() => readPng(png(2, 0, [[0, 1]]))).toThrow('is cut');
    expect(() => readPng(png(1, 0, [[5, 1]]))).toThrow('unknown filter 5');
  });
});
