import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../graph/random';
import { cornersOf, drawShapes, ROUND, SHAPES, SIDE } from './drawShapes';

const round = Array.from({ length: ROUND }, (_, place) =>
  cornersOf(place, createRandom('round').fork(String(place))),
);

describe('cornersOf', () => {
  it('says same where top right and bottom left are', () => {
    for (const { shapes, label } of round) {
      expect(label).toBe(shapes[1] === shapes[2] ? 1 : 0);
      expect(shapes.every((shape) => shape >= 0 && shape < SHAPES)).toBe(true);
    }
  });

  it.each([
    ['top right', 1],
    ['bottom left', 2],
  ])('tells nothing by the shape %s alone', (_, corner) => {
    for (let shape = 0; shape < SHAPES; shape++) {
      const labels = round.filter(({ shapes }) => shapes[corner] === shape).map((r) => r.label);
      expect(labels).toHaveLength(ROUND / SHAPES);
      expect(labels.reduce((sum, label) => sum + label, 0)).toBe(ROUND / SHAPES / 2);
    }
  });
});

describe('drawShapes', () => {
  const draw = (shape: number, seed: number) => {
    const image = new Float32Array(SIDE * SIDE);
    const shapes = [shape, shape, shape, shape] as const;
    drawShapes({ shapes, label: 1 }, createRandom(seed), image);
    return image;
  };
  /** Brightness of one corner, as a share of its brightest pixel. */
  const ink = (image: Float32Array, corner: number) => {
    const values: number[] = [];
    for (let y = 0; y < SIDE / 2; y++) {
      for (let x = 0; x < SIDE / 2; x++) {
        const row = y + (corner > 1 ? SIDE / 2 : 0);
        values.push(image[row * SIDE + x + (corner % 2) * (SIDE / 2)]);
      }
    }
    return values;
  };

  it('draws each shape whole in its corner, of the area that it has', () => {
    const radius = 4.5;
    const areas = [
      Math.PI * radius ** 2,
      (1.7 * radius) ** 2,
      ((3 * Math.sqrt(3)) / 4) * radius ** 2,
      (4 * radius * (2 * radius)) / 3.5 - (2 * (radius / 3.5)) ** 2,
    ];
    for (const [shape, area] of areas.entries()) {
      const found: number[] = [];
      for (let seed = 0; seed < 60; seed++) {
        const image = draw(shape, seed);
        for (let corner = 0; corner < 4; corner++) {
          const values = ink(image, corner);
          const brightest = Math.max(...values);
          expect(brightest).toBeGreaterThan(0.5);
          found.push(values.reduce((sum, value) => sum + value / brightest, 0));
          // Nothing is cut off at the edges of the corner.
          const edge = values.filter((_, i) => i < 14 || i >= 182 || i % 14 === 0 || i % 14 === 13);
          expect(Math.max(...edge)).toBeLessThanOrEqual(brightest / 2 + 1e-6);
        }
      }
      const mean = found.reduce((sum, value) => sum + value, 0) / found.length;
      expect(Math.abs(mean - area) / area, `shape ${shape}`).toBeLessThan(0.12);
    }
  });

  it('draws no two alike', () => {
    const pictures = Array.from({ length: 50 }, (_, seed) => draw(seed % SHAPES, seed).join());
    expect(new Set(pictures).size).toBe(50);
  });
});
