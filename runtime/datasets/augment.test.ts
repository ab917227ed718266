import { describe, expect, it } from 'vitest';
import { augmentImages } from './augment';

const grid = { height: 3, width: 4, channels: 1 };
const picture = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].map((value) => value / 12);
const mirrored = [4, 3, 2, 1, 8, 7, 6, 5, 12, 11, 10, 9].map((value) => value / 12);
const at = { seed: 3, step: 5 };
const COUNT = 2000;

const many = (size: number) =>
  Float32Array.from({ length: COUNT * size }, (_, i) => picture[i % size]);
const rows = (values: Float32Array, size: number) =>
  Array.from({ length: values.length / size }, (_, row) =>
    Array.from(values.subarray(row * size, (row + 1) * size)),
  );
const close = (a: readonly number[], b: readonly number[]) =>
  a.every((value, i) => Math.abs(value - b[i]) < 1e-6);

describe('augmentImages', () => {
  it('changes nothing, and copies, where nothing is asked for', () => {
    const values = Float32Array.from(picture);
    const same = augmentImages(values, grid, { flip: false, crop: 0, erase: 0 }, at);
    expect(same).toEqual(values);
    expect(same).not.toBe(values);
  });

  it('mirrors every second picture', () => {
    const flipped = rows(augmentImages(many(12), grid, { flip: true }, at), 12);
    const count = flipped.filter((row) => close(row, mirrored)).length;
    expect(flipped.every((row) => close(row, mirrored) || close(row, picture))).toBe(true);
    expect(Math.abs(count / COUNT - 0.5)).toBeLessThan(0.04);
  });

  it('mirrors pixels, not channels', () => {
    const size = { height: 1, width: 2, channels: 3 };
    const two = Float32Array.from([1, 2, 3, 4, 5, 6]);
    const seen = new Set(
      Array.from({ length: 20 }, (_, step) =>
        augmentImages(two, size, { flip: true }, { seed: 1, step }).join(),
      ),
    );
    expect([...seen].sort()).toEqual(['1,2,3,4,5,6', '4,5,6,1,2,3']);
  });

  it('moves each picture by up to so many pixels, and black comes in', () => {
    const moved = (down: number, right: number) =>
      picture.map((_, i) => {
        const [y, x] = [Math.floor(i / 4) - down, (i % 4) - right];
        return y >= 0 && y < 3 && x >= 0 && x < 4 ? picture[y * 4 + x] : 0;
      });
    const all = [-1, 0, 1].flatMap((down) => [-1, 0, 1].map((right) => moved(down, right)));
    const cropped = rows(augmentImages(many(12), grid, { crop: 1 }, at), 12);
    const counts = all.map((each) => cropped.filter((row) => close(row, each)).length);
    expect(counts.reduce((sum, count) => sum + count)).toBe(COUNT);
    for (const count of counts) expect(Math.abs(count / COUNT - 1 / 9)).toBeLessThan(0.03);
  });

  it('may move a picture out of itself', () => {
    const black = augmentImages(many(12).subarray(0, 1200), grid, { crop: 9 }, at);
    expect(rows(black, 12).some((row) => row.every((value) => value === 0))).toBe(true);
  });

  it('erases one rectangle of a share of the pictures', () => {
    const size = { height: 12, width: 12, channels: 2 };
    const length = 12 * 12 * 2;
    const before = new Float32Array(COUNT * length).fill(-1);
    const erased = rows(augmentImages(before, size, { erase: 0.25 }, at), length);
    let touched = 0;
    for (const row of erased) {
      const places = row.flatMap((value, i) => (value === -1 ? [] : [Math.floor(i / 2)]));
      if (places.length === 0) continue;
      touched++;
      const ys = places.map((place) => Math.floor(place / 12));
      const xs = places.map((place) => place % 12);
      const height = Math.max(...ys) - Math.min(...ys) + 1;
      const width = Math.max(...xs) - Math.min(...xs) + 1;
      expect(places).toHaveLength(height * width * 2);
      // Whole pixels only.
      expect((height * width) / 144).toBeGreaterThan(0.01);
      expect((height * width) / 144).toBeLessThan(0.37);
    }
    expect(Math.abs(touched / COUNT - 0.25)).toBeLessThan(0.04);
  });

  it('depends on seed, step and place alone', () => {
    const settings = { flip: true, crop: 2, erase: 0.5 };
    const first = augmentImages(many(12), grid, settings, at);
    expect(augmentImages(many(12), grid, settings, at)).toEqual(first);
    expect(augmentImages(many(12).subarray(0, 24), grid, settings, at)).toEqual(
      first.subarray(0, 24),
    );
    expect(augmentImages(many(12), grid, settings, { ...at, step: 6 })).not.toEqual(first);
    expect(augmentImages(many(12), grid, settings, { ...at, seed: 4 })).not.toEqual(first);
  });

  it('mirrors the same pictures whether they are moved as well or not', () => {
    const alone = augmentImages(many(12), grid, { flip: true }, at);
    const erased = augmentImages(many(12), grid, { flip: true, erase: 0.3 }, at);
    const expected = rows(alone, 12);
    const kept = rows(erased, 12).filter((row, i) => close(row, expected[i])).length;
    expect(kept / COUNT).toBeGreaterThan(0.65);
  });
});
