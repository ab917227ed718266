/** What a preset is: a graph document with its source and the figures that it must have. */
import type { GraphDocument } from '../runtime/index';

export interface Preset {
  readonly id: string;
  readonly title: string;
  readonly group: 'language' | 'vision' | 'both';
  /** Small enough to train within a class. */
  readonly small: boolean;
  /** Opens with variants beside it, to be compared; then the figures below are those of the base. */
  readonly compares?: boolean;
  /** Authors and title. */
  readonly paper: string;
  readonly year: number;
  /** What it is, in plain words. */
  readonly note: string;
  readonly expected: {
    /** Trainable parameters. */
    readonly params: number;
    /** Multiply-accumulates of one example. */
    readonly macs: number;
    /** Sizes of outputs for one example, by `path.port`. */
    readonly output: Readonly<Record<string, readonly number[]>>;
  };
  /** About the trained weights that its document names, in a data pack beside the site. */
  readonly pretrained?: {
    /** What the first run fetches. */
    readonly megabytes: number;
    readonly licence: string;
    /** Where the model was published. */
    readonly url: string;
  };
  readonly document: GraphDocument;
}
