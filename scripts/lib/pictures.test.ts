import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPictures } from '../../runtime/datasets/pictures/readPictures';
import { createRandom } from '../../runtime/graph/random';
import { checksumOf, packPictures } from './pictures.mjs';

const noPause = async () => {};

type Kind = Parameters<typeof packPictures>[0];

/** Noise between areas of one colour, as drawings and photographs have. */
function draw(kind: Kind, count: number, seed: number) {
  const random = createRandom(seed);
  const size = kind.height * kind.width * kind.channels;
  let last = 0;
  const images = Uint8Array.from({ length: count * size }, () => {
    if (random.next() < 0.3) last = random.int(kind.largest + 1);
    return last;
  });
  return { images, labels: Uint8Array.from({ length: count }, () => random.int(kind.classes)) };
}

const kinds = fc.record({
  height: fc.integer({ min: 1, max: 9 }),
  width: fc.integer({ min: 1, max: 9 }),
  channels: fc.constantFrom<1 | 3>(1, 3),
  classes: fc.integer({ min: 1, max: 256 }),
  largest: fc.constantFrom(1, 16, 255),
  method: fc.constantFrom<'values' | 'differences'>('values', 'differences'),
});

const small: Kind = {
  height: 3,
  width: 4,
  channels: 1,
  classes: 10,
  largest: 255,
  method: 'values',
};

/** A file of three training pictures and two test pictures in two parts. */
function smallFile(changes: Partial<Kind> = {}) {
  const kind = { ...small, ...changes };
  return packPictures(kind, draw(kind, 3, 1), draw(kind, 2, 2), 50);
}

describe('packed pictures', () => {
  it('are read as they were, in whatever parts they lie', async () => {
    await fc.assert(
      fc.asyncProperty(
        kinds,
        fc.nat(9),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 2000 }),
        fc.nat(),
        async (kind, trainCount, testCount, partValues, seed) => {
          const train = draw(kind, trainCount, seed);
          const test = draw(kind, testCount, seed + 1);
          const file = packPictures(kind, train, test, partValues);
          const { method: _method, ...rest } = kind;
          const read = await readPictures(new Uint8Array(file), noPause);
          expect(read).toEqual({
            ...rest,
            train: { ...train, count: trainCount },
            test: { ...test, count: testCount },
          });
        },
      ),
      { numRuns: 40 },
    );
  });

  it('tell how far the reading is, up to the end, and end with what the pause throws', async () => {
    const told: number[] = [];
    await readPictures(new Uint8Array(smallFile()), async (done, total) => {
      told.push(done / total);
    });
    expect(told).toEqual([0.8, 1]);
    const stop = async () => {
      throw new Error('stopped');
    };
    await expect(readPictures(new Uint8Array(smallFile()), stop)).rejects.toThrow('stopped');
  });

  it('have a checksum of what they are, not of how they are packed', () => {
    expect(checksumOf(smallFile())).toBe(checksumOf(smallFile()));
    expect(checksumOf(smallFile())).not.toBe(checksumOf(smallFile({ classes: 11 })));
    expect(checksumOf(smallFile())).not.toBe(checksumOf(smallFile({ method: 'differences' })));
  });

  it('are refused without a class for each', () => {
    const { images } = draw(small, 2, 1);
    const labels = new Uint8Array(1);
    expect(() => packPictures(small, { images, labels }, { images, labels })).toThrow('no class');
  });
});

describe('a damaged file', () => {
  const read = (file: Uint8Array) => readPictures(new Uint8Array(file), noPause);
  const changed = (offset: number, value: number, file = smallFile()) => {
    new DataView(file.buffer, file.byteOffset).setUint32(offset, value, true);
    return file;
  };

  it.each<[string, () => Uint8Array, string]>([
    ['is something else', () => new Uint8Array(80), 'does not start'],
    ['is empty', () => new Uint8Array(0), 'does not start'],
    ['is newer', () => changed(4, 3), 'version 3'],
    ['has no size', () => changed(8, 0), 'makes no sense'],
    ['has two channels', () => changed(16, 2), 'makes no sense'],
    ['is larger than any', () => changed(32, 2 ** 31), 'makes no sense'],
    ['has too many parts', () => changed(44, 3), 'makes no sense'],
    ['ends early', () => smallFile().subarray(0, -1), 'its header says'],
    ['goes on', () => Buffer.concat([smallFile(), Buffer.alloc(1)]), 'its header says'],
    ['has larger pictures', () => changed(12, 5), 'in place of'],
    ['has smaller pictures', () => changed(12, 3), 'more than'],
    ['has fewer classes', () => changed(20, 1), 'above 0'],
    ['was written otherwise', () => changed(28, 1), 'damaged'],
    [
      'has a wrong byte',
      () => {
        const file = smallFile();
        file[file.length - 30] ^= 255;
        return file;
      },
      'cannot be read',
    ],
  ])('that %s is refused', async (_, make, message) => {
    await expect(read(make())).rejects.toThrow(message);
  });
});
