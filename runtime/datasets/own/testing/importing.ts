/** Imports in Node: pictures are drawn in a format that needs no browser. */
import type { Dataset, InputNeed } from '../../types';
import { createImports } from '../createImports';
import { toDefinition } from '../loadOwn';
import type { DecodedImage } from '../readImages';
import type { ImportFile, ImportOptions, OwnDataset, OwnParts } from '../types';

/** A picture file for `decodePlain`: its sizes, then grey or RGB. */
export function plainPicture(width: number, height: number, colour: readonly number[]): Uint8Array {
  const pixels = Array.from({ length: width * height }, () => colour).flat();
  return Uint8Array.from([width, height, colour.length, ...pixels]);
}

async function decodePlain(blob: Blob): Promise<DecodedImage> {
  const [width, height, channels, ...values] = new Uint8Array(await blob.arrayBuffer());
  if (values.length !== width * height * channels) throw new Error('no picture');
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let pixel = 0; pixel < width * height; pixel++) {
    for (let channel = 0; channel < 3; channel++) {
      data[4 * pixel + channel] = values[pixel * channels + (channels === 1 ? 0 : channel)];
    }
  }
  return { width, height, pixels: { width, height, data } };
}

export function toFiles(files: Readonly<Record<string, string | Uint8Array>>): ImportFile[] {
  return Object.entries(files).map(([path, content]) => ({
    path,
    blob: new Blob([content as BlobPart]),
  }));
}

/** Imports that keep what they are given in memory. */
export function startImports(fail?: Error) {
  const kept: { record: OwnDataset; parts: OwnParts }[] = [];
  const decoded = { count: 0 };
  const imports = createImports({
    decode: (blob) => {
      decoded.count++;
      return decodePlain(blob);
    },
    async put(record, parts) {
      if (fail) throw fail;
      kept.push({ record, parts });
    },
    yieldToEvents: () => new Promise((resolve) => setImmediate(resolve)),
  });
  return { imports, kept, decoded };
}

/** What some files would become. */
export async function preview(
  files: Readonly<Record<string, string | Uint8Array>>,
  options: ImportOptions = {},
) {
  return startImports().imports.importFiles('1', toFiles(files), options, () => {});
}

/** What is told of some files, errors first. */
export async function told(
  files: Readonly<Record<string, string | Uint8Array>>,
  options?: ImportOptions,
): Promise<readonly string[]> {
  const result = await preview(files, options);
  const notes = result.ok ? result.value.notes : result.diagnostics;
  const order = { error: 0, warning: 1, info: 2 };
  return notes
    .toSorted((a, b) => order[a.severity] - order[b.severity])
    .map(({ message }) => message);
}

/** Keeps files and loads what was kept, for a graph with these inputs. */
export async function loadKept(
  files: Readonly<Record<string, string | Uint8Array>>,
  options: ImportOptions = {},
  needs: readonly InputNeed[] = [],
): Promise<{ dataset: Dataset; record: OwnDataset }> {
  const { imports, kept } = startImports();
  const result = await imports.importFiles('1', toFiles(files), options, () => {});
  if (!result.ok) throw new Error(result.diagnostics[0].message);
  const done = await imports.keepImport('1', 'Mine');
  if (!done.ok) throw new Error(done.diagnostics[0].message);
  const [{ record, parts }] = kept;
  const dataset = await toDefinition(record, async () => parts).load({
    needs,
    readFile: () => Promise.reject(new Error('no file')),
    readPack: () => Promise.reject(new Error('no pack')),
    pause: async () => {},
  });
  return { dataset, record };
}
