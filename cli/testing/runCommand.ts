/** Runs a command as the shell would, with files in a folder of its own. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readHeader, readTensor } from '../../runtime/weights/safetensors';
import { main } from '../main';

export interface Ran {
  readonly status: number;
  readonly out: string;
  readonly error: string;
}

export async function runCommand(...words: readonly string[]): Promise<Ran> {
  let out = '';
  let error = '';
  const status = await main(words, {
    out: (text) => {
      out += text;
    },
    error: (text) => {
      error += text;
    },
  });
  return { status, out, error };
}

export interface Folder {
  path(name: string): string;
  write(name: string, content: string | Uint8Array): string;
  remove(): void;
}

export function makeFolder(): Folder {
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-'));
  const path = (name: string) => join(folder, name);
  return {
    path,
    write(name, content) {
      writeFileSync(path(name), content);
      return path(name);
    },
    remove: () => rmSync(folder, { recursive: true }),
  };
}

/** The bytes of a safetensors file, as any other program would write it. */
export function safetensors(
  tensors: Readonly<
    Record<string, { shape: readonly number[]; data: Float32Array | BigInt64Array }>
  >,
): Uint8Array {
  const header: Record<string, unknown> = {};
  let offset = 0;
  for (const [name, { shape, data }] of Object.entries(tensors)) {
    const dtype = data instanceof Float32Array ? 'F32' : 'I64';
    header[name] = { dtype, shape, data_offsets: [offset, offset + data.byteLength] };
    offset += data.byteLength;
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  const bytes = new Uint8Array(8 + json.length + offset);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  let at = 8 + json.length;
  for (const { data } of Object.values(tensors)) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return bytes;
}

export async function readSafetensors(path: string): Promise<Record<string, Float32Array>> {
  const source = new Blob([new Uint8Array(readFileSync(path))]);
  const { tensors } = await readHeader(source);
  const read: Record<string, Float32Array> = {};
  for (const tensor of tensors.values()) read[tensor.name] = await readTensor(source, tensor);
  return read;
}
