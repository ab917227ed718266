/** Files as the reader and the writer of safetensors want them: in pieces. */
import { open } from 'node:fs/promises';
import { type ByteSource, WeightFileError } from '../runtime/weights/types';
import { CommandError } from './io';

/** Reads a file in slices while `use` runs. Throws a CommandError where it is missing or damaged. */
export async function withFile<T>(
  path: string,
  use: (source: ByteSource) => Promise<T>,
): Promise<T> {
  const file = await open(path).catch(() => {
    throw new CommandError(`${path} could not be read.`);
  });
  try {
    const { size } = await file.stat();
    return await use({
      size,
      slice: (begin, end) => ({
        async arrayBuffer() {
          const bytes = new Uint8Array(Math.max(0, end - begin));
          const { bytesRead } = await file.read(bytes, 0, bytes.length, begin);
          return bytes.buffer.slice(0, bytesRead);
        },
      }),
    });
  } catch (error) {
    if (!(error instanceof WeightFileError)) throw error;
    throw new CommandError([`${path}: ${error.message}`, error.hint].filter(Boolean).join('\n'));
  } finally {
    await file.close();
  }
}

/** Writes pieces one after the other. */
export async function writeFile(path: string, pieces: AsyncIterable<Uint8Array>): Promise<void> {
  const file = await open(path, 'w').catch(() => {
    throw new CommandError(`${path} could not be written.`);
  });
  try {
    for await (const piece of pieces) await file.write(piece);
  } finally {
    await file.close();
  }
}
