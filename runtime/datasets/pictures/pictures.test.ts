/** The pictures that the site carries are those that their READMEs describe. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { checksumOf } from '../../../scripts/lib/pictures.mjs';
import { findDataset } from '../registry';
import { type PictureFile, type PictureSet, readPictures } from './readPictures';

const read = async (file: string): Promise<PictureFile> =>
  readPictures(new Uint8Array(readFileSync(new URL(file, import.meta.url))), async () => {});

function counts({ labels }: PictureSet): number[] {
  const found = new Array<number>(10).fill(0);
  for (const label of labels) found[label]++;
  return found;
}

function mean({ images }: PictureSet, largest: number): number {
  return images.reduce((sum, value) => sum + value, 0) / images.length / largest;
}

describe.each([
  ['digits-8x8', 'digits8x8/digits.bin'],
  ['mnist', 'mnist/mnist.bin'],
  ['fashion-mnist', 'fashionMnist/fashion-mnist.bin'],
  ['cifar10-small', 'cifar10Small/cifar10.bin'],
])('%s', (id, file) => {
  it('is the file that its README describes, and as large as is told', () => {
    const url = new URL(file, import.meta.url);
    const packed = readFileSync(url);
    expect(readFileSync(new URL('./README.md', url), 'utf8')).toContain(checksumOf(packed));
    expect(findDataset(id)?.bytes).toBe(packed.length);
  });
});

describe('mnist', () => {
  it('has all test images and a balanced selection of training images', async () => {
    const { train, test, height, width, largest } = await read('mnist/mnist.bin');
    expect([test.count, height, width, largest]).toEqual([10_000, 28, 28, 255]);
    expect(new Set(counts(train))).toEqual(new Set([2440]));
    // The known counts of the digits in the test set, and the published mean of its pixels.
    expect(counts(test)).toEqual([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]);
    expect(mean(test, 255)).toBeCloseTo(0.1325, 3);
    // The first test images, as published.
    expect([...test.labels.subarray(0, 10)]).toEqual([7, 2, 1, 0, 4, 1, 4, 9, 5, 9]);
    expect([...train.labels.subarray(0, 12)]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1]);
  });
});

describe('fashion-mnist', () => {
  it('has equally many of each class, as bright as the whole', async () => {
    const { train, test } = await read('fashionMnist/fashion-mnist.bin');
    expect(new Set(counts(train))).toEqual(new Set([660]));
    expect(new Set(counts(test))).toEqual(new Set([200]));
    // Of all training images: 0.2860.
    expect(mean(train, 255)).toBeCloseTo(0.286, 1);
  });
});

describe('cifar10-small', () => {
  it('has equally many of each class, and the colours of the whole', async () => {
    const { train, test, channels } = await read('cifar10Small/cifar10.bin');
    expect(channels).toBe(3);
    expect(new Set(counts(train))).toEqual(new Set([100]));
    expect(new Set(counts(test))).toEqual(new Set([20]));
    // Means of all training images: .4914, .4822, .4465.
    const pixels = train.images.length / 3;
    const means = [0, 1, 2].map((channel) => {
      let sum = 0;
      for (let pixel = 0; pixel < pixels; pixel++) sum += train.images[3 * pixel + channel];
      return sum / pixels / 255;
    });
    for (const [channel, whole] of [0.4914, 0.4822, 0.4465].entries()) {
      expect(Math.abs(means[channel] - whole)).toBeLessThan(0.02);
    }
  });
});

describe('digits-8x8', () => {
  it('has all 1,797 digits, from 0 to 16, and as many of each to test', async () => {
    const { train, test, largest, height, width } = await read('digits8x8/digits.bin');
    expect([train.count + test.count, largest, height, width]).toEqual([1797, 16, 8, 8]);
    expect(Math.max(...test.images)).toBe(16);
    expect(new Set(counts(test))).toEqual(new Set([30]));
    // Counts and mean of scikit-learn's load_digits().
    const all = counts(train).map((count, digit) => count + counts(test)[digit]);
    expect(all).toEqual([178, 182, 177, 183, 181, 182, 181, 179, 174, 180]);
    const sum = [train, test].reduce((total, set) => total + mean(set, 1) * set.count, 0);
    expect(sum / 1797).toBeCloseTo(4.8842, 4);
  });
});

it('all data that ships with the site is under 10 MB', () => {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const bytes = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.bin'))
    .map((file) => statSync(`${root}/${file}`).size);
  expect(bytes.length).toBeGreaterThanOrEqual(4);
  expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThan(10_000_000);
});
