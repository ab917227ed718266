/**
 * The part of MNIST that the site carries (LeCun, Cortes and Burges; README.md beside this file).
 *
 * mnist.bin is gzip; inflated it is, all integers little-endian:
 *
 *     0   4 bytes   'PBIM'
 *     4   uint32    format version, 1
 *     8   uint32    height H, 28
 *     12  uint32    width W, 28
 *     16  uint32    number of training images N
 *     20  uint32    number of test images M
 *     24  N*H*W     training images, row by row, 0 is paper and 255 is ink
 *         N         training labels, 0..9
 *         M*H*W     test images
 *         M         test labels
 */

/** Grey images with a label each. */
export interface ImageSet {
  /** uint8 [count, height, width], 0..255. */
  readonly images: Uint8Array;
  /** uint8 [count], the digit. */
  readonly labels: Uint8Array;
  readonly count: number;
  /** Pixels. */
  readonly height: number;
  /** Pixels. */
  readonly width: number;
}

/** The two sets; nothing may be learned from `test`. */
export interface Mnist {
  readonly train: ImageSet;
  readonly test: ImageSet;
}

const HEADER_BYTES = 24;
const VERSION = 1;
const CLASSES = 10;
/** All of MNIST is 55 MB: nothing that is MNIST inflates to more. */
const MAX_INFLATED_BYTES = 64_000_000;

/**
 * Reads the inflated file. The sets are views on `bytes`, not copies.
 * @throws Error naming what is wrong with a file that is not in the format above.
 */
export function parseMnist(bytes: Uint8Array): Mnist {
  if (bytes.length < HEADER_BYTES || String.fromCharCode(...bytes.subarray(0, 4)) !== 'PBIM') {
    throw new Error('MNIST: the file does not start as one of our image files');
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = view.getUint32(4, true);
  if (version !== VERSION) throw new Error(`MNIST: unknown format version ${version}`);
  const height = view.getUint32(8, true);
  const width = view.getUint32(12, true);
  const trainCount = view.getUint32(16, true);
  const testCount = view.getUint32(20, true);

  const expected = HEADER_BYTES + (trainCount + testCount) * (height * width + 1);
  if (bytes.length !== expected) {
    throw new Error(`MNIST: the file has ${bytes.length} bytes, its header says ${expected}`);
  }

  let offset = HEADER_BYTES;
  const take = (length: number) => {
    offset += length;
    return bytes.subarray(offset - length, offset);
  };
  const readSet = (count: number): ImageSet => {
    const images = take(count * height * width);
    const labels = take(count);
    if (labels.some((label) => label >= CLASSES)) throw new Error('MNIST: a label is above 9');
    return { images, labels, count, height, width };
  };
  const train = readSet(trainCount);
  return { train, test: readSet(testCount) };
}

/**
 * Inflates gzip bytes.
 * @param maxBytes the most it may grow to; reading stops there, so that a small file cannot fill
 *   the memory.
 * @throws Error where the bytes are no gzip or grow beyond `maxBytes`.
 */
export async function inflate(
  bytes: Uint8Array<ArrayBuffer>,
  maxBytes = MAX_INFLATED_BYTES,
): Promise<Uint8Array<ArrayBuffer>> {
  const reader = new Blob([bytes])
    .stream()
    .pipeThrough(new DecompressionStream('gzip'))
    .getReader();
  const chunks: Uint8Array[] = [];
  let total = 0;
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      total += part.value.length;
      if (total > maxBytes) throw new Error(`it inflates to more than ${maxBytes} bytes`);
      chunks.push(part.value);
    }
  } catch (cause) {
    await reader.cancel().catch(() => {});
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`The compressed data cannot be read: ${reason}`, { cause });
  }
  const result = new Uint8Array(total);
  let offset = 0;
  for (const chunk of chunks) {
    result.set(chunk, offset);
    offset += chunk.length;
  }
  return result;
}
