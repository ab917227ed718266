import { describe, expect, it } from 'vitest';
import { type Adaptation, adaptFields, adaptPictures } from './adaptPictures';
import type { Dataset, ImageField, InputNeed, Split } from './types';

const need = (...shape: number[]): InputNeed => ({
  path: 'image',
  role: 'image',
  field: 'image',
  shape,
});

/** Pictures as they are given, one after the other, each with its number as the class. */
function dataset(
  field: Omit<ImageField, 'kind'>,
  pictures: readonly (readonly number[])[],
): Dataset {
  const split: Split = {
    size: pictures.length,
    batch: (indices) => ({
      image: Float32Array.from(indices.flatMap((index) => pictures[index])),
      label: Int32Array.from(indices),
    }),
  };
  return {
    id: 'pictures',
    title: 'Pictures',
    fields: {
      image: { kind: 'image', ...field },
      label: { kind: 'class', classes: 9, labels: '' },
    },
    train: split,
    validation: split,
    test: split,
  };
}

const grey = dataset({ height: 2, width: 2, channels: 1 }, [
  [0, 1, 0, 1],
  [0.2, 0.2, 0.6, 0.6],
]);
const rounded = (values: ArrayLike<number>) =>
  Array.from(values, (value) => Math.round(1000 * value) / 1000);

function adapted(data: Dataset, shape: readonly number[], adaptation: Adaptation): Dataset {
  return adaptPictures(data, [need(...shape)], adaptation);
}

describe('adaptPictures', () => {
  it('leaves the data set as it is where nothing is allowed, asked for or to be done', () => {
    const both = { resizeImages: true, convertChannels: true };
    expect(adapted(grey, [4, 4, 3], {})).toBe(grey);
    expect(adapted(grey, [2, 2, 1], both)).toBe(grey);
    expect(adaptPictures(grey, [], both)).toBe(grey);
    expect(adapted(grey, [4, 4, 1], { convertChannels: true })).toBe(grey);
  });

  it('makes pictures larger between half-pixel centres', () => {
    const { fields, test } = adapted(grey, [2, 4, 1], { resizeImages: true });
    expect(fields.image).toEqual({ kind: 'image', height: 2, width: 4, channels: 1 });
    const { image, label } = test.batch([1, 0]);
    // The second picture is the same all along its rows; the first goes from 0 to 1.
    expect(rounded(image)).toEqual([
      ...[0.2, 0.2, 0.2, 0.2, 0.6, 0.6, 0.6, 0.6],
      ...[0, 0.25, 0.75, 1, 0, 0.25, 0.75, 1],
    ]);
    expect([...label]).toEqual([1, 0]);
  });

  it('makes pictures smaller by the mean of what they show', () => {
    const { train } = adapted(grey, [1, 1, 1], { resizeImages: true });
    expect(rounded(train.batch([0, 1]).image)).toEqual([0.5, 0.4]);
  });

  it('copies grey into red, green and blue', () => {
    const { validation, fields } = adapted(grey, [2, 2, 3], { convertChannels: true });
    expect(fields.image).toMatchObject({ channels: 3 });
    expect(rounded(validation.batch([0]).image)).toEqual([0, 0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 1]);
  });

  it('weighs red, green and blue as the eye does, and then resizes', () => {
    const colour = dataset({ height: 1, width: 2, channels: 3 }, [[1, 0, 0, 0, 1, 0]]);
    const both = { resizeImages: true, convertChannels: true };
    expect(rounded(adapted(colour, [1, 2, 1], both).test.batch([0]).image)).toEqual([0.299, 0.587]);
    expect(rounded(adapted(colour, [1, 1, 1], both).test.batch([0]).image)).toEqual([0.443]);
  });

  it('gives the same whichever pictures are asked for together', () => {
    const { test } = adapted(grey, [3, 5, 3], { resizeImages: true, convertChannels: true });
    const together = test.batch([0, 1]).image;
    const apart = [0, 1].flatMap((index) => [...test.batch([index]).image]);
    expect([...together]).toEqual(apart);
  });
});

describe('adaptFields', () => {
  it('does nothing to what is no picture, or to channels that there is no way to', () => {
    const fields = { ...grey.fields, boxes: { kind: 'numbers', shape: [4, 4] } as const };
    const both = { resizeImages: true, convertChannels: true };
    const found = adaptFields(fields, [need(4, 4, 4), { ...need(8, 4), field: 'boxes' }], both);
    expect(found).toEqual({
      ...fields,
      image: { kind: 'image', height: 4, width: 4, channels: 1 },
    });
  });
});
