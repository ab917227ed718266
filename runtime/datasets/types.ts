/** What a data set is: named fields of examples, in three parts that share no example. */
import { sizeOf } from '../graph/types';

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
  /** Id of the names of the classes: `digits`. */
  readonly labels: string;
}

/** Real numbers of one shape: a sequence, a volume. */
export interface NumbersField {
  readonly kind: 'numbers';
  /** Of one example. */
  readonly shape: readonly number[];
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
