/** Loads data sets by id, once for each kind of graph that asks. */
import { isOwnId } from './own/ownId';
import { datasets } from './registry';
import type { Dataset, DatasetDefinition, InputNeed, LoadProgress } from './types';

export interface DatasetRequest {
  /** Of the graph that is trained; a data set that does not depend on it passes over them. */
  readonly needs?: readonly InputNeed[];
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: LoadProgress) => void;
}

/** Null for an id that is not known; rejects where the data cannot be had. */
export type DatasetLoader = (id: string, request?: DatasetRequest) => Promise<Dataset | null>;

export interface ReadOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number | null) => void;
}

/** Where files come from: of the site, in the browser; of the disk, in Node. */
export interface DataReader {
  file(url: URL, options: ReadOptions): Promise<Uint8Array<ArrayBuffer>>;
  /** Rejects with a MissingPackError where there is no such pack. */
  pack(pack: string, file: string, options: ReadOptions): Promise<Uint8Array<ArrayBuffer>>;
}

export interface LoaderOptions {
  readonly reader: DataReader;
  /** Lets waiting messages through, between parts of long work. */
  readonly yieldToEvents: () => Promise<void>;
  readonly definitions?: readonly DatasetDefinition[];
  /** Looks up the user's own data; none by default. */
  readonly findOwn?: (id: string) => Promise<DatasetDefinition | null>;
}

/** A load that goes on, and who waits for it. */
interface Loading {
  readonly dataset: Promise<Dataset>;
  readonly waiting: Set<DatasetRequest>;
  readonly abort: AbortController;
}

/** A text of a million characters takes 4 MB for each vocabulary. */
const MOST_KEPT = 8;

/**
 * A load that failed is tried again by the next call. Several that ask for the same share one load:
 * all are told how far it is, and it is given up when none waits for it any more.
 */
export function createDatasetLoader(options: LoaderOptions): DatasetLoader {
  const { reader, yieldToEvents, definitions = datasets, findOwn } = options;
  const loaded = new Map<string, Loading>();

  const start = (definition: DatasetDefinition, needs: readonly InputNeed[]): Loading => {
    const waiting = new Set<DatasetRequest>();
    const abort = new AbortController();
    const tell = (progress: LoadProgress) => {
      for (const { onProgress } of waiting) onProgress?.(progress);
    };
    const reading: ReadOptions = {
      signal: abort.signal,
      onProgress: (done, total) => tell({ kind: 'fetching', done, total }),
    };
    const dataset = definition.load({
      needs,
      readFile: (url) => reader.file(url, reading),
      readPack: (pack, file) => reader.pack(pack, file, reading),
      async pause(done, total) {
        tell({ kind: 'preparing', done, total });
        await yieldToEvents();
        abort.signal.throwIfAborted();
      },
    });
    return { dataset, waiting, abort };
  };

  return async (id, request = {}) => {
    const { needs = [], signal } = request;
    const own = isOwnId(id) ? await findOwn?.(id) : null;
    const definition = own ?? definitions.find((each) => each.id === id);
    if (!definition) return null;
    signal?.throwIfAborted();
    // What it gives depends on the needs only through the fields that it makes of them.
    const key = JSON.stringify([id, definition.title, definition.fields(needs)]);
    const loading = loaded.get(key) ?? start(definition, needs);
    const forget = () => {
      if (loaded.get(key) === loading) loaded.delete(key);
    };
    if (!loaded.has(key)) {
      loaded.set(key, loading);
      for (const oldest of [...loaded.keys()].slice(0, -MOST_KEPT)) loaded.delete(oldest);
      loading.dataset.catch(forget);
    }
    const { waiting, abort } = loading;
    waiting.add(request);
    try {
      return await withSignal(loading.dataset, signal);
    } finally {
      waiting.delete(request);
      if (signal?.aborted && waiting.size === 0) {
        forget();
        // Nothing happens where the load has come to its end.
        abort.abort();
      }
    }
  };
}

/** The same, rejecting as soon as `signal` is raised. */
async function withSignal<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise;
  let leave = () => {};
  const aborted = new Promise<never>((_, reject) => {
    leave = () => reject(signal.reason);
    signal.addEventListener('abort', leave, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', leave);
  }
}
