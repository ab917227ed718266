import { describe, expect, it } from 'vitest';
import { convertChannels, resizeImage } from './resizeImage';

const grey = (height: number, width: number, values: number[]) => ({
  data: Float32Array.from(values),
  height,
  width,
  channels: 1,
});
const rounded = (values: Float32Array) => Array.from(values, (value) => Number(value.toFixed(4)));

describe('resizeImage', () => {
  it('interpolates between half-pixel centres, as torch with align_corners=False', () => {
    const { data } = resizeImage(grey(2, 2, [0, 1, 2, 3]), 4, 4, 1);
    expect(rounded(data)).toEqual([
      0, 0.25, 0.75, 1, 0.5, 0.75, 1.25, 1.5, 1.5, 1.75, 2.25, 2.5, 2, 2.25, 2.75, 3,
    ]);
  });

  it('averages when it shrinks, so that thin lines stay visible', () => {
    const line = Array.from({ length: 64 }, (_, index) => (index % 8 === 3 ? 1 : 0));
    const { data } = resizeImage(grey(8, 8, line), 2, 2, 1);
    const [left, right] = rounded(data);
    expect(left).toBeGreaterThan(0.15);
    expect(left + right).toBeCloseTo(0.25, 1);
  });

  it('keeps a plain picture plain at any size', () => {
    for (const [height, width] of [
      [1, 1],
      [7, 3],
      [120, 90],
    ]) {
      const { data } = resizeImage(grey(11, 5, new Array(55).fill(0.5)), height, width, 3);
      expect(data).toHaveLength(height * width * 3);
      expect(Math.max(...data.map((value) => Math.abs(value - 0.5)))).toBeLessThan(1e-5);
    }
  });

  it('leaves a picture of the right size as it is', () => {
    const image = grey(2, 2, [0.1, 0.2, 0.3, 0.4]);
    expect(resizeImage(image, 2, 2, 1).data).toEqual(image.data);
  });
});

describe('convertChannels', () => {
  it('weighs colours by how bright they look', () => {
    const colour = { data: Float32Array.of(1, 0, 0, 0, 1, 0), height: 1, width: 2, channels: 3 };
    expect(rounded(convertChannels(colour, 1).data)).toEqual([0.299, 0.587]);
  });

  it('copies grey into every colour', () => {
    expect(rounded(convertChannels(grey(1, 1, [0.4]), 3).data)).toEqual([0.4, 0.4, 0.4]);
  });

  it('lays what is see-through on white', () => {
    const clear = { data: Float32Array.of(0, 0, 0, 0.25), height: 1, width: 1, channels: 4 };
    expect(rounded(convertChannels(clear, 3).data)).toEqual([0.75, 0.75, 0.75]);
  });
});
