/** Turns what a user gives into what an input of the graph takes. */
import type { InputLeaf } from '../compiler/inputNeeds';
import { classLabel } from '../datasets/labels';
import { isLearned } from '../datasets/learned';
import { type PackReader, packProblem } from '../datasets/packs';
import { resizeImage } from '../datasets/resizeImage';
import { type Tokenizer, UNKNOWN, visiblePiece } from '../datasets/tokenizer';
import { END, loadTokenizer, PAD, tokenize, tokenizerFor } from '../datasets/tokenizers';
import type { Dataset } from '../datasets/types';
import { type Diagnostic, failure, type Result, success } from '../graph/diagnostics';
import type { ValueType } from '../graph/types';
import type { InputData, SeenInput } from '../protocol';
import { prepareTensor } from './prepareTensor';

/** Values for one example, and how the model sees them. */
export interface PreparedInput {
  readonly values: Float32Array | Int32Array;
  readonly seen: SeenInput;
}

/**
 * `dataset` is needed for a sample, and for a text whose tokenizer is learned from it. `type` is that of
 * the leaf, batch 1.
 */
export function prepareInput(
  leaf: InputLeaf,
  type: ValueType,
  data: InputData | undefined,
  dataset: Dataset | null,
): Result<PreparedInput> {
  if (!data) {
    return failure(
      problem(
        leaf,
        'Nothing is fed to this input.',
        'Choose a sample, or give it data of your own.',
      ),
    );
  }
  if (data.kind === 'sample') return prepareSample(leaf, type, data, dataset);
  if (leaf.spec.role === 'image' && data.kind === 'image') return prepareImage(leaf, type, data);
  if (leaf.spec.role === 'tokens' && data.kind === 'text')
    return prepareText(leaf, type, data.text, tokenizerFor(leaf.spec, dataset));
  const { role } = leaf.spec;
  if (role === 'sequence' || role === 'volume') {
    if (data.kind === 'tensor') return prepareTensor(leaf, type, data);
    return failure(problem(leaf, 'This input takes numbers.', 'Give it numbers of its sizes.'));
  }
  const wanted = role === 'image' ? 'a picture' : 'a text';
  return failure(problem(leaf, `This input takes ${wanted}.`, `Give it ${wanted}, or a sample.`));
}

/**
 * Fetches what the tokenizer of an input needs from its data pack, once; a problem where that fails.
 * Afterwards `prepareInput` finds it.
 */
export async function loadTokenizerOf(
  leaf: InputLeaf,
  readPack: PackReader,
): Promise<Diagnostic | null> {
  if (leaf.spec.tokenizer === undefined) return null;
  try {
    await loadTokenizer(leaf.spec.tokenizer, readPack);
    return null;
  } catch (error) {
    return { ...packProblem(error), at: { path: leaf.name } };
  }
}

/** Ids as the model sees them. */
export function seeTokens(ids: Int32Array, tokenizer: Tokenizer | undefined): SeenInput {
  return {
    kind: 'tokens',
    ids,
    texts: Array.from(ids, (id) => visiblePiece(tokenizer?.decode(id) ?? String(id))),
  };
}

/** The right answer of one example in words, or null where the data has none. */
export function describeAnswer(
  dataset: Dataset,
  index: number,
  split: 'validation' | 'test' = 'test',
): string | null {
  const values = dataset[split].batch([index]);
  for (const name of ['label', 'target', 'boxLabels']) {
    const field = dataset.fields[name];
    if (field?.kind === 'numbers' && field.classes !== undefined) {
      const real = Array.from(values[name]).filter((label) => label >= 0);
      return real.map((label) => classLabel(field.labels, label)).join(', ');
    }
    if (field?.kind === 'class') return classLabel(field.labels, values[name][0], field.names);
    if (field?.kind === 'tokens') {
      return textOf(values[name] as Int32Array, tokenizerFor(field, dataset));
    }
  }
  return null;
}

/** Ids as a text, up to the end token. */
export function textOf(ids: Int32Array, tokenizer: Tokenizer | undefined): string {
  const end = ids.indexOf(END);
  const content = Array.from(end < 0 ? ids : ids.subarray(0, end)).filter((id) => id !== PAD);
  return content.map((id) => tokenizer?.decode(id) ?? String(id)).join(tokenizer?.separator ?? ' ');
}

function prepareImage(
  leaf: InputLeaf,
  { shape }: ValueType,
  image: InputData & { kind: 'image' },
): Result<PreparedInput> {
  const { data, height, width, channels } = image;
  const whole = [height, width, channels].every((size) => Number.isInteger(size) && size >= 1);
  if (!whole || data.length !== height * width * channels || !data.every(Number.isFinite)) {
    return failure(
      problem(leaf, 'This picture could not be read.', 'Choose a PNG or JPEG picture.'),
    );
  }
  const resized = resizeImage(image, shape[1], shape[2], shape[3]);
  return success({ values: resized.data, seen: { kind: 'image', ...resized } });
}

function prepareText(
  leaf: InputLeaf,
  { shape }: ValueType,
  text: string,
  tokenizer: Tokenizer | undefined,
): Result<PreparedInput> {
  if (!tokenizer) {
    return failure(
      problem(
        leaf,
        `There is no tokenizer called "${leaf.spec.tokenizer}".`,
        'Choose another one.',
      ),
    );
  }
  const length = shape[1];
  const vocabulary = leaf.spec.vocabulary ?? 2 ** 31;
  const { ids, texts, pieces, dropped } = tokenize(tokenizer, text, length, vocabulary);
  if (pieces === 0) {
    const what = typedAs[tokenizer.id] ?? 'a few words';
    return failure(problem(leaf, 'There is nothing to read in this text.', `Type ${what}.`));
  }
  const largest = ids.reduce((a, b) => Math.max(a, b));
  if (largest >= vocabulary) {
    return failure(
      problem(
        leaf,
        `This text has tokens up to ${largest}, and this input knows ${vocabulary} different ones.`,
        'Raise the vocabulary of this block.',
      ),
    );
  }
  const notes: Diagnostic[] = [];
  const note = (message: string) =>
    notes.push({ code: 'run/input', severity: 'info', message, at: { path: leaf.name } });
  if (dropped > 0) {
    note(
      `The text is longer than the ${length} tokens of this input; the last ${dropped} were left out.`,
    );
  }
  const learned = isLearned(tokenizer.id);
  const unknown = ids.subarray(0, pieces).filter((id) => id === (learned ? UNKNOWN : PAD)).length;
  if (unknown > 0) {
    const one = unknown === 1;
    const parts = one ? '1 part of the text' : `${unknown} parts of the text`;
    note(
      learned
        ? `${parts} ${one ? 'is' : 'are'} not in the data that the tokenizer was learned from, and ${one ? 'counts' : 'count'} as unknown.`
        : `${parts}, such as signs of another script, cannot be read and count as padding.`,
    );
  }
  return success({ values: ids, seen: { kind: 'tokens', ids, texts } }, notes);
}

/** What to type, by tokenizer. */
const typedAs: Readonly<Record<string, string>> = {
  digits: 'digits, such as 31415926',
  symbols: 'digits, small letters, brackets or + = ? : , such as 37+85=',
};

function prepareSample(
  leaf: InputLeaf,
  type: ValueType,
  { index, split: part = 'test' }: InputData & { kind: 'sample' },
  dataset: Dataset | null,
): Result<PreparedInput> {
  const field = dataset?.fields[leaf.spec.field];
  if (!dataset || !field) {
    return failure(
      problem(
        leaf,
        `${dataset?.title ?? 'The data'} has nothing for this input.`,
        'Give it data of your own, or choose another data set.',
      ),
    );
  }
  const split = dataset[part];
  if (!Number.isInteger(index) || index < 0 || index >= split.size) {
    return failure(
      problem(leaf, `There is no sample ${index}.`, `Choose one from 0 to ${split.size - 1}.`),
    );
  }
  const values = split.batch([index])[leaf.spec.field];
  if (field.kind === 'image') {
    const { height, width, channels } = field;
    return prepareImage(leaf, type, {
      kind: 'image',
      data: Float32Array.from(values),
      height,
      width,
      channels,
    });
  }
  if (field.kind === 'numbers') {
    const { shape } = field;
    return prepareTensor(leaf, type, { kind: 'tensor', shape, data: Float32Array.from(values) });
  }
  const ids = new Int32Array(type.shape[1] ?? 1).fill(PAD);
  ids.set(Int32Array.from(values).subarray(0, ids.length));
  const { vocabulary } = leaf.spec;
  if (vocabulary !== undefined && ids.some((id) => id >= vocabulary)) {
    return failure(
      problem(
        leaf,
        `${dataset.title} has more different tokens than the ${vocabulary} of this input.`,
        'Raise the vocabulary of this block.',
      ),
    );
  }
  return success({ values: ids, seen: seeTokens(ids, tokenizerFor(leaf.spec, dataset)) });
}

function problem(leaf: InputLeaf, message: string, hint: string): Diagnostic {
  return { code: 'run/input', severity: 'error', message, hint, at: { path: leaf.name } };
}
