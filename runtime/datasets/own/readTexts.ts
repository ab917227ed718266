/** Plain texts as documents. */
import type { Diagnostic } from '../../graph/diagnostics';
import { decodeText } from './decodeText';
import { counted, dataWarning, firstNames, ImportError } from './problem';
import type { Pause } from './readImages';
import type { Source } from './sourceFiles';
import type { ImportOptions } from './types';

export interface TextDraft {
  readonly kind: 'text';
  readonly documents: readonly string[];
  readonly notes: readonly Diagnostic[];
  readonly options: ImportOptions;
}

const MOST_BYTES = 64 * 2 ** 20;
/** More signs that are no characters than this share: another encoding. */
const MOST_BROKEN = 0.01;

export async function readTexts(source: Source, pause: Pause): Promise<TextDraft> {
  const documents: string[] = [];
  const none: string[] = [];
  const notes: Diagnostic[] = [];
  let room = MOST_BYTES;
  for (const [index, file] of source.files.entries()) {
    await pause(index, source.files.length);
    if (room <= 0) break;
    const blob = await file.open();
    const pieces: string[] = [];
    for await (const piece of decodeText(blob, room)) pieces.push(piece);
    const text = pieces.join('').replace(/\r\n?/g, '\n');
    const broken = text.split('\ufffd').length - 1;
    if (text.trim() === '' || broken > MOST_BROKEN * text.length) none.push(file.path);
    else documents.push(text);
    if (blob.size > room) {
      notes.push(
        dataWarning(
          `Took the first ${counted(MOST_BYTES / 2 ** 20, 'megabyte')} of text; the rest is left out.`,
        ),
      );
    }
    room -= blob.size;
  }
  if (documents.length === 0) {
    throw new ImportError(
      `No text could be read in ${firstNames(none)}.`,
      'Choose texts in UTF-8 or UTF-16; save them anew in an editor where they are in another encoding.',
    );
  }
  if (none.length > 0) {
    notes.push(
      dataWarning(
        `${counted(none.length, 'file')} without readable text ${none.length === 1 ? 'was' : 'were'} left out: ${firstNames(none)}.`,
      ),
    );
  }
  return { kind: 'text', documents, notes, options: {} };
}
