/** What a data set is: named fields of examples, in three parts that share no example. */
import type { Metric } from '../graph/document';
import { sizeOf } from '../graph/types';
import type { LearnedTokenizer } from './tokenizer';

/** What an input of a graph asks a data set for. */
export interface InputNeed {
  /** Origin path of the input node. */
  readonly path: string;
  /** `image`, `label`, `source`, `decoderInput`, `target`, `boxes` ... */
  readonly field: string;
  readonly role: 'image' | 'tokens' | 'generated-tokens' | 'labels' | 'sequence' | 'volume';
  /** Of one example, without the batch. */
  readonly shape: readonly number[];
  /** Tokens and classes: number of different ids. */
  readonly vocabulary?: number;
  /** Tokens: id of the tokenizer. */
  readonly tokenizer?: string;
  /** Sequences and volumes: names of the axes. */
  readonly axes?: readonly string[];
  /** Parameters of the block that set these sizes, each named as its size: `height`, `vocabulary`. */
  readonly params?: readonly string[];
}

export interface ImageField {
  readonly kind: 'image';
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** A sequence of ids, `length` of them. */
export interface TokensField {
  readonly kind: 'tokens';
  readonly length: number;
  /** Number of different ids. */
  readonly vocabulary: number;
  /** Id of the tokenizer that these ids belong to. */
  readonly tokenizer: string;
}

/** One class of `classes`. */
export interface ClassField {
  readonly kind: 'class';
  readonly classes: number;
  /** Id of the names of the classes: `digits`, `cifar10`. */
  readonly labels: string;
  /** The names themselves, where the data brings them. */
  readonly names?: readonly string[];
}

/** Real numbers of one shape: a sequence, a volume. */
export interface NumbersField {
  readonly kind: 'numbers';
  /** Of one example. */
  readonly shape: readonly number[];
  /** Where the numbers are classes: how many there are; -1 is none. */
  readonly classes?: number;
  /** Id of their names. */
  readonly labels?: string;
}

export type Field = ImageField | TokensField | ClassField | NumbersField;

/** Values of one field for some examples, row-major, one example after the other. */
export type FieldValues = Float32Array | Int32Array;

/** Part of a data set. */
export interface Split {
  readonly size: number;
  /** The values of every field for the examples `indices`, each in 0..size-1. */
  batch(indices: readonly number[]): Readonly<Record<string, FieldValues>>;
}

export interface Dataset {
  readonly id: string;
  readonly title: string;
  /** By name, as the inputs of a graph ask for them: `image`, `label`, `source`, `target`. */
  readonly fields: Readonly<Record<string, Field>>;
  readonly train: Split;
  readonly validation: Split;
  readonly test: Split;
  /** Tokenizers that were learned from this data: see `tokenizerFor`. */
  readonly tokenizers?: readonly LearnedTokenizer[];
  /** Text: mean length of a token, so that losses can be told in bits per character. */
  readonly charactersPerToken?: number;
  /** As its definition tells. */
  readonly task?: Task;
  /** What is otherwise than a user expects, in sentences: examples that were left out. */
  readonly notes?: readonly string[];
  /**
   * How good something simple is at the same task, on the test set. Takes a few seconds, with pauses;
   * rejects as `pause` does.
   */
  readonly baselines?: (pause?: () => Promise<void>) => Promise<readonly Baseline[]>;
  /** Pairs of texts: what that baseline writes. Learned once; then as `baselines`. */
  readonly dictionary?: (pause?: () => Promise<void>) => Promise<Dictionary>;
}

/** Translates without a model. */
export interface Dictionary {
  /** "word by word". */
  readonly title: string;
  readonly translate: (text: string) => string;
}

/** Something simple to be better than. */
export interface Baseline {
  /** "5-gram model", "word by word". */
  readonly title: string;
  readonly metric: Metric;
}

/** What a graph learns from a data set. */
export type Task =
  | 'classify'
  /** The next token, or hidden ones. */
  | 'language'
  | 'translate'
  /** A sequence into another one, right in every token or not. */
  | 'transform'
  | 'detect';

/** What is told of a data set before it is loaded. */
export interface DatasetInfo {
  readonly id: string;
  readonly title: string;
  /** One or two plain sentences: what is in it, and what it is good for. */
  readonly summary: string;
  readonly group: 'pictures' | 'text' | 'sequences' | 'own';
  /** The kind of input that its examples are. */
  readonly takes: 'image' | 'text' | 'numbers';
  readonly task: Task;
  /** Examples; null where that depends on the graph. */
  readonly sizes: {
    readonly train: number;
    readonly validation: number;
    readonly test: number;
  } | null;
  /** Bytes that the first use fetches; 0 for what is made here. */
  readonly bytes: number;
  /** Data pack of the site that holds it; absent for what ships with every site. */
  readonly pack?: string;
  /** Id of a smaller one of the same kind that ships with every site. */
  readonly smaller?: string;
  readonly licence: string;
  /** Whom to cite; empty for what is made here. */
  readonly citation: string;
  readonly url?: string;
  /** The fields that it would give to a graph with these inputs. */
  fields(needs: readonly InputNeed[]): Readonly<Record<string, Field>>;
}

export interface DatasetDefinition extends DatasetInfo {
  /** Rejects with a MissingPackError, or with any error where it cannot be had. */
  load(context: LoadContext): Promise<Dataset>;
}

export interface LoadContext {
  readonly needs: readonly InputNeed[];
  /**
   * Bytes of a file that ships with the site, as they are: `new URL('./digits.bin',
   * import.meta.url)`. Fetched once, then kept by the browser.
   */
  readonly readFile: (url: URL) => Promise<Uint8Array<ArrayBuffer>>;
  /** The same of a file of a data pack. */
  readonly readPack: (pack: string, file: string) => Promise<Uint8Array<ArrayBuffer>>;
  /** Between parts of long work: tells how far it is, lets messages through, ends it when aborted. */
  readonly pause: (done: number, total: number) => Promise<void>;
}

/** How far the loading of a data set is. */
export interface LoadProgress {
  readonly kind: 'fetching' | 'preparing';
  /** Bytes, or parts of the work. */
  readonly done: number;
  readonly total: number | null;
}

/** Number of values that one example has in a field. */
export function valuesPerExample(field: Field): number {
  switch (field.kind) {
    case 'image':
      return field.height * field.width * field.channels;
    case 'tokens':
      return field.length;
    case 'class':
      return 1;
    case 'numbers':
      return sizeOf(field.shape);
  }
}
