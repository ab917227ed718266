/** Reads a tar (POSIX ustar) by its headers: CIFAR is handed out as one. */
import { ImportError } from './problem';
import type { ZipEntry } from './readZip';

const BLOCK = 512;
const MOST_ENTRIES = 50_000;

/** Rejects with an ImportError for a file that is cut or no tar. */
export async function readTar(name: string, tar: Blob): Promise<readonly ZipEntry[]> {
  const entries: ZipEntry[] = [];
  for (let at = 0; at + BLOCK <= tar.size && entries.length < MOST_ENTRIES; ) {
    const header = new Uint8Array(await tar.slice(at, at + BLOCK).arrayBuffer());
    // Two blocks of zeros end it.
    if (header[0] === 0) break;
    const text = (from: number, length: number) =>
      new TextDecoder().decode(header.subarray(from, from + length)).split('\0')[0];
    const size = Number.parseInt(text(124, 12).trim(), 8);
    const content = at + BLOCK;
    if (!text(257, 5).startsWith('ustar') || !(size >= 0) || content + size > tar.size) {
      throw new ImportError(
        `“${name}” is no tar, or a part of it is missing.`,
        'Download it again, or unpack it and choose the folder.',
      );
    }
    const type = text(156, 1);
    const prefix = text(345, 155);
    const path = prefix ? `${prefix}/${text(0, 100)}` : text(0, 100);
    if (type === '' || type === '0') {
      entries.push({ path, size, open: async () => tar.slice(content, content + size) });
    }
    at = content + Math.ceil(size / BLOCK) * BLOCK;
  }
  return entries;
}
