/** What an examination of a training asks for and tells. Types only. */
import type { ExamineWhat } from './compiler/examinable';
import type { Baseline, LoadProgress } from './datasets/types';
import type { Experiment, GraphDocument } from './graph/document';
import type { SeenInput, ShownToken } from './protocol';

export type { ExamineWhat } from './compiler/examinable';

/** Examples that are held out of training. */
export type HeldOut = 'validation' | 'test';

export interface ExamineRequest {
  readonly document: GraphDocument;
  readonly experiment: Experiment;
  /** Whose weights, see `TrainRequest`; `main` where absent. */
  readonly slot?: string;
  readonly what: ExamineWhat;
  readonly split: HeldOut;
  /** The first so many examples; by default all, or as many as are written or read within seconds. */
  readonly limit?: number;
}

/** At most four a second. */
export type ExamineEvent =
  | { readonly kind: 'compiling' }
  | { readonly kind: 'loading-data'; readonly progress?: LoadProgress }
  | { readonly kind: 'looking'; readonly done: number; readonly total: number }
  /** Something simple is measured at the same task. */
  | { readonly kind: 'comparing' };

export type Examination =
  | ClassesExamination
  | HistogramsExamination
  | LanguageExamination
  | TranslationExamination
  | SequencesExamination
  | BoxesExamination;

interface Examined {
  /** The training step that the weights are of; 0 where they were not trained. */
  readonly step: number;
  readonly split: HeldOut;
  /** That were looked at. */
  readonly examples: number;
  /** That the split has. */
  readonly available: number;
}

/** Right and wrong classes. */
export interface ClassesExamination extends Examined {
  readonly what: 'classes';
  /** By class; there may be more classes than the data has. */
  readonly names: readonly string[];
  /** Row-major [right class, answer]. */
  readonly confusion: Int32Array;
  readonly accuracy: number;
  readonly perClass: readonly ClassScore[];
  /** Mean over the classes that have one; null where none has. */
  readonly macroF1: number | null;
  /**
   * The most confident first. The 24 worst of all are among them, and for each pair of classes that is
   * confused its worst ones, as long as there are not too many pairs.
   */
  readonly mistakes: readonly AnsweredExample[];
  /** Right answers, the least sure first. */
  readonly unsure: readonly AnsweredExample[];
}

/** Of one class; null for 0 / 0. */
export interface ClassScore {
  /** Share of the answers of this class that are right. */
  readonly precision: number | null;
  /** Share of the examples of this class that are found. */
  readonly recall: number | null;
  /** Harmonic mean of both; null only where the class neither is there nor is answered. */
  readonly f1: number | null;
  /** Examples of this class. */
  readonly support: number;
  /** Answers of this class. */
  readonly answered: number;
}

export interface AnsweredExample {
  /** In the split. */
  readonly index: number;
  readonly right: number;
  readonly answered: number;
  /** Of the answer. */
  readonly probability: number;
  /** Of the right class. */
  readonly rightProbability: number;
  /** As the model sees it; large pictures are made smaller. */
  readonly seen: SeenInput;
}

/** Weights, and what the next training step would do to them. */
export interface HistogramsExamination extends Examined {
  readonly what: 'histograms';
  /** Of the training batch that is looked at. */
  readonly loss: number;
  /** That of the update: the largest of the training. */
  readonly learningRate: number;
  /** Blocks with trainable weights, in the order in which they compute. */
  readonly blocks: readonly BlockHistograms[];
}

export interface BlockHistograms {
  /** Origin path of the node; of weights that several share, of the first. */
  readonly path: string;
  /** How many nodes use these weights. */
  readonly users: number;
  readonly parameters: number;
  readonly weights: Distribution;
  /** Before they are clipped; null where the loss does not depend on these weights. */
  readonly gradients: Distribution | null;
  /**
   * How much one step of the optimiser changes the weights: length of the change over length of the
   * weights. Null where there is no change to tell, or no weight but zeros.
   */
  readonly update: number | null;
}

export interface Distribution {
  /** Numbers in equal parts of `min` to `max`; all in the first where both are equal. */
  readonly counts: Int32Array;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  /** Standard deviation, of all (not of a sample). */
  readonly std: number;
  /** Share of exact zeros. */
  readonly zeros: number;
  /** Values that are no numbers; they are in none of the other figures. */
  readonly notFinite: number;
}

/** How well each next token is guessed, given the right ones before it. Logarithms are natural. */
export interface LanguageExamination extends Examined {
  readonly what: 'language';
  /** Tokens that were to be guessed. */
  readonly tokens: number;
  /** Cross-entropy of a token. */
  readonly nats: number;
  /** Null where tokens have no known length. */
  readonly charactersPerToken: number | null;
  /** Share of tokens of which the right one was the likeliest. */
  readonly accuracy: number;
  /** Number of different tokens. */
  readonly vocabulary: number;
  /** Cross-entropy by the place in the window; NaN at places where nothing is guessed. */
  readonly byPlace: Float32Array;
  readonly samples: readonly LanguageSample[];
  readonly baselines: readonly Baseline[];
}

/** A piece of held-out text. */
export interface LanguageSample {
  readonly index: number;
  /** Read before the first token that is guessed. */
  readonly before: readonly ShownToken[];
  readonly tokens: readonly GuessedToken[];
}

/** The right token, with the probability that the model gave it. */
export interface GuessedToken extends ShownToken {
  readonly probability: number;
  /** The likeliest. */
  readonly guess: ShownToken & { readonly probability: number };
}

/** What the model writes by itself, always the likeliest token, beside what it should. */
export interface TranslationExamination extends Examined {
  readonly what: 'translation';
  /** Of the whole, 0..100. */
  readonly bleu: number;
  /** Written exactly as the reference. */
  readonly exact: number;
  /** On the same sentences. */
  readonly baseline: { readonly title: string; readonly bleu: number } | null;
  readonly pairs: readonly TranslatedPair[];
}

export interface TranslatedPair {
  readonly index: number;
  readonly source: string;
  readonly reference: string;
  readonly written: string;
  /** chrF (Popović 2015), 0..100: what two sentences share in characters. */
  readonly score: number;
}

export interface SequencesExamination extends Examined {
  readonly what: 'sequences';
  /** Share that is right in every token. */
  readonly accuracy: number;
  /** By the signs of the question, or by the answer; null where neither tells groups apart. */
  readonly groups: SequenceGroups | null;
  readonly rows: readonly AnsweredSequence[];
}

export interface SequenceGroups {
  readonly by: 'length' | 'answer';
  readonly rows: readonly {
    readonly key: string;
    readonly examples: number;
    readonly right: number;
  }[];
}

export interface AnsweredSequence {
  readonly index: number;
  readonly question: string;
  readonly answer: string;
  readonly written: string;
  readonly right: boolean;
}

/** Average precision at an overlap of one half, Everingham et al. 2010. */
export interface BoxesExamination extends Examined {
  readonly what: 'boxes';
  readonly names: readonly string[];
  /** Mean over the classes that are there; null where none is. */
  readonly meanPrecision: number | null;
  readonly perClass: readonly {
    /** Null where the class is not there. */
    readonly precision: number | null;
    /** Real things of this class. */
    readonly objects: number;
  }[];
  /** The first ones of the split. */
  readonly pictures: readonly BoxedPicture[];
}

export interface BoxedPicture {
  readonly index: number;
  readonly seen: SeenInput;
  readonly real: readonly Box[];
  /** With a score above one half, the surest first. */
  readonly predicted: readonly (Box & { readonly score: number; readonly right: boolean })[];
}

/** Centre, width and height as shares of the picture. */
export interface Box {
  readonly label: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
