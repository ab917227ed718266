/** The hash behind dropout: fixed values, the asked share of zeros, no likeness between streams. */
import { describe, expect, it } from 'vitest';
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
