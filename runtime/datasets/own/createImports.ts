/** Imports under way in the worker: files are read once, looked at, and kept or dropped. */
import { type Diagnostic, failure, success } from '../../graph/diagnostics';
import type { Shaped } from './countClasses';
import { hashBytes } from './hashBytes';
import { toOwnId } from './ownId';
import { dataError, ImportError } from './problem';
import { type ReadFiles, readFiles } from './readFiles';
import type { DecodeImage } from './readImages';
import { shapeDraft } from './shapeDraft';
import type { ImportApi, ImportFile, ImportOptions, OwnDataset, OwnParts } from './types';

export interface ImportsOptions {
  readonly decode: DecodeImage;
  readonly put: (record: OwnDataset, parts: OwnParts) => Promise<void>;
  readonly yieldToEvents: () => Promise<void>;
  readonly now?: () => number;
}

/** What was read, for as long as it may be wanted. */
interface Pending {
  readonly files: readonly ImportFile[];
  /** The options that reading depends on: as they were asked for, and with all guesses. */
  readonly readings: readonly string[];
  readonly read: ReadFiles;
  readonly shaped: Shaped;
}

/** Between two pauses: short enough that a press on Stop is answered at once. */
const PAUSE_MS = 25;

/** The worker's side of importing. */
export function createImports(options: ImportsOptions): ImportApi {
  const { decode, put, yieldToEvents, now = Date.now } = options;
  const pending = new Map<string, Pending>();
  const running = new Map<string, AbortController>();

  return {
    async importFiles(id, files, chosen, onProgress) {
      running.get(id)?.abort();
      const abort = new AbortController();
      running.set(id, abort);
      let told = 0;
      const breathe = async () => {
        if (now() - told < PAUSE_MS) return;
        await yieldToEvents();
        told = now();
        abort.signal.throwIfAborted();
      };
      const pause = (done: number, total: number) => {
        if (now() - told >= PAUSE_MS || done >= total) onProgress({ done, total });
        return breathe();
      };
      const reading = readingKey(chosen);
      const before = pending.get(id);
      try {
        const same = files.length === 0 || before?.files === files;
        const known = same && before?.readings.includes(reading) ? before.read : null;
        const given = files.length > 0 ? files : (before?.files ?? []);
        const read = known ?? (await readFiles(given, chosen, decode, pause));
        const shaped = await shapeDraft(read.draft, chosen, breathe);
        const settled = readingKey({ ...chosen, ...read.draft.options });
        pending.set(id, { files: given, readings: [reading, settled], read, shaped });
        const { parts: _parts, ...preview } = shaped;
        return success({ ...preview, title: read.title, notes: [...read.notes, ...shaped.notes] });
      } catch (error) {
        if (abort.signal.aborted) return failure(stopped);
        if (error instanceof ImportError) return failure(error.diagnostic);
        return failure(unreadable);
      } finally {
        if (running.get(id) === abort) running.delete(id);
      }
    },
    async keepImport(id, title) {
      const import_ = pending.get(id);
      if (!import_?.shaped.info) return failure(gone);
      const parts = import_.shaped.parts();
      const bytes = Object.values(parts).reduce((sum, { length }) => sum + length, 0);
      const named = title.trim().slice(0, 60) || import_.read.title;
      const record: OwnDataset = {
        id: toOwnId(named, hashOf(parts)),
        title: named,
        created: now(),
        bytes,
        info: import_.shaped.info,
      };
      try {
        await put(record, parts);
      } catch (error) {
        return failure(notKept(error));
      }
      pending.delete(id);
      return success(record);
    },
    async dropImport(id) {
      running.get(id)?.abort();
      pending.delete(id);
    },
  };
}

function readingKey({ size, channels, fit, header }: ImportOptions): string {
  return JSON.stringify([size, channels, fit, header]);
}

function hashOf(parts: OwnParts): string {
  let hash = 0;
  for (const bytes of Object.values(parts)) hash = hashBytes(bytes, hash % 2 ** 31);
  return (hash % 2 ** 32).toString(16).padStart(8, '0');
}

const stopped: Diagnostic = {
  code: 'run/stopped',
  severity: 'info',
  message: 'Reading was stopped.',
  at: {},
};
const unreadable = dataError(
  'These files could not be read.',
  'Check that they still lie where they were, and that they are not damaged.',
);
const gone = dataError('What was read is no longer there.', 'Choose the files again.');

function notKept(error: unknown): Diagnostic {
  const full = error instanceof Error && error.name === 'QuotaExceededError';
  return full
    ? dataError(
        'There is no room for this data on this computer; nothing was kept.',
        'Delete data that you no longer need, or choose a smaller size or fewer files.',
      )
    : dataError(
        'This browser does not let Patchbay keep data; nothing was kept.',
        'A private window may be the reason.',
      );
}
