/** Which numbers of a tensor are seen, and where. */
import { expect, test } from 'vitest';
import { tensorPicture } from './tensorPicture';

const tensor = (shape: readonly number[], data: readonly number[]) => ({
  shape,
  axes: shape.map((_, i) => `axis ${i}`),
  data: Float32Array.from(data),
});

test('time runs to the right, features run down', () => {
  expect(tensorPicture(tensor([3, 2], [0, 10, 2, 8, 4, 6]))).toEqual({
    width: 3,
    height: 2,
    channels: 1,
    data: Float32Array.from([0, 0.2, 0.4, 1, 0.8, 0.6]),
  });
});

test('of a volume the middle slice of the first channel', () => {
  const volume = tensor([3, 1, 2, 2], [9, 9, 9, 9, -1, 9, 3, 9, 9, 9, 9, 9]);
  expect(tensorPicture(volume)).toMatchObject({
    width: 2,
    height: 1,
    data: Float32Array.from([0, 1]),
  });
});

test('equal numbers are dark, not broken', () => {
  expect(tensorPicture(tensor([1, 2], [5, 5]))?.data).toEqual(new Float32Array(2));
});

test('a row of numbers has no picture', () => {
  expect(tensorPicture(tensor([4], [1, 2, 3, 4]))).toBeNull();
});
