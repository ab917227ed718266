/** Tells what kind of data some files are, and reads them. */
import type { Diagnostic } from '../../graph/diagnostics';
import { counted, dataNote, ImportError } from './problem';
import {
  type DecodeImage,
  isPicture,
  type Pause,
  type PictureDraft,
  readImages,
} from './readImages';
import { isIdx, readCifar, readIdx } from './readPictureFiles';
import { readTable, type TableDraft } from './readTable';
import { readTexts, type TextDraft } from './readTexts';
import { openSource, type Source, type SourceFile } from './sourceFiles';
import type { ImportFile, ImportOptions } from './types';

/** What was read, in memory. */
export type Draft = PictureDraft | TableDraft | TextDraft;

export interface ReadFiles {
  readonly title: string;
  readonly draft: Draft;
  readonly notes: readonly Diagnostic[];
}

const TEXTS = new Set(['txt', 'md', 'text', 'markdown']);
const TABLES = new Set(['csv', 'tsv']);

/** Rejects with an ImportError where they cannot be used, and as `pause` does. */
export async function readFiles(
  files: readonly ImportFile[],
  options: ImportOptions,
  decode: DecodeImage,
  pause: Pause,
): Promise<ReadFiles> {
  const source = await openSource(files);
  const { draft, others } = await readKind(source, options, decode, pause);
  const notes = [...source.notes, ...draft.notes];
  if (others > 0)
    notes.push(
      dataNote(
        `${counted(others, 'file')} of other kinds ${others === 1 ? 'was' : 'were'} left out.`,
      ),
    );
  return { title: source.title, draft, notes };
}

async function readKind(
  source: Source,
  options: ImportOptions,
  decode: DecodeImage,
  pause: Pause,
): Promise<{ readonly draft: Draft; readonly others: number }> {
  const { files } = source;
  const of = (test: (file: SourceFile) => boolean) => files.filter(test);
  const only = (chosen: readonly SourceFile[]): Source => ({ ...source, files: chosen });
  const others = (taken: readonly SourceFile[]) => files.length - taken.length;
  const pictures = of(isPicture);
  if (pictures.length > 0) {
    return { draft: await readImages(source, options, decode, pause), others: others(pictures) };
  }
  const idx: SourceFile[] = [];
  for (const file of files) if (await isIdx(file)) idx.push(file);
  if (idx.length > 0) return { draft: await readIdx(only(idx), pause), others: others(idx) };
  const batches = of(({ extension }) => extension === 'bin');
  if (batches.length > 0) {
    // Names of the classes lie beside them.
    const named = of(({ path }) => /(batches\.meta|label_names)\.txt$/i.test(path));
    return { draft: await readCifar(source, pause), others: others([...batches, ...named]) };
  }
  const tables = of(({ extension }) => TABLES.has(extension));
  if (tables.length > 0)
    return { draft: await readTable(tables[0], options, pause), others: others([tables[0]]) };
  const texts = of(({ extension }) => TEXTS.has(extension));
  if (texts.length > 0)
    return { draft: await readTexts(only(texts), pause), others: others(texts) };
  const kinds = [
    ...new Set(
      files.map(({ extension }) => (extension ? `.${extension}` : 'files without an ending')),
    ),
  ];
  throw new ImportError(
    `Files of this kind cannot be read: ${kinds.slice(0, 4).join(', ')}.`,
    'Pictures (.png, .jpg, .webp, .gif, .bmp), tables (.csv, .tsv), texts (.txt, .md), CIFAR (.bin) and MNIST (idx) files can, and zips of them. Save a sheet as CSV, a document as plain text.',
  );
}
