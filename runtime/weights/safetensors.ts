/**
 * safetensors, read and written in pieces: 8 bytes with the length of a JSON header, the header,
 * the values (huggingface/safetensors, "Format"). Checked as the reference does, and stricter in
 * one point: a name may appear once.
 */
import { dtypeBytes, toFloat32 } from './dtypes';
import { duplicateKey } from './duplicateKey';
import { type ByteSource, type StoredTensor, WeightFileError } from './types';

/** The reference allows 100 MB; the header of a model with 10,000 tensors has 1.5 MB. */
const MAX_HEADER = 16 * 2 ** 20;
const LENGTH_BYTES = 8;

export interface SafetensorsHeader {
  /** In the order of their values. */
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Reads and checks the header; of the values only the place. Throws a WeightFileError. */
export async function readHeader(source: ByteSource): Promise<SafetensorsHeader> {
  if (source.size < LENGTH_BYTES) throw damaged('It has no header.');
  const length = Number(new DataView(await read(source, 0, LENGTH_BYTES)).getBigUint64(0, true));
  if (length > MAX_HEADER) {
    throw new WeightFileError(
      'This is not a safetensors file, or its header is far too long.',
      'PyTorch files (.pt, .bin) must be saved as .safetensors first.',
    );
  }
  const start = LENGTH_BYTES + length;
  if (start > source.size) throw damaged('It ends within its header.');
  const text = decode(await read(source, LENGTH_BYTES, start));
  const { __metadata__: metadata, ...entries } = parse(text);
  const tensors = Object.entries(entries).map(([name, entry]) => checkEntry(name, entry, start));
  tensors.sort((a, b) => a.begin - b.begin || a.end - b.end);
  checkCoverage(tensors, start, source.size);
  return {
    tensors: new Map(tensors.map((tensor) => [tensor.name, tensor])),
    metadata: checkMetadata(metadata),
  };
}

/** The values of one tensor, as float32. Throws a WeightFileError. */
export async function readTensor(source: ByteSource, tensor: StoredTensor): Promise<Float32Array> {
  const bytes = await read(source, tensor.begin, tensor.end);
  return toFloat32(tensor.name, tensor.dtype, bytes);
}

/** A tensor to write; its values are asked for when their turn comes. */
export interface TensorToWrite {
  readonly name: string;
  readonly shape: readonly number[];
  values(): Float32Array | Promise<Float32Array>;
}

/** The bytes of a file, the header first, then tensor by tensor: no second copy of all is held. */
export async function* writeSafetensors(
  tensors: readonly TensorToWrite[],
  metadata: Readonly<Record<string, string>> = {},
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const entries: [string, unknown][] = [];
  if (Object.keys(metadata).length > 0) entries.push(['__metadata__', metadata]);
  let offset = 0;
  for (const { name, shape } of tensors) {
    const end = offset + 4 * product(shape);
    entries.push([name, { dtype: 'F32', shape, data_offsets: [offset, end] }]);
    offset = end;
  }
  const names = new Set(entries.map(([name]) => name));
  if (names.size !== entries.length) throw new Error('two tensors have the same name');
  const json = new TextEncoder().encode(
    `{${entries.map(([name, entry]) => `${JSON.stringify(name)}:${JSON.stringify(entry)}`).join(',')}}`,
  );
  // Blanks, so that the values lie at a multiple of 8.
  const length = Math.ceil(json.length / 8) * 8;
  const header = new Uint8Array(LENGTH_BYTES + length).fill(0x20);
  new DataView(header.buffer).setBigUint64(0, BigInt(length), true);
  header.set(json, LENGTH_BYTES);
  yield header;
  for (const { name, shape, values } of tensors) {
    const data = await values();
    if (data.length !== product(shape)) {
      throw new Error(`${name} has ${data.length} of ${product(shape)} values`);
    }
    yield new Uint8Array(data.buffer as ArrayBuffer, data.byteOffset, data.byteLength);
  }
}

async function read(source: ByteSource, begin: number, end: number): Promise<ArrayBuffer> {
  let bytes: ArrayBuffer;
  try {
    bytes = await source.slice(begin, end).arrayBuffer();
  } catch {
    throw new WeightFileError(
      'The file could not be read.',
      'It may have been moved or changed meanwhile. Choose it again.',
    );
  }
  if (bytes.byteLength !== end - begin) throw damaged('It ends early.');
  return bytes;
}

function decode(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw damaged('Its header is no text.');
  }
}

function parse(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw damaged('Its header cannot be read.');
  }
  if (!isRecord(value)) throw damaged('Its header is not a list of tensors.');
  const twice = duplicateKey(text);
  if (twice !== null) throw damaged(`Its header names "${twice}" twice.`);
  return value;
}

/** `start`: where the values begin in the file. */
function checkEntry(name: string, entry: unknown, start: number): StoredTensor {
  if (!isRecord(entry)) throw damaged(`"${name}" is not described.`);
  const { dtype, shape, data_offsets: offsets } = entry;
  if (typeof dtype !== 'string' || !isSizes(shape) || !isSizes(offsets) || offsets.length !== 2) {
    throw damaged(`"${name}" is not described in full.`);
  }
  const bytes = dtypeBytes.get(dtype);
  if (bytes === undefined) {
    throw new WeightFileError(
      `"${name}" is stored as ${dtype}, a kind of number that Patchbay does not know.`,
      'Save it from PyTorch with .float() and try again.',
    );
  }
  const [begin, end] = offsets;
  const needed = product(shape) * bytes;
  if (end - begin !== needed) {
    throw damaged(`"${name}" needs ${needed} bytes and has ${end - begin}.`);
  }
  return { name, dtype, shape, begin: start + begin, end: start + end };
}

/** The values must follow each other without a gap, up to the end of the file. */
function checkCoverage(tensors: readonly StoredTensor[], start: number, size: number): void {
  let at = start;
  for (const { name, begin, end } of tensors) {
    if (begin < at) throw damaged(`The values of "${name}" overlap those of another tensor.`);
    if (begin > at) throw damaged(`There are bytes before "${name}" that belong to no tensor.`);
    at = end;
  }
  if (at > size) {
    throw damaged(`It ends early: ${exact(size)} of ${exact(at)} bytes are there.`);
  }
  if (at < size) throw damaged('There are bytes at its end that belong to no tensor.');
}

function checkMetadata(metadata: unknown): Record<string, string> {
  if (metadata === undefined) return {};
  if (!isRecord(metadata)) throw damaged('Its notes cannot be read.');
  const texts: Record<string, string> = {};
  for (const [key, text] of Object.entries(metadata)) {
    if (typeof text !== 'string') throw damaged('Its notes cannot be read.');
    texts[key] = text;
  }
  return texts;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSizes(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}

function product(shape: readonly number[]): number {
  return shape.reduce((size, n) => size * n, 1);
}

function exact(bytes: number): string {
  return bytes.toLocaleString('en');
}

function damaged(what: string): WeightFileError {
  return new WeightFileError(`The file is damaged. ${what}`, 'Download or save it once more.');
}
