import { beforeAll, describe, expect, it } from 'vitest';
import { packPictures } from '../../../../scripts/lib/pictures.mjs';
import { createDatasetLoader } from '../../catalogue';
import { diskReader, loadFromDisk } from '../../testing/diskReader';
import type { Dataset, InputNeed, Split } from '../../types';
import { boxFields } from './boxFields';
import { cutOut } from './drawDigits';

const picture = (...shape: number[]): InputNeed => ({
  path: 'image',
  field: 'image',
  role: 'image',
  shape,
});
const boxes = (objects: number): InputNeed => ({
  path: 'boxes',
  field: 'boxes',
  role: 'labels',
  shape: [objects, 4],
});

describe('boxFields', () => {
  it('follows the sizes of the graph', () => {
    expect(boxFields([picture(64, 96, 1), boxes(8)])).toEqual({
      image: { kind: 'image', height: 64, width: 96, channels: 1 },
      boxes: { kind: 'numbers', shape: [8, 4] },
      boxLabels: { kind: 'numbers', shape: [8], classes: 10, labels: 'digits' },
    });
  });

  it.each([
    ['nothing is asked', []],
    ['there is no room', [picture(28, 28, 1)]],
    ['there is too much', [picture(48, 128, 1)]],
  ])('is as usual where %s', (_, needs) => {
    const fields = boxFields(needs);
    expect(fields.image).toEqual({ kind: 'image', height: 48, width: 48, channels: 1 });
    expect(fields.boxes).toEqual({ kind: 'numbers', shape: [4, 4] });
  });
});

describe('cutOut', () => {
  it('takes the ink without the paper around it', () => {
    const values = new Uint8Array(25);
    values.set([51, 0, 102], 6);
    values.set([0, 255, 0], 11);
    const { data, height, width } = cutOut(values, 5, 255);
    expect([height, width]).toEqual([2, 3]);
    expect(Array.from(data, (value) => Math.round(10 * value))).toEqual([2, 0, 4, 0, 10, 0]);
  });

  it('takes all where there is none', () => {
    expect(cutOut(new Uint8Array(9), 3, 255)).toMatchObject({ height: 3, width: 3 });
  });
});

describe.each([
  [48, 48, 4],
  [32, 96, 2],
])('digits in %i x %i pixels, up to %i', (height, width, objects) => {
  let dataset: Dataset;
  beforeAll(async () => {
    const needs = [picture(height, width, 1), boxes(objects)];
    dataset = (await loadFromDisk('digit-boxes', { needs })) as Dataset;
  });

  it('lie in their boxes, and nothing lies outside', () => {
    const indices = Array.from({ length: 60 }, (_, index) => index);
    const batch = dataset.train.batch(indices);
    const seen = new Set<number>();
    for (const row of indices) {
      const image = batch.image.subarray(row * height * width, (row + 1) * height * width);
      const labels = Array.from(batch.boxLabels.subarray(row * objects, (row + 1) * objects));
      const real = labels.filter((label) => label >= 0);
      expect(real.length).toBeGreaterThan(0);
      seen.add(real.length);
      // Real ones first; the rest is -1, without a box.
      expect(labels.slice(real.length).every((label) => label === -1)).toBe(true);
      const covered = new Uint8Array(height * width);
      for (let object = 0; object < objects; object++) {
        const at = 4 * (row * objects + object);
        const [x, y, w, h] = batch.boxes.subarray(at, at + 4);
        if (object >= real.length) {
          expect([x, y, w, h]).toEqual([0, 0, 0, 0]);
          continue;
        }
        const left = Math.round((x - w / 2) * width);
        const right = Math.round((x + w / 2) * width);
        const top = Math.round((y - h / 2) * height);
        const bottom = Math.round((y + h / 2) * height);
        expect(left >= 0 && top >= 0 && right <= width && bottom <= height).toBe(true);
        let brightest = 0;
        for (let v = top; v < bottom; v++) {
          for (let u = left; u < right; u++) {
            covered[v * width + u] = 1;
            brightest = Math.max(brightest, image[v * width + u]);
          }
        }
        expect(brightest).toBeGreaterThan(0.5);
        // As high, or as wide for a flat one, as told.
        const side = Math.max(bottom - top, right - left) / Math.min(height, width);
        expect(side).toBeGreaterThan(0.25);
        expect(side).toBeLessThan(0.6);
      }
      expect(image.every((value, pixel) => value === 0 || covered[pixel] === 1)).toBe(true);
    }
    expect(Math.max(...seen)).toBe(objects);
    expect(Math.min(...seen)).toBe(1);
  });
});

it('uses the training digits of MNIST to train, its last ones to validate, its test digits to test', async () => {
  const kind = {
    height: 2,
    width: 2,
    channels: 1,
    classes: 10,
    largest: 255,
    method: 'values',
  } as const;
  const digits = (labels: readonly number[]) => ({
    images: new Uint8Array(4 * labels.length).fill(255),
    labels: Uint8Array.from(labels),
  });
  const file = packPictures(
    kind,
    digits(Array.from({ length: 1500 }, (_, index) => (index < 500 ? 1 : 2))),
    digits([3, 3, 3]),
  );
  const loader = createDatasetLoader({
    reader: { ...diskReader, file: async () => new Uint8Array(file) },
    yieldToEvents: async () => {},
  });
  const { train, validation, test } = (await loader('digit-boxes')) as Dataset;
  const labelsOf = ({ batch }: Split) => {
    const { boxLabels } = batch(Array.from({ length: 100 }, (_, index) => index));
    return [...new Set(boxLabels)].filter((label) => label >= 0);
  };
  expect([train, validation, test].map(labelsOf)).toEqual([[1], [2], [3]]);
});
