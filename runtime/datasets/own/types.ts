/** A user's own data: what is read of it, what is told before it is kept, and what is kept. */
import type { Diagnostic, Result } from '../../graph/diagnostics';

/** A file that was chosen or dropped, with its place in its folder: `cats/1.png`. */
export interface ImportFile {
  readonly path: string;
  readonly blob: Blob;
}

export type Part = 'train' | 'validation' | 'test';

/** Examples in each part; of a text, its characters. */
export type PartSizes = Readonly<Record<Part, number>>;

/** What a column of a table is used as. */
export type ColumnRole = 'feature' | 'label' | 'text' | 'source' | 'target' | 'ignore';

/** What a user may settle; what is absent is guessed from the files. */
export interface ImportOptions {
  /** Pictures: pixels a side, 8 to 128; null keeps the size that all have. */
  readonly size?: number | null;
  readonly channels?: 1 | 3;
  /** Pictures of another form: their middle, or all of it with black beside it. */
  readonly fit?: 'crop' | 'pad';
  /** Tables: whether the first row names the columns. */
  readonly header?: boolean;
  /** Tables: by column, from 0. */
  readonly roles?: readonly ColumnRole[];
  /** Tables: rows without a number are left out, or the column's mean takes its place. */
  readonly missing?: 'drop' | 'mean';
  /** Shares of all examples, 0 to 0.5. */
  readonly validation?: number;
  readonly test?: number;
  /** Of the split. */
  readonly seed?: number;
}

/** With the split settled. */
export type SettledOptions = ImportOptions &
  Required<Pick<ImportOptions, 'validation' | 'test' | 'seed'>>;

/** What is known of kept data without its bytes: enough to tell whether it fits a graph. */
export type OwnInfo =
  | {
      readonly kind: 'pictures';
      readonly height: number;
      readonly width: number;
      readonly channels: number;
      readonly classes: readonly string[];
      readonly sizes: PartSizes;
    }
  /** Numbers with a class; the features as they are called. */
  | {
      readonly kind: 'table';
      readonly features: readonly string[];
      readonly classes: readonly string[];
      readonly sizes: PartSizes;
    }
  | { readonly kind: 'labelled'; readonly classes: readonly string[]; readonly sizes: PartSizes }
  | { readonly kind: 'pairs'; readonly sizes: PartSizes }
  /** `alphabet`: different characters in the training text. */
  | { readonly kind: 'text'; readonly alphabet: number; readonly sizes: PartSizes };

/** Data that is kept on this computer. */
export interface OwnDataset {
  /** `own:cats-and-dogs-1a2b3c4d`: what it was called first, and a hash of its content. */
  readonly id: string;
  readonly title: string;
  /** Milliseconds since 1970. */
  readonly created: number;
  readonly bytes: number;
  readonly info: OwnInfo;
}

/** Named arrays that kept data consists of. */
export type OwnParts = Readonly<Record<string, Uint8Array<ArrayBuffer>>>;

export interface ColumnPreview {
  readonly name: string;
  readonly kind: 'number' | 'category' | 'text';
  readonly role: ColumnRole;
  /** Different values among the rows, up to 1,000. */
  readonly distinct: number;
  readonly missing: number;
}

export type ImportSamples =
  | {
      readonly kind: 'pictures';
      /** uint8 [height, width, channels] each. */
      readonly pictures: readonly { readonly data: Uint8Array; readonly label: string }[];
    }
  | { readonly kind: 'rows'; readonly rows: readonly (readonly string[])[] }
  | { readonly kind: 'lines'; readonly lines: readonly string[] };

/** What files would become; nothing is kept yet. */
export interface ImportPreview {
  readonly title: string;
  /** Null where nothing could be kept; `notes` says why. */
  readonly info: OwnInfo | null;
  readonly bytes: number;
  readonly classes: readonly ({ readonly name: string } & PartSizes)[];
  readonly samples: ImportSamples;
  /** Tables. */
  readonly columns: readonly ColumnPreview[];
  readonly notes: readonly Diagnostic[];
  /** What is in force, with all guesses. */
  readonly options: ImportOptions;
}

/** How far an import is: files or bytes. */
export interface ImportProgress {
  readonly done: number;
  readonly total: number;
}

/** How a user's own files become a data set. Nothing of them leaves the computer. */
export interface ImportApi {
  /**
   * Reads files and tells what they would become. Under the same `id` again, without files, it follows
   * other options; what need not be read anew is not.
   */
  importFiles(
    id: string,
    files: readonly ImportFile[],
    options: ImportOptions,
    onProgress: (progress: ImportProgress) => void,
  ): Promise<Result<ImportPreview>>;
  /** Keeps what was read on this computer, all of it or nothing. */
  keepImport(id: string, title: string): Promise<Result<OwnDataset>>;
  /** Ends the reading and forgets what was read. */
  dropImport(id: string): Promise<void>;
}
