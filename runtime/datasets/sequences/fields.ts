/**
 * The fields that a sequence task gives to a graph. A task is a question and an answer; how they are
 * laid out follows what the graph asks for.
 */
import { symbolIds } from '../symbols';
import type { Field, InputNeed, TokensField } from '../types';

/** What is told of a task before its examples are drawn. */
export interface TaskShape {
  /** Of an example, in digits or what else it counts; `usual` where no graph asks for a length. */
  readonly sizes: { readonly least: number; readonly most: number; readonly usual: number };
  /** Signs of a question and of an answer of a size, at most. */
  readonly question: (size: number) => number;
  readonly answer: (size: number) => number;
  /** All signs that are in questions and answers. */
  readonly symbols: string;
  /** Between question and answer where both are one text; empty where a question ends in a sign of its own. */
  readonly mark: string;
  /** The answer has a sign for each of the question's. */
  readonly aligned: boolean;
  /** Names of the classes, where an answer is one digit: the class. */
  readonly classes?: readonly string[];
}

/**
 * `pair`: the question is read and the answer written. `continued`: one text, of which the answer is
 * written. `aligned`: each place of the question has its answer. `class`: the answer is a class.
 */
export type Framing = 'pair' | 'continued' | 'aligned' | 'class';

export interface TaskLayout {
  readonly framing: Framing;
  readonly size: number;
  readonly fields: Readonly<Record<string, Field>>;
}

/** The largest examples that fit the graph; where none do, the fields of the smallest. */
export function layOut(shape: TaskShape, needs: readonly InputNeed[]): TaskLayout {
  const framing = framingOf(shape, needs);
  const asked = (field: string) => needs.find((need) => need.field === field);
  const reads = asked('source');
  const writes = asked('decoderInput') ?? asked('target');
  /** Tokens that each field needs for examples of a size. */
  const lengths = (size: number) => {
    const question = shape.question(size);
    const answer = shape.answer(size);
    return framing === 'continued'
      ? { source: 0, target: question + shape.mark.length + answer }
      : { source: question + 1, target: answer + 1 };
  };
  const fits = (size: number) => {
    const { source, target } = lengths(size);
    const room = (need: InputNeed | undefined, length: number) =>
      need === undefined || length <= need.shape[0];
    return room(reads, source) && (framing === 'class' || room(writes, target));
  };
  const { least, most, usual } = shape.sizes;
  let size = reads || writes ? most : usual;
  while (size > least && !fits(size)) size--;

  const wanted = lengths(size);
  const tokens = (need: InputNeed | undefined, length: number): TokensField => ({
    kind: 'tokens',
    length: Math.max(length, need?.shape[0] ?? 0),
    ...writtenIn(shape, framing, needs),
  });
  const source = tokens(reads, wanted.source);
  const target = tokens(writes, wanted.target);
  const label = {
    kind: 'class',
    classes: shape.classes?.length ?? 0,
    labels: 'none',
    names: shape.classes,
  } as const;
  switch (framing) {
    case 'pair':
      return { framing, size, fields: { source, decoderInput: target, target } };
    case 'continued':
      return { framing, size, fields: { decoderInput: target, target } };
    case 'aligned':
      return { framing, size, fields: { source, target: tokens(writes ?? reads, wanted.target) } };
    case 'class':
      return { framing, size, fields: { source, label } };
  }
}

function framingOf({ aligned, classes }: TaskShape, needs: readonly InputNeed[]): Framing {
  const asks = (field: string) => needs.some((need) => need.field === field);
  if (asks('decoderInput')) return asks('source') ? 'pair' : 'continued';
  if (!asks('source')) return 'pair';
  if (classes && !asks('target')) return 'class';
  if (aligned && !asks('label')) return 'aligned';
  return classes ? 'class' : 'pair';
}

/** Tokenizer and number of ids; digits have the same ids in both tokenizers. */
function writtenIn({ symbols, mark }: TaskShape, framing: Framing, needs: readonly InputNeed[]) {
  const used = framing === 'continued' ? symbols + mark : symbols;
  const asked = needs.find(({ tokenizer }) => tokenizer !== undefined)?.tokenizer;
  const digits = /^[0-9]*$/.test(used);
  return {
    vocabulary: Math.max(...symbolIds(digits ? '9' : used)) + 1,
    tokenizer: digits && asked !== 'symbols' ? 'digits' : 'symbols',
  };
}
