/** Pictures in a folder for each class as one array of pixels. */

import type { Diagnostic } from '../../graph/diagnostics';
import { createRandom } from '../../graph/random';
import { type Image, resizeImage } from '../resizeImage';
import { counted, dataWarning, firstNames, ImportError } from './problem';
import type { Source, SourceFile } from './sourceFiles';
import type { ImportOptions, Part } from './types';

/** A picture as a browser decodes it. */
export interface DecodedImage {
  /** Of the file. */
  readonly width: number;
  readonly height: number;
  /** Made smaller where the file has very many pixels. */
  readonly pixels: {
    readonly width: number;
    readonly height: number;
    /** RGBA. */
    readonly data: Uint8ClampedArray;
  };
}

/** Rejects for what is no picture. */
export type DecodeImage = (blob: Blob) => Promise<DecodedImage>;

/** Pictures of one size with a class each. */
export interface PictureDraft {
  readonly kind: 'pictures';
  readonly height: number;
  readonly width: number;
  readonly channels: 1 | 3;
  readonly classes: readonly string[];
  /** uint8 [count, height, width, channels]. */
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
  /** In which part the files have each; null where they do not say. */
  readonly given: readonly (Part | null)[];
  readonly notes: readonly Diagnostic[];
  readonly options: ImportOptions;
}

export type Pause = (done: number, total: number) => Promise<void>;

/** All pixels together. */
export const MOST_VALUES = 256_000_000;
export const MOST_CLASSES = 256;
export const [LEAST_SIDE, MOST_SIDE] = [8, 128];
const USUAL_SIDE = 32;
const PICTURES = new Set(['png', 'jpg', 'jpeg', 'gif', 'webp', 'bmp', 'avif']);
const PART_FOLDERS: readonly (readonly [RegExp, Part])[] = [
  [/^(train|training)$/i, 'train'],
  [/^(val|valid|validation)$/i, 'validation'],
  [/^(test|testing)$/i, 'test'],
];

export function isPicture({ extension }: SourceFile): boolean {
  return PICTURES.has(extension);
}

interface Place {
  readonly file: SourceFile;
  readonly label: string;
  readonly part: Part | null;
}

interface Size {
  readonly height: number;
  readonly width: number;
}

export async function readImages(
  source: Source,
  options: ImportOptions,
  decode: DecodeImage,
  pause: Pause,
): Promise<PictureDraft> {
  const notes: Diagnostic[] = [];
  const places = placesOf(source, notes);
  const { size = null, fit = 'crop' } = options;
  let target: Size | null = size === null ? null : { height: size, width: size };
  const sizes = new Map<string, number>();
  const broken: string[] = [];
  const kept: { readonly place: Place; readonly data: Uint8Array }[] = [];
  let coloured = false;
  let full = 0;
  // A part of them is a fair sample where all would be too many.
  const order = createRandom('own').fork('order').shuffle(places);
  for (const [index, place] of order.entries()) {
    await pause(index, order.length);
    let image: DecodedImage;
    try {
      image = await decode(await place.file.open());
    } catch {
      broken.push(place.file.path);
      continue;
    }
    const { width, height } = image;
    const named = `${width} x ${height}`;
    sizes.set(named, (sizes.get(named) ?? 0) + 1);
    coloured ||= isColoured(image.pixels.data);
    const natural = toImage(image);
    if (target === null) {
      const fits = Math.max(width, height) <= MOST_SIDE;
      target = fits ? { height, width } : { height: USUAL_SIDE, width: USUAL_SIDE };
    } else if (size === null && sizes.size === 2 && sizes.get(named) === 1) {
      const from: Size = target;
      target = { height: USUAL_SIDE, width: USUAL_SIDE };
      // Those before had one size, and become as the others.
      for (const [at, each] of kept.entries()) {
        const data = Float32Array.from(each.data, (value) => value / 255);
        kept[at] = { ...each, data: toSize({ data, ...from, channels: 3 }, target, fit) };
      }
    }
    if ((kept.length + 1) * 3 * target.height * target.width > MOST_VALUES) {
      full = order.length - index;
      break;
    }
    kept.push({ place, data: toSize(natural, target, fit) });
  }
  await pause(order.length, order.length);
  if (broken.length > 0) {
    notes.push(
      dataWarning(
        `${counted(broken.length, 'picture')} could not be read and ${broken.length === 1 ? 'was' : 'were'} left out: ${firstNames(broken)}.`,
      ),
    );
  }
  if (full > 0) {
    notes.push(
      dataWarning(
        `Took ${kept.length.toLocaleString('en')} of ${counted(order.length, 'picture')}, chosen by chance: more have no room.`,
        'Choose a smaller size to take more.',
      ),
    );
  }
  if (kept.length === 0 || target === null) {
    throw new ImportError(
      'None of these pictures could be read.',
      'PNG, JPEG, WebP, GIF and BMP pictures can be read.',
    );
  }
  if (sizes.size > 1) {
    const most = [...sizes].sort((a, b) => b[1] - a[1]).map(([name]) => name);
    notes.push(
      dataWarning(
        `The pictures have ${sizes.size} sizes (${firstNames(most)}); all become ${target.width} x ${target.height}.`,
      ),
    );
  }
  const classes = classesOf(
    kept.map(({ place }) => place.label),
    places,
    source,
    notes,
  );
  const channels = options.channels ?? (coloured ? 3 : 1);
  const pixels = target.height * target.width;
  const images = new Uint8Array(kept.length * pixels * channels);
  for (const [index, { data }] of kept.entries()) {
    const at = index * pixels * channels;
    if (channels === 3) images.set(data, at);
    else for (let pixel = 0; pixel < pixels; pixel++) images[at + pixel] = luma(data, 3 * pixel);
  }
  return {
    kind: 'pictures',
    ...target,
    channels,
    classes,
    images,
    labels: Uint8Array.from(kept, ({ place }) => classes.indexOf(place.label)),
    given: kept.map(({ place }) => place.part),
    notes,
    options: { size, channels, fit },
  };
}

/** The class of each picture is its folder. */
function placesOf({ files }: Source, notes: Diagnostic[]): readonly Place[] {
  const pictures = files.filter(isPicture);
  const loose: string[] = [];
  const places = pictures.flatMap((file): Place[] => {
    const folders = file.path.split('/').slice(0, -1);
    const label = folders.at(-1);
    if (label === undefined) {
      loose.push(file.path);
      return [];
    }
    const part =
      folders
        .slice(0, -1)
        .map(partOf)
        .find((each) => each !== null) ?? null;
    return [{ file, label, part }];
  });
  if (places.length === 0) {
    throw new ImportError(
      `${counted(pictures.length, 'picture')} without a folder: which class is which cannot be told.`,
      'Put the pictures of each class in a folder with its name, and choose the folder around them.',
    );
  }
  if (loose.length > 0) {
    notes.push(
      dataWarning(
        `${counted(loose.length, 'picture')} outside the folders of the classes ${loose.length === 1 ? 'was' : 'were'} left out: ${firstNames(loose)}.`,
      ),
    );
  }
  return places;
}

function partOf(folder: string): Part | null {
  return PART_FOLDERS.find(([pattern]) => pattern.test(folder))?.[1] ?? null;
}

const collator = new Intl.Collator('en', { numeric: true });

/** In natural order; folders beside them without a picture are told. */
function classesOf(
  labels: readonly string[],
  places: readonly Place[],
  { folders }: Source,
  notes: Diagnostic[],
): readonly string[] {
  const classes = [...new Set(labels)].sort(collator.compare);
  const parents = new Set(places.map(({ file }) => parentOf(parentOf(file.path))));
  const others = [...folders].filter((folder) => parents.has(parentOf(folder)));
  const around = [...folders].filter((folder) =>
    others.some((other) => parentOf(other) === folder),
  );
  const names = new Set(
    others
      .filter((folder) => !around.includes(folder))
      .map((folder) => folder.slice(folder.lastIndexOf('/') + 1)),
  );
  for (const name of names) {
    if (classes.includes(name) || partOf(name) !== null) continue;
    notes.push(dataWarning(`“${name}” has no pictures and was left out.`));
  }
  return classes;
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

function isColoured(rgba: Uint8ClampedArray): boolean {
  for (let at = 0; at < rgba.length; at += 4) {
    if (rgba[at] !== rgba[at + 1] || rgba[at] !== rgba[at + 2]) return true;
  }
  return false;
}

/** On white where it is transparent; three channels. */
function toImage({ pixels }: DecodedImage): Image {
  const { data, width, height } = pixels;
  const result = new Float32Array(width * height * 3);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const opacity = data[4 * pixel + 3] / 255;
    for (let channel = 0; channel < 3; channel++) {
      result[3 * pixel + channel] = (data[4 * pixel + channel] / 255) * opacity + 1 - opacity;
    }
  }
  return { data: result, height, width, channels: 3 };
}

/** The middle of a picture, or all of it on black, in another size; as bytes. */
function toSize(image: Image, { height, width }: Size, fit: 'crop' | 'pad'): Uint8Array {
  const framed =
    image.width * height === image.height * width ? image : frame(image, width / height, fit);
  const { data } = resizeImage(framed, height, width, image.channels);
  return Uint8Array.from(data, (value) => Math.round(255 * Math.min(1, Math.max(0, value))));
}

function frame({ data, height, width, channels }: Image, form: number, fit: 'crop' | 'pad'): Image {
  const wide = width / height > form;
  const keepsHeight = (fit === 'crop') === wide;
  const h = keepsHeight ? height : Math.max(1, Math.round(width / form));
  const w = keepsHeight ? Math.max(1, Math.round(height * form)) : width;
  const result = new Float32Array(h * w * channels);
  const top = Math.floor((height - h) / 2);
  const left = Math.floor((width - w) / 2);
  for (let y = Math.max(0, -top); y < Math.min(h, height - top); y++) {
    const from = Math.max(0, -left);
    const to = Math.min(w, width - left);
    const start = ((y + top) * width + from + left) * channels;
    result.set(data.subarray(start, start + (to - from) * channels), (y * w + from) * channels);
  }
  return { data: result, height: h, width: w, channels };
}

/** Rec. 601, as `convertChannels` has it. */
export function luma(rgb: ArrayLike<number>, at: number): number {
  return Math.round(0.299 * rgb[at] + 0.587 * rgb[at + 1] + 0.114 * rgb[at + 2]);
}
