/** The intermediate representation: a straight line of ops in static single assignment form. */
import type { ValueType } from '../graph/types';
import type { Op } from './types';

/** How a weight starts. Fans as in PyTorch: `fanIn`, `fanOut` are given where the shape alone does not tell. */
export type Initializer =
  | { readonly kind: 'zeros' }
  | { readonly kind: 'ones' }
  | { readonly kind: 'constant'; readonly value: number }
  /** These numbers, in row-major order. */
  | { readonly kind: 'values'; readonly values: readonly number[] }
  | { readonly kind: 'normal'; readonly std: number }
  | { readonly kind: 'truncatedNormal'; readonly std: number }
  /** From `least`, -limit where absent, to `limit`. */
  | { readonly kind: 'uniform'; readonly limit: number; readonly least?: number }
  | { readonly kind: 'glorotUniform'; readonly fanIn: number; readonly fanOut: number }
  | { readonly kind: 'heNormal'; readonly fan: number };

/** Data that a user or a data set feeds. */
export interface InputSpec {
  /** What it is made from: a picture, typed or generated tokens, the right answers, or numbers. */
  readonly role: 'image' | 'tokens' | 'generated-tokens' | 'labels' | 'sequence' | 'volume';
  /** Field of a data set's batch: `image`, `label`, `source`, `decoderInput`, `target`. */
  readonly field: string;
  /** Tokens and labels: number of different ids. */
  readonly vocabulary?: number;
  /** Tokens: id of the tokenizer that turns text into ids. */
  readonly tokenizer?: string;
  /** Sequences and volumes: names of the axes after the batch. */
  readonly axes?: readonly string[];
  /** Parameters of the block that set its sizes, each named as its size: `height`, `vocabulary`. */
  readonly params?: readonly string[];
  /** Labels: those of the examples that are mixed into the batch, see `mixLabels`. */
  readonly partner?: true;
}

/** A value that comes from outside the program. */
export type Leaf =
  | {
      readonly kind: 'input';
      readonly value: number;
      readonly name: string;
      readonly spec: InputSpec;
    }
  | {
      readonly kind: 'weight';
      readonly value: number;
      /** Origin path: `encoder/3/attention/query/kernel`, or `share:KEY/...` for a tied one. */
      readonly name: string;
      readonly initializer: Initializer;
      /** False for running statistics: kept and saved, but not a parameter. */
      readonly trainable: boolean;
    }
  | {
      readonly kind: 'constant';
      readonly value: number;
      readonly key: string;
      readonly data: () => Float32Array | Int32Array;
    }
  /** Optimiser state of one weight, zero at the start. */
  | { readonly kind: 'slot'; readonly value: number; readonly name: string }
  /** A number that the session gives at each step: learning rate, bias corrections. */
  | { readonly kind: 'scalar'; readonly value: number; readonly name: string }
  /** What another program computed, or what this one gave as the update of that name before. */
  | { readonly kind: 'carried'; readonly value: number; readonly name: string };

export interface Instruction {
  readonly op: Op<never>;
  /** Ids of values. */
  readonly inputs: readonly number[];
  readonly attrs: Readonly<Record<string, unknown>>;
  readonly output: number;
  /** Origin path of the node that it came from; `gradient` and `optimizer` steps keep their node's. */
  readonly path: string;
  readonly phase: 'forward' | 'backward' | 'update';
}

/** What a program gives back. */
export interface ProgramOutput {
  /** Origin path of the node. */
  readonly path: string;
  readonly value: number;
  /**
   * `classes` [B, classes] and `tokens` [B, T, V] are logits; `loss` and `metric` are scalars. What is
   * found in a picture: `boxes` [B, Q, 4], centre and size as shares of the picture, and at the same path
   * their `box-classes` [B, Q, K + 1], logits of which the last is "nothing there".
   */
  readonly kind: 'classes' | 'tokens' | 'value' | 'loss' | 'metric' | 'boxes' | 'box-classes';
  /** `loss`, `accuracy`, `sequence accuracy`, `nats`, `gradient norm`, or the node's label. */
  readonly name: string;
  /** Classes: id of their names (`digits`; `data`: those of the data set); tokens: the tokenizer; a value: `similarity`. */
  readonly labels?: string;
}

export interface Program {
  /** Types by value id. */
  readonly types: readonly ValueType[];
  readonly leaves: readonly Leaf[];
  readonly instructions: readonly Instruction[];
  readonly outputs: readonly ProgramOutput[];
  /** Assignments at the end of a step: running statistics, weights, slots; what writing keeps. */
  readonly updates: readonly { readonly name: string; readonly value: number }[];
  /** Named values one may look at: `encoder/3/attention.weights` -> value id. */
  readonly taps: Readonly<Record<string, number>>;
}
