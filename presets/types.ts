/** What a preset is: a graph document with its source and the figures that it must have. */
import type { GraphDocument } from '../runtime/index';

export interface Preset {
  readonly id: string;
  readonly title: string;
  readonly group: 'language' | 'vision' | 'both';
  /** Small enough to train within a class. */
  readonly small: boolean;
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
  /** Trained weights, which are not part of the site: a data pack. */
  readonly pretrained?: {
    /** Folder of packs/ with `weights.safetensors`; `npm run data -- PACK` makes it. */
    readonly pack: string;
    /** What opening it costs. */
    readonly megabytes: number;
    readonly licence: string;
    /** Where the model was published. */
    readonly url: string;
  };
  /** What its text inputs hold at first, by origin path. */
  readonly texts?: Readonly<Record<string, string>>;
  readonly document: GraphDocument;
}
