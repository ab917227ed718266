/**
 * Files that hold many pictures: CIFAR binary batches (Krizhevsky 2009; one or two labels, then 1,024
 * bytes each of red, green and blue) and the IDX files of MNIST (LeCun: big-endian sizes, then bytes).
 */
import type { Diagnostic } from '../../graph/diagnostics';
import { classLabel } from '../labels';
import { counted, dataWarning, ImportError } from './problem';
import { MOST_CLASSES, MOST_SIDE, MOST_VALUES, type Pause, type PictureDraft } from './readImages';
import { nameOf, type Source, type SourceFile } from './sourceFiles';
import type { Part } from './types';

const PLANE = 1024;
const CIFAR10 = 3 * PLANE + 1;
const CIFAR100 = 3 * PLANE + 2;

export async function readCifar(source: Source, pause: Pause): Promise<PictureDraft> {
  const batches = source.files.filter(({ extension }) => extension === 'bin');
  const bytes = await Promise.all(batches.map(bytesOf));
  const record = [CIFAR10, CIFAR100].find((length) =>
    bytes.every((each) => each.length % length === 0),
  );
  if (record === undefined) {
    const odd = batches[bytes.findIndex((each) => each.length % CIFAR10 !== 0)];
    throw new ImportError(
      `“${nameOf(odd.path)}” is no batch of CIFAR pictures: its length is no multiple of ${CIFAR10} or ${CIFAR100} bytes.`,
      'Choose the .bin files of the binary version of CIFAR-10 or CIFAR-100.',
    );
  }
  const most = record === CIFAR10 ? 10 : 100;
  const total = bytes.reduce((sum, each) => sum + each.length / record, 0);
  if (total * 3 * PLANE > MOST_VALUES) throw tooMany(total);
  const images = new Uint8Array(total * 3 * PLANE);
  const labels = new Uint8Array(total);
  const given: (Part | null)[] = [];
  let row = 0;
  let outside = 0;
  for (const [index, batch] of bytes.entries()) {
    const part = partOf(batches[index]);
    for (let at = 0; at < batch.length; at += record) {
      if (given.length % 2000 === 0) await pause(row, total);
      const label = batch[at + record - 3 * PLANE - 1];
      if (label >= most) {
        outside++;
        continue;
      }
      const planes = at + record - 3 * PLANE;
      for (let pixel = 0; pixel < PLANE; pixel++) {
        for (let channel = 0; channel < 3; channel++) {
          images[(row * PLANE + pixel) * 3 + channel] = batch[planes + channel * PLANE + pixel];
        }
      }
      labels[row++] = label;
      given.push(part);
    }
  }
  if (row === 0) throw outsideAll(most);
  const notes = outside > 0 ? [outsideNote(outside, most)] : [];
  const names = await namesIn(source, most);
  const classes = Array.from(
    { length: most },
    (_, index) => names[index] ?? classLabel(most === 10 ? 'cifar10' : undefined, index),
  );
  return {
    kind: 'pictures',
    height: 32,
    width: 32,
    channels: 3,
    ...withClasses(labels.slice(0, row), classes),
    images: images.slice(0, row * 3 * PLANE),
    given,
    notes,
    options: {},
  };
}

/** Whether a file begins as an IDX file of bytes. */
export async function isIdx(file: SourceFile): Promise<boolean> {
  if (!/idx|ubyte/i.test(file.path)) return false;
  const [a, b, type, axes] = new Uint8Array(await (await file.open()).slice(0, 4).arrayBuffer());
  return a === 0 && b === 0 && type === 8 && axes >= 1 && axes <= 4;
}

export async function readIdx(source: Source, pause: Pause): Promise<PictureDraft> {
  const read = await Promise.all(
    source.files.map(async (file) => ({ file, ...parseIdx(file, await bytesOf(file)) })),
  );
  const pictures = read.filter(({ shape }) => shape.length >= 3);
  if (pictures.length === 0) {
    throw new ImportError(
      'There are labels and no pictures.',
      'Choose the file of the pictures, too: images-idx3-ubyte.',
    );
  }
  const [, height, width, channels = 1] = pictures[0].shape;
  if (Math.max(height, width) > MOST_SIDE || (channels !== 1 && channels !== 3)) {
    throw new ImportError(
      `These pictures have ${pictures[0].shape.slice(1).join(' x ')} values; up to ${MOST_SIDE} x ${MOST_SIDE}, grey or RGB, can be used.`,
      'Make them smaller before.',
    );
  }
  const total = pictures.reduce((sum, { shape }) => sum + shape[0], 0);
  const size = height * width * channels;
  if (total * size > MOST_VALUES) throw tooMany(total);
  const images = new Uint8Array(total * size);
  const labels = new Uint8Array(total);
  const given: (Part | null)[] = [];
  let row = 0;
  for (const { file, shape, data } of pictures) {
    const key = keyOf(file);
    const answers = read.find((each) => each.shape.length === 1 && keyOf(each.file) === key);
    if (!answers) {
      throw new ImportError(
        `“${nameOf(file.path)}” has no file of labels.`,
        'Choose both files together: images-idx3-ubyte and labels-idx1-ubyte.',
      );
    }
    if (
      answers.shape[0] !== shape[0] ||
      shape.slice(1).join() !== pictures[0].shape.slice(1).join()
    ) {
      throw new ImportError(
        `“${nameOf(file.path)}” has ${counted(shape[0], 'picture')} and ${counted(answers.shape[0], 'label')}.`,
        'Choose files that belong together.',
      );
    }
    images.set(data, row * size);
    labels.set(answers.data, row);
    for (let index = 0; index < shape[0]; index++) given.push(partOf(file));
    row += shape[0];
    await pause(row, total);
  }
  if (row === 0)
    throw new ImportError('There is no picture in these files.', 'Choose other files.');
  const most = labels.reduce((a, b) => Math.max(a, b), 0) + 1;
  return {
    kind: 'pictures',
    height,
    width,
    channels: channels as 1 | 3,
    ...withClasses(
      labels,
      Array.from({ length: Math.min(most, MOST_CLASSES) }, (_, index) => String(index)),
    ),
    images,
    given,
    notes: [],
    options: {},
  };
}

function parseIdx(
  { path }: SourceFile,
  bytes: Uint8Array,
): { shape: readonly number[]; data: Uint8Array } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const axes = bytes[3] ?? 0;
  const header = 4 + 4 * axes;
  const known = bytes.length >= header && view.getUint16(0) === 0 && bytes[2] === 8 && axes >= 1;
  const shape = known
    ? Array.from({ length: axes }, (_, axis) => view.getUint32(4 + 4 * axis))
    : [];
  const size = shape.reduce((a, b) => a * b, 1);
  if (!known || bytes.length !== header + size) {
    throw new ImportError(
      `“${nameOf(path)}” is no whole IDX file of bytes.`,
      'Download it again, or choose other files.',
    );
  }
  return { shape, data: bytes.subarray(header) };
}

/** Classes that no picture has are left out. */
function withClasses(
  labels: Uint8Array,
  all: readonly string[],
): Pick<PictureDraft, 'labels' | 'classes'> {
  const used = [...new Set(labels)].sort((a, b) => a - b);
  const places = new Map(used.map((label, index) => [label, index]));
  return {
    classes: used.map((label) => all[label]),
    labels: labels.map((label) => places.get(label) ?? 0),
  };
}

async function namesIn({ files }: Source, count: number): Promise<readonly string[]> {
  const file = files.find(({ path }) => /(batches\.meta|fine_label_names)\.txt$/i.test(path));
  if (!file) return [];
  const names = (await (await file.open()).text()).split(/\r?\n/).filter(Boolean);
  return names.length === count ? names : [];
}

function partOf({ path }: SourceFile): Part | null {
  if (/^(test|t10k)/i.test(nameOf(path))) return 'test';
  return /^(train|data_batch)/i.test(nameOf(path)) ? 'train' : null;
}

/** The same for the two files of a part. */
function keyOf({ path }: SourceFile): string {
  return nameOf(path).replace(/images|labels|idx\d|\.gz|[-._]/gi, '');
}

async function bytesOf(file: SourceFile): Promise<Uint8Array> {
  try {
    return new Uint8Array(await (await file.open()).arrayBuffer());
  } catch {
    throw new ImportError(
      `“${nameOf(file.path)}” could not be read.`,
      'Download it again, or choose other files.',
    );
  }
}

function outsideNote(count: number, most: number): Diagnostic {
  return dataWarning(
    `${counted(count, 'picture')} with a class above ${most - 1} ${count === 1 ? 'was' : 'were'} left out.`,
  );
}

function outsideAll(most: number): ImportError {
  return new ImportError(
    `Every picture has a class above ${most - 1}: these are no CIFAR batches.`,
    'Choose the .bin files of the binary version.',
  );
}

function tooMany(total: number): ImportError {
  return new ImportError(
    `${counted(total, 'picture')} are more than there is room for.`,
    'Choose fewer files.',
  );
}
