/** What the weights stage hands on: tensors of a file, names and layouts of others, and the report. */
import type { ParamValue } from '../graph/document';

/** Where bytes are read from in slices: a `Blob`, also in Node. */
export interface ByteSource {
  readonly size: number;
  slice(begin: number, end: number): { arrayBuffer(): Promise<ArrayBuffer> };
}

/** A file of weights that cannot be read. Its message is for the user. */
export class WeightFileError extends Error {
  override name = 'WeightFileError';
  constructor(
    message: string,
    readonly hint?: string,
  ) {
    super(message);
  }
}

/** One tensor of a safetensors file. */
export interface StoredTensor {
  readonly name: string;
  /** As the file says it: `F32`, `BF16`. */
  readonly dtype: string;
  readonly shape: readonly number[];
  /** Bytes of the file, end not included. */
  readonly begin: number;
  readonly end: number;
}

/** A weight of the graph. */
export interface WeightSpec {
  /** Origin path: `encoder/3/attention/query/kernel`. */
  readonly name: string;
  readonly shape: readonly number[];
  /** Parameters of its node, for layouts that the shape alone does not tell. */
  readonly params: Readonly<Record<string, ParamValue>>;
  /** Shape of the first value that its node reads; empty where that is not known. */
  readonly input: readonly number[];
}

/**
 * How the same values lie in the other's tensor.
 * - `same`: alike. `leading`: with an axis of size 1 in front.
 * - `linear`: [in, out] here, [out, in] there.
 * - `convolution`: [..k, in, out] here, [out, in, ..k] there; 1-D to 3-D, grouped alike.
 * - `depthwise`: [..k, in, multiplier] here, [in * multiplier, 1, ..k] there.
 * - `patches`: [patch * patch * channels, out] here, [out, channels, patch, patch] there; for a
 *   volume, three times patch.
 */
export type Layout = 'same' | 'leading' | 'linear' | 'convolution' | 'depthwise' | 'patches';

/** A name that a weight may have elsewhere. */
export interface Target {
  /** May use what the pattern found, and sums: `layer{s}.{i+1}.conv1.weight`. */
  readonly name: string;
  readonly layout: Layout;
  /**
   * Our names of the weights that are joined in this tensor along its outputs, in their order; may
   * use what the pattern found. Used only where the graph has all of them, in the same shape.
   */
  readonly parts?: readonly string[];
}

/** From our name to theirs. */
export interface Rule {
  /** Pattern of our name: `{x}` is one segment, `{x*}` one or more. */
  readonly ours: string;
  /** The first that the file has; for saving the first that fits. */
  readonly theirs: readonly Target[];
  /** The rule holds only where the graph also has this weight; may use what `ours` found. */
  readonly beside?: string;
}

/** How a library names the weights of an architecture. The first rule that fits counts. */
export interface Convention {
  readonly id: string;
  /** As shown: "torchvision, vision transformer". */
  readonly title: string;
  readonly rules: readonly Rule[];
  /** Patterns of names in the file that are no weights: counters, position ids. */
  readonly ignored?: readonly string[];
}

export interface MissingWeight {
  readonly name: string;
  readonly shape: readonly number[];
  /** The name that the file would have for it. */
  readonly wanted: string;
}

export interface UnexpectedTensor {
  readonly name: string;
  readonly shape: readonly number[];
}

export interface MisfitWeight {
  readonly name: string;
  /** Name of the tensor in the file. */
  readonly stored: string;
  /** In words: what the graph has and what the file has. */
  readonly message: string;
}

/** What a file of weights would do to a graph. */
export interface WeightReport {
  /** How its names were read; null where none of them belongs to this graph. */
  readonly convention: { readonly id: string; readonly title: string } | null;
  /** Weights of the graph, running statistics included. */
  readonly total: number;
  /** Of these, those that the file has in the right shape. */
  readonly matched: number;
  readonly missing: readonly MissingWeight[];
  readonly unexpected: readonly UnexpectedTensor[];
  /** Found, with another shape or a kind of number that is not read. */
  readonly misshaped: readonly MisfitWeight[];
  /** Tensors of the file that become float32, by what they are stored as. */
  readonly conversions: readonly { readonly dtype: string; readonly count: number }[];
}
