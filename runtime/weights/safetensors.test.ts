import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { duplicateKey } from './duplicateKey';
import { readHeader, readTensor, writeSafetensors } from './safetensors';
import type { ByteSource } from './types';

type Entry = { dtype?: unknown; shape?: unknown; data_offsets?: unknown };

/** A file of that header and that many bytes of values. */
function fileOf(header: string | Record<string, Entry>, bytes: number | Uint8Array<ArrayBuffer>) {
  const json = new TextEncoder().encode(
    typeof header === 'string' ? header : JSON.stringify(header),
  );
  const length = new Uint8Array(8);
  new DataView(length.buffer).setBigUint64(0, BigInt(json.length), true);
  const values = typeof bytes === 'number' ? new Uint8Array(bytes) : bytes;
  return new Blob([length, json, values]);
}

const entry = (shape: number[], begin: number, end: number, dtype = 'F32'): Entry => ({
  dtype,
  shape,
  data_offsets: [begin, end],
});

async function write(tensors: Record<string, { shape: number[]; data: Float32Array }>) {
  const entries = Object.entries(tensors).map(([name, { shape, data }]) => ({
    name,
    shape,
    values: () => data,
  }));
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  for await (const chunk of writeSafetensors(entries, { title: 'a' })) chunks.push(chunk);
  return new Blob(chunks);
}

describe('a file that was written', () => {
  it('is read to the last bit, with values at a multiple of 8', async () => {
    const arbitrary = fc.dictionary(
      fc.string({ minLength: 1, unit: 'binary' }).filter((name) => name !== '__metadata__'),
      fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 4 }).chain((shape) => {
        const size = shape.reduce((product, n) => product * n, 1);
        return fc.float32Array({ minLength: size, maxLength: size }).map((data) => ({
          shape,
          data,
        }));
      }),
      { noNullPrototype: true },
    );
    await fc.assert(
      fc.asyncProperty(arbitrary, async (tensors) => {
        const file = await write(tensors);
        const header = await readHeader(file);
        expect(header.metadata).toEqual({ title: 'a' });
        expect([...header.tensors.keys()].sort()).toEqual(Object.keys(tensors).sort());
        for (const [name, { shape, data }] of Object.entries(tensors)) {
          const stored = header.tensors.get(name)!;
          expect(stored.shape).toEqual(shape);
          const values = await readTensor(file, stored);
          expect(new Uint32Array(values.buffer)).toEqual(
            new Uint32Array(Float32Array.from(data).buffer),
          );
        }
        const start = file.size - 4 * Object.values(tensors).reduce((n, t) => n + t.data.length, 0);
        expect(start % 8).toBe(0);
      }),
      { numRuns: 60 },
    );
  });

  it('is read in slices: the header and one tensor, never the whole', async () => {
    const file = await write({
      a: { shape: [1000], data: new Float32Array(1000) },
      b: { shape: [2], data: Float32Array.of(1, 2) },
    });
    const reads: number[] = [];
    const source: ByteSource = {
      size: file.size,
      slice(begin, end) {
        reads.push(end - begin);
        return file.slice(begin, end);
      },
    };
    const { tensors } = await readHeader(source);
    expect([...(await readTensor(source, tensors.get('b')!))]).toEqual([1, 2]);
    expect(reads).toEqual([8, file.size - 8 - 4008, 8]);
  });

  it('has each name once and all its values', async () => {
    const values = () => new Float32Array(1);
    const twice = writeSafetensors([
      { name: 'a', shape: [1], values },
      { name: 'a', shape: [1], values },
    ]);
    await expect(twice.next()).rejects.toThrow('same name');
    const short = writeSafetensors([{ name: 'a', shape: [2], values }]);
    await short.next();
    await expect(short.next()).rejects.toThrow('a has 1 of 2 values');
  });
});

describe('a damaged file', () => {
  const two = { a: entry([2], 0, 8), b: entry([1], 8, 12) };
  const cases: [string, Blob, string][] = [
    ['nothing', new Blob([]), 'It has no header.'],
    ['a text', new Blob(['hello, this is no file of weights']), 'not a safetensors file'],
    ['a header beyond the end', fileOf(two, 12).slice(0, 40), 'ends within its header'],
    ['no JSON', fileOf('{"a":', 0), 'header cannot be read'],
    ['no text', fileOf('', 0).slice(0, 8), 'header cannot be read'],
    ['a list', fileOf('[]', 0), 'not a list of tensors'],
    ['an entry that is no object', fileOf('{"a":3}', 0), '"a" is not described'],
    ['no shape', fileOf({ a: { dtype: 'F32', data_offsets: [0, 4] } }, 4), 'not described in full'],
    ['a negative size', fileOf({ a: entry([-1], 0, 4) }, 4), 'not described in full'],
    ['a size with a fraction', fileOf({ a: entry([0.5], 0, 2) }, 2), 'not described in full'],
    [
      'an endless size',
      fileOf('{"a":{"dtype":"F32","shape":[1e300],"data_offsets":[0,4]}}', 4),
      'not described in full',
    ],
    [
      'three offsets',
      fileOf({ a: { ...two.a, data_offsets: [0, 8, 9] } }, 8),
      'not described in full',
    ],
    ['an unknown kind of number', fileOf({ a: entry([1], 0, 1, 'F3') }, 1), 'stored as F3'],
    [
      'too few bytes for a shape',
      fileOf({ a: entry([3], 0, 8) }, 8),
      '"a" needs 12 bytes and has 8',
    ],
    [
      'offsets the wrong way round',
      fileOf({ a: entry([2], 8, 0) }, 8),
      '"a" needs 8 bytes and has -8',
    ],
    ['an overlap', fileOf({ a: entry([2], 0, 8), b: entry([2], 4, 12) }, 12), '"b" overlap'],
    ['two in one place', fileOf({ a: entry([2], 0, 8), b: entry([2], 0, 8) }, 8), '"b" overlap'],
    ['a gap', fileOf({ a: entry([1], 0, 4), b: entry([1], 8, 12) }, 12), 'before "b" that belong'],
    ['a gap at the start', fileOf({ a: entry([1], 4, 8) }, 8), 'before "a" that belong'],
    ['an early end', fileOf(two, 11), 'It ends early: '],
    ['more at the end', fileOf(two, 13), 'at its end that belong'],
    [
      'a name twice',
      fileOf(
        '{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"\\u0061":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}',
        4,
      ),
      'names "a" twice',
    ],
    ['notes that are no text', fileOf('{"__metadata__":{"a":1}}', 0), 'notes cannot be read'],
  ];

  it.each(cases)('%s', async (_name, file, message) => {
    const error = await readHeader(file).then(
      () => null,
      (reason: Error) => reason,
    );
    expect(error?.name).toBe('WeightFileError');
    expect(error?.message).toContain(message);
  });

  it('a header of four gigabytes is not read', async () => {
    const length = new Uint8Array(16);
    new DataView(length.buffer).setBigUint64(0, 2n ** 63n, true);
    await expect(readHeader(new Blob([length]))).rejects.toThrow('not a safetensors file');
  });

  it('never gives anything but values or a WeightFileError, whatever its bytes', async () => {
    const good = new Uint8Array(await fileOf(two, 12).arrayBuffer());
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }),
        fc.nat(good.length),
        async (changes, cut) => {
          const bytes = good.slice(0, cut % 3 === 0 ? cut : good.length);
          for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
          const file = new Blob([bytes]);
          try {
            const { tensors } = await readHeader(file);
            for (const tensor of tensors.values()) await readTensor(file, tensor);
          } catch (error) {
            expect((error as Error).name).toBe('WeightFileError');
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it('that vanishes or shrinks while it is read says so', async () => {
    const file = fileOf(two, 12);
    const { tensors } = await readHeader(file);
    const gone = { size: file.size, slice: () => ({ arrayBuffer: () => Promise.reject(Error()) }) };
    await expect(readTensor(gone, tensors.get('a')!)).rejects.toThrow('could not be read');
    await expect(readTensor(new Blob([]), tensors.get('a')!)).rejects.toThrow('ends early');
  });
});

describe('kinds of numbers', () => {
  const read = async (dtype: string, bytes: ArrayBuffer, size: number) => {
    const file = fileOf({ a: entry([size], 0, bytes.byteLength, dtype) }, new Uint8Array(bytes));
    const { tensors } = await readHeader(file);
    return [...(await readTensor(file, tensors.get('a')!))];
  };

  it('F16: every value there is, exactly', async () => {
    const halves = Uint16Array.from({ length: 65536 }, (_, i) => i);
    const values = await read('F16', halves.buffer, 65536);
    for (let bits = 0; bits < 65536; bits++) {
      const sign = bits >> 15 ? -1 : 1;
      const exponent = (bits >> 10) & 31;
      const fraction = bits & 1023;
      const expected =
        exponent === 31
          ? fraction === 0
            ? sign * Infinity
            : Number.NaN
          : exponent === 0
            ? sign * fraction * 2 ** -24
            : sign * (1024 + fraction) * 2 ** (exponent - 25);
      if (!Object.is(values[bits], expected))
        expect([bits, values[bits]]).toEqual([bits, expected]);
    }
  });

  it('BF16: the upper half of a float32', async () => {
    const halves = Uint16Array.of(0x3f80, 0xc049, 0x7f80, 0x0001, 0x8000);
    expect(await read('BF16', halves.buffer, 5)).toEqual([1, -3.140625, Infinity, 2 ** -133, -0]);
  });

  it('I64: whole numbers that float32 holds, and no others', async () => {
    const whole = BigInt64Array.of(0n, -5n, 16777216n);
    expect(await read('I64', whole.buffer, 3)).toEqual([0, -5, 16777216]);
    const large = BigInt64Array.of(16777217n);
    await expect(read('I64', large.buffer, 1)).rejects.toThrow('16777217');
  });

  it.each(['F64', 'I32', 'U8', 'BOOL', 'F8_E4M3'])(
    '%s is refused in plain words',
    async (dtype) => {
      const size = { F64: 8, I32: 4 }[dtype] ?? 1;
      await expect(read(dtype, new ArrayBuffer(size), 1)).rejects.toThrow(
        `"a" is stored as ${dtype}; Patchbay reads F32, F16, BF16 and I64.`,
      );
    },
  );
});

it('finds a key that is there twice at the outermost level only', () => {
  expect(duplicateKey('{"a":{"b":1},"c":{"b":2}}')).toBeNull();
  expect(duplicateKey('{"a":["a","a"],"b":"a"}')).toBeNull();
  expect(duplicateKey('{"a\\"":1, "b" : 2,"a\\""  :3}')).toBe('a"');
});
