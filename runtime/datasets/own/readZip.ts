/** Reads a zip by its central directory (PKWARE APPNOTE 6.3.10), one entry at a time: never whole in memory. */
import { ImportError } from './problem';

export interface ZipEntry {
  readonly path: string;
  /** Bytes once it is unpacked, as the zip says. */
  readonly size: number;
  /** Rejects where the entry is damaged. */
  open(): Promise<Blob>;
}

const END_BYTES = 22;
const LONGEST_COMMENT = 65_535;
const MOST_BYTES = 512 * 2 ** 20;
export const MOST_ENTRIES = 50_000;
/** Of one entry, and of all together: a small zip must not fill the memory. */
const MOST_UNPACKED = 2 ** 30;
const STORED = 0;
const DEFLATED = 8;

/** Rejects with an ImportError for a file that is no zip, is locked, or is larger than a page can take. */
export async function readZip(name: string, zip: Blob): Promise<readonly ZipEntry[]> {
  if (zip.size > MOST_BYTES) {
    throw new ImportError(
      `“${name}” is larger than 512 MB.`,
      'Choose a smaller zip, or unpack it and choose a folder of it.',
    );
  }
  const tailStart = Math.max(0, zip.size - END_BYTES - LONGEST_COMMENT);
  const tail = await view(zip, tailStart, zip.size);
  const end = findEnd(tail);
  if (end < 0) throw damaged(name);
  const count = tail.getUint16(end + 10, true);
  const length = tail.getUint32(end + 12, true);
  const start = tail.getUint32(end + 16, true);
  if (count > MOST_ENTRIES) {
    throw new ImportError(
      `“${name}” has ${count.toLocaleString('en')} files or more; ${MOST_ENTRIES.toLocaleString('en')} can be read.`,
      'Make a zip with fewer files.',
    );
  }
  if (start + length > zip.size) throw damaged(name);
  const directory = await view(zip, start, start + length);
  const entries: ZipEntry[] = [];
  let at = 0;
  let unpacked = 0;
  for (let index = 0; index < count; index++) {
    if (at + 46 > length || directory.getUint32(at, true) !== 0x02014b50) throw damaged(name);
    if (directory.getUint16(at + 8, true) & 1) {
      throw new ImportError(
        `“${name}” is locked with a password.`,
        'Make a zip without a password, or choose the folder itself.',
      );
    }
    const packed = directory.getUint32(at + 20, true);
    const size = directory.getUint32(at + 24, true);
    const [nameLength, extra, comment] = [28, 30, 32].map((o) => directory.getUint16(at + o, true));
    const method = directory.getUint16(at + 10, true);
    const header = directory.getUint32(at + 42, true);
    if (at + 46 + nameLength > length) throw damaged(name);
    const bytes = new Uint8Array(directory.buffer, directory.byteOffset + at + 46, nameLength);
    const path = new TextDecoder().decode(bytes);
    unpacked += size;
    if (unpacked > MOST_UNPACKED) {
      throw new ImportError(
        `What is in “${name}” is larger than 1 GB.`,
        'Make a zip with fewer or smaller files.',
      );
    }
    entries.push({ path, size, open: () => unpack(zip, { header, packed, size, method }) });
    at += 46 + nameLength + extra + comment;
  }
  return entries;
}

interface Place {
  readonly header: number;
  readonly packed: number;
  readonly size: number;
  readonly method: number;
}

async function unpack(zip: Blob, { header, packed, size, method }: Place): Promise<Blob> {
  const local = await view(zip, header, header + 30);
  if (local.byteLength < 30 || local.getUint32(0, true) !== 0x04034b50) {
    throw new Error('No entry where the zip says');
  }
  const from = header + 30 + local.getUint16(26, true) + local.getUint16(28, true);
  const content = zip.slice(from, from + packed);
  if (method === STORED) return content;
  if (method !== DEFLATED) throw new Error(`Packed in a way that is not known (${method})`);
  const reader = content.stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  const chunks: BlobPart[] = [];
  let total = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    total += part.value.length;
    if (total > size) {
      await reader.cancel().catch(() => {});
      throw new Error(`It unpacks to more than ${size} bytes`);
    }
    chunks.push(part.value as Uint8Array<ArrayBuffer>);
  }
  if (total !== size) throw new Error(`It unpacks to ${total} of ${size} bytes`);
  return new Blob(chunks);
}

async function view(blob: Blob, start: number, end: number): Promise<DataView> {
  return new DataView(await blob.slice(start, end).arrayBuffer());
}

/** Where the end record stands; -1 where there is none. */
function findEnd(tail: DataView): number {
  for (let at = tail.byteLength - END_BYTES; at >= 0; at--) {
    if (tail.getUint32(at, true) === 0x06054b50) return at;
  }
  return -1;
}

function damaged(name: string): ImportError {
  return new ImportError(
    `“${name}” is no zip, or a part of it is missing.`,
    'Make the zip again, or download it again.',
  );
}
