import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { inflate } from './inflate';

const zip = (bytes: Uint8Array) => new Uint8Array(gzipSync(bytes));

describe('inflate', () => {
  it('gives back what was compressed', async () => {
    const bytes = Uint8Array.from({ length: 300_000 }, (_, i) => (i * i) % 251);
    expect(Buffer.compare(await inflate(zip(bytes), 300_000), bytes)).toBe(0);
  });

  it('stops at the cap', async () => {
    await expect(inflate(zip(new Uint8Array(1_000_000)), 10_000)).rejects.toThrow(
      'more than 10000',
    );
  });

  it('refuses what is no gzip or ends early', async () => {
    await expect(inflate(new Uint8Array([1, 2, 3, 4]), 100)).rejects.toThrow('cannot be read');
    const packed = zip(Uint8Array.from({ length: 100 }, (_, i) => i));
    await expect(inflate(packed.slice(0, 40), 100)).rejects.toThrow('cannot be read');
  });
});
