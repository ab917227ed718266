/** The files of an import as the readers take them: zips opened, what an operating system adds left out. */

import type { Diagnostic } from '../../graph/diagnostics';
import { inflate } from '../inflate';
import { counted, dataWarning, firstNames, ImportError } from './problem';
import { readTar } from './readTar';
import { readZip } from './readZip';
import type { ImportFile } from './types';

export interface SourceFile {
  /** Within its folder, with `/`. */
  readonly path: string;
  /** Small letters, without the dot: `png`. */
  readonly extension: string;
  /** Rejects where it is damaged. */
  open(): Promise<Blob>;
}

export interface Source {
  /** What the data may be called. */
  readonly title: string;
  readonly files: readonly SourceFile[];
  /** Folders, with those that hold nothing. */
  readonly folders: ReadonlySet<string>;
  readonly notes: readonly Diagnostic[];
}

const MOST_INFLATED = 512 * 2 ** 20;
/** Zips to the machine; to whom they belong, a sheet or a text. */
const OFFICE = /\.(xls[xmb]|doc[xm]|ppt[xm]|od[stp]|numbers|pages|key|epub)$/i;
const HIDDEN = /(^|\/)(\.[^/]*|__MACOSX|thumbs\.db|desktop\.ini)(\/|$)/i;

/** Rejects with an ImportError where nothing can be read. */
export async function openSource(given: readonly ImportFile[]): Promise<Source> {
  const notes: Diagnostic[] = [];
  const files: SourceFile[] = [];
  const folders = new Set<string>();
  const empty: string[] = [];
  const add = (path: string, size: number, open: () => Promise<Blob>) => {
    const clean = path.replaceAll('\\', '/').replace(/^\/+/, '');
    if (HIDDEN.test(clean) || clean.split('/').includes('..')) return;
    const parts = clean.split('/');
    for (let depth = 1; depth < parts.length; depth++) folders.add(parts.slice(0, depth).join('/'));
    if (clean.endsWith('/') || clean === '') return;
    if (size === 0) empty.push(clean);
    else files.push({ path: clean, extension: extensionOf(clean), open });
  };
  for (const { path, blob } of given) {
    const start = new Uint8Array(await blob.slice(0, 4).arrayBuffer());
    const isZip = start[0] === 0x50 && start[1] === 0x4b && (start[2] === 3 || start[2] === 5);
    if (OFFICE.test(path)) add(path, blob.size, async () => blob);
    else if (isZip || (extensionOf(path) === 'zip' && blob.size > 0)) {
      for (const entry of await readZip(nameOf(path), blob))
        add(entry.path, entry.size, entry.open);
    } else if (start[0] === 0x1f && start[1] === 0x8b) {
      const inside = path.replace(/\.tgz$/i, '.tar').replace(/\.gz$/i, '');
      const open = async () => {
        const bytes = new Uint8Array(await blob.arrayBuffer());
        return new Blob([await inflate(bytes, MOST_INFLATED)]);
      };
      if (extensionOf(inside) !== 'tar') add(inside, blob.size, open);
      else
        for (const entry of await readTar(nameOf(path), await unpacked(nameOf(path), open))) {
          add(entry.path, entry.size, entry.open);
        }
    } else if (extensionOf(path) === 'tar') {
      for (const entry of await readTar(nameOf(path), blob))
        add(entry.path, entry.size, entry.open);
    } else add(path, blob.size, async () => blob);
  }
  if (empty.length > 0) {
    notes.push(
      dataWarning(
        `${counted(empty.length, 'file')} with nothing in ${empty.length === 1 ? 'it was' : 'them were'} left out: ${firstNames(empty)}.`,
      ),
    );
  }
  if (files.length === 0) {
    throw new ImportError(
      empty.length > 0
        ? `There is nothing in ${firstNames(empty)}.`
        : 'There is no file that could be read.',
      'Choose a folder or zip of pictures, a table, a text, or CIFAR or MNIST files.',
    );
  }
  return { title: titleOf(given), files, folders, notes };
}

async function unpacked(name: string, open: () => Promise<Blob>): Promise<Blob> {
  try {
    return await open();
  } catch {
    throw new ImportError(
      `“${name}” is damaged, or larger than 512 MB once it is unpacked.`,
      'Download it again, or unpack it and choose the folder.',
    );
  }
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function extensionOf(path: string): string {
  return /\.([a-z0-9]+)$/i.exec(path)?.[1].toLowerCase() ?? '';
}

function titleOf([first]: readonly ImportFile[]): string {
  const root = first?.path.includes('/') ? first.path.split('/')[0] : (first?.path ?? '');
  const words = root
    .replace(/(\.(zip|csv|tsv|txt|md|bin|gz|tgz|tar|json|png|jpe?g))+$/i, '')
    .replace(/[_]+/g, ' ')
    .trim();
  return (words.charAt(0).toUpperCase() + words.slice(1)).slice(0, 60) || 'My data';
}
