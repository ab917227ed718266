/** Loads data sets by id, once for each kind of graph that asks. */
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
}

/** A load that failed is tried again by the next call. */
export function createDatasetLoader(options: LoaderOptions): DatasetLoader {
  const { reader, yieldToEvents, definitions = datasets } = options;
  const loaded = new Map<string, Promise<Dataset>>();
  return async (id, { needs = [], signal, onProgress } = {}) => {
    const definition = definitions.find((each) => each.id === id);
    if (!definition) return null;
    // What it gives depends on the needs only through the fields that it makes of them.
    const key = JSON.stringify([id, definition.fields(needs)]);
    const known = loaded.get(key);
    if (known) return known;
    const reading: ReadOptions = {
      signal,
      onProgress: (done, total) => onProgress?.({ kind: 'fetching', done, total }),
    };
    const loading = definition.load({
      needs,
      readFile: (url) => reader.file(url, reading),
      readPack: (pack, file) => reader.pack(pack, file, reading),
      async pause(done, total) {
        onProgress?.({ kind: 'preparing', done, total });
        await yieldToEvents();
        signal?.throwIfAborted();
      },
    });
    loaded.set(key, loading);
    loading.catch(() => loaded.delete(key));
    return loading;
  };
}
