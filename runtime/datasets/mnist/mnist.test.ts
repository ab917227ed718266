import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { inflate, parseMnist } from './mnist';

const packed = new Uint8Array(readFileSync(new URL('./mnist.bin', import.meta.url)));

/** A file of one training and one test image of 2 x 2 pixels. */
function smallFile() {
  const bytes = new Uint8Array(24 + 2 * 5);
  bytes.set([...'PBIM'].map((letter) => letter.charCodeAt(0)));
  const view = new DataView(bytes.buffer);
  [1, 2, 2, 1, 1].forEach((value, index) => {
    view.setUint32(4 + 4 * index, value, true);
  });
  bytes.set([1, 2, 3, 4, 7, 5, 6, 7, 8, 9], 24);
  return bytes;
}

describe('the file', () => {
  it('is the one that the README describes', async () => {
    const readme = readFileSync(new URL('./README.md', import.meta.url), 'utf8');
    const hash = createHash('sha256')
      .update(await inflate(packed))
      .digest('hex');
    expect(readme).toContain(hash);
    expect(packed.length).toBeLessThanOrEqual(6_000_000);
  });

  it('holds all test images and a balanced selection of training images', async () => {
    const { train, test } = parseMnist(await inflate(packed));
    expect([test.count, test.height, test.width]).toEqual([10_000, 28, 28]);
    expect(train.count).toBeGreaterThanOrEqual(24_000);
    const counts = new Array<number>(10).fill(0);
    for (const label of train.labels) counts[label]++;
    expect(new Set(counts)).toEqual(new Set([train.count / 10]));
    // The known counts of the digits 0..9 in MNIST's test set.
    const testCounts = new Array<number>(10).fill(0);
    for (const label of test.labels) testCounts[label]++;
    expect(testCounts).toEqual([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]);
    // The published mean of the test pixels, of the range 0..1.
    const ink = test.images.reduce((sum, pixel) => sum + pixel, 0) / test.images.length / 255;
    expect(ink).toBeCloseTo(0.1325, 3);
  });
});

describe('parseMnist', () => {
  it('reads both sets', () => {
    const { train, test } = parseMnist(smallFile());
    expect(train).toEqual({
      images: new Uint8Array([1, 2, 3, 4]),
      labels: new Uint8Array([7]),
      count: 1,
      height: 2,
      width: 2,
    });
    expect([...test.images, ...test.labels]).toEqual([5, 6, 7, 8, 9]);
  });

  it('says what is wrong with a damaged file', () => {
    expect(() => parseMnist(new Uint8Array(3))).toThrow('does not start');
    expect(() => parseMnist(smallFile().subarray(0, 30))).toThrow('30 bytes');
    const newer = smallFile();
    newer[4] = 2;
    expect(() => parseMnist(newer)).toThrow('version 2');
    const mislabelled = smallFile();
    mislabelled[28] = 10;
    expect(() => parseMnist(mislabelled)).toThrow('above 9');
  });
});

describe('inflate', () => {
  const zip = (bytes: Uint8Array) => new Uint8Array(gzipSync(bytes));

  it('gives back what was compressed', async () => {
    expect(await inflate(zip(smallFile()))).toEqual(smallFile());
  });

  it('stops at the cap', async () => {
    await expect(inflate(zip(new Uint8Array(1_000_000)), 10_000)).rejects.toThrow(
      'more than 10000',
    );
  });

  it('refuses what is no gzip or ends early', async () => {
    await expect(inflate(new Uint8Array([1, 2, 3, 4]))).rejects.toThrow('cannot be read');
    await expect(inflate(zip(smallFile()).slice(0, 20))).rejects.toThrow('cannot be read');
  });
});
