/** The hash behind dropout: fixed values, the asked share of zeros, no likeness between streams. */
import { describe, expect, it } from 'vitest';
import { normals, streamOf, uniforms } from './draw';
import { hashMask, hashText, mix32 } from './hash';

const SIZE = 100_000;
const threshold = (rate: number) => Math.round(rate * 2 ** 24);

/** Share of places where both or neither are zero. */
function likeness(a: Float32Array, b: Float32Array): number {
  return (
    a.reduce((count, value, i) => count + Number((value === 0) === (b[i] === 0)), 0) / a.length
  );
}

describe('hash', () => {
  it('gives the values of lowbias32 and FNV-1a', () => {
    expect([0, 1, 2, -1].map((value) => mix32(value) >>> 0)).toEqual([
      0, 1753845952, 3507691905, 1734902346,
    ]);
    // FNV-1a's published values.
    expect(hashText('') >>> 0).toBe(0x811c9dc5);
    expect(hashText('a') >>> 0).toBe(0xe40c292c);
    expect(hashText('foobar') >>> 0).toBe(0xbf9cf968);
  });

  it.each([0, 0.1, 0.5, 0.9])('drops a share of %d', (rate) => {
    const mask = hashMask(SIZE, mix32(5), threshold(rate), 1 / (1 - rate));
    const share = mask.filter((value) => value === 0).length / SIZE;
    expect(Math.abs(share - rate)).toBeLessThan(0.006);
    expect(Math.abs(mask.reduce((sum, value) => sum + value, 0) / SIZE - 1)).toBeLessThan(0.02);
  });

  it('makes masks of neighbouring steps and streams independent', () => {
    const masks = [mix32(0), mix32(1), mix32(2), hashText('a'), hashText('b')].map((stream) =>
      hashMask(SIZE, stream, threshold(0.5), 2),
    );
    for (let i = 0; i < masks.length; i++) {
      for (let j = 0; j < i; j++) {
        expect(Math.abs(likeness(masks[i]!, masks[j]!) - 0.5)).toBeLessThan(0.01);
      }
    }
  });
});

describe('draws', () => {
  const moments = (values: Float32Array) => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const power = (n: number) =>
      values.reduce((sum, value) => sum + (value - mean) ** n, 0) / values.length;
    return { mean, variance: power(2), skew: power(3), fourth: power(4) };
  };

  it('draws uniform numbers from 0 to 1, without 1', () => {
    const values = uniforms(SIZE, streamOf(3, 7, 'a'));
    expect(values.every((value) => value >= 0 && value < 1)).toBe(true);
    const { mean, variance } = moments(values);
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.005);
    expect(Math.abs(variance - 1 / 12)).toBeLessThan(0.002);
  });

  it('draws normal numbers with their first four moments', () => {
    const { mean, variance, skew, fourth } = moments(normals(SIZE, streamOf(3, 7, 'a')));
    expect(Math.abs(mean)).toBeLessThan(0.02);
    expect(Math.abs(variance - 1)).toBeLessThan(0.02);
    expect(Math.abs(skew)).toBeLessThan(0.05);
    expect(Math.abs(fourth - 3)).toBeLessThan(0.15);
  });

  it('draws other numbers for another seed, step or key', () => {
    const first = normals(8, streamOf(3, 7, 'a'));
    expect(normals(8, streamOf(3, 7, 'a'))).toEqual(first);
    for (const stream of [streamOf(4, 7, 'a'), streamOf(3, 8, 'a'), streamOf(3, 7, 'b')]) {
      expect(normals(8, stream)).not.toEqual(first);
    }
  });
});
