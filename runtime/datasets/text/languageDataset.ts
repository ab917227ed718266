/** A text as a data set: windows of it, and what comes next. */
import { ngramBaseline } from '../baselines/ngramBaseline';
import { encodeText } from '../learned';
import { type LearnedTokenizer, UNKNOWN } from '../tokenizer';
import type { Dataset, DatasetInfo, FieldValues, LoadContext, Split, TokensField } from '../types';
import { learnTokenizer } from './learnTokenizer';
import type { TextParts } from './parts';
import { remember } from './remember';

/** Where a longer text has more places to start from, every second or third is taken. */
const MOST_WINDOWS = 2 ** 20;
/** Among more unknown characters a loss per character would be too good. */
const FEW_UNKNOWN = 0.001;

/** Ids of a text in three parts. */
interface EncodedText extends TextParts<Uint16Array> {
  readonly tokenizer: LearnedTokenizer;
}

/** What an example takes of the text from its start on. */
interface Window {
  /** Tokens of text before what is written; 0 where no input asks for them. */
  readonly before: number;
  readonly length: number;
  /** Whether the next token belongs to it. */
  readonly next: boolean;
}

/**
 * Training examples start anywhere in the text; those held out tile theirs. `fields` of `info` are
 * `languageFields`.
 */
export async function languageDataset(
  info: DatasetInfo,
  parts: TextParts<string>,
  context: LoadContext,
): Promise<Dataset> {
  const fields = info.fields(context.needs);
  const target = fields.target as TokensField;
  const encoded = await encode(parts, target, context);
  const next = fields.decoderInput !== undefined;
  const source = fields.source as TokensField | undefined;
  const window = { before: next ? (source?.length ?? 0) : 0, length: target.length, next };
  const test = heldOut(encoded.test, window);
  const charactersPerToken = measureTokens(encoded.tokenizer, encoded.test);
  return {
    id: info.id,
    title: info.title,
    fields,
    train: training(encoded.train, window),
    validation: heldOut(encoded.validation, window),
    test,
    tokenizers: [encoded.tokenizer],
    ...(charactersPerToken !== null && { charactersPerToken }),
    // Guessing a hidden token from both sides is another task.
    ...(next && { baselines: (pause) => ngramBaseline(parts.train, parts.test, pause) }),
  };
}

function encode(
  parts: TextParts<string>,
  { tokenizer: id, vocabulary }: TokensField,
  { pause }: LoadContext,
): Promise<EncodedText> {
  return remember(parts, `${id} ${vocabulary}`, async () => {
    const { train, validation, test } = parts;
    const share = (from: number, to: number) => (done: number) =>
      pause(from + (to - from) * done, 1);
    const tokenizer = await learnTokenizer(
      id,
      [train],
      { vocabulary, marksEnd: false },
      share(0, 0.7),
    );
    return {
      tokenizer,
      train: await encodeText(tokenizer, train, share(0.7, 0.96)),
      validation: await encodeText(tokenizer, validation, share(0.96, 0.98)),
      test: await encodeText(tokenizer, test, share(0.98, 1)),
    };
  });
}

function training(tokens: Uint16Array, window: Window): Split {
  const starts = Math.max(0, tokens.length - spanOf(window) + 1);
  const stride = Math.max(1, Math.ceil(starts / MOST_WINDOWS));
  return windows(tokens, window, stride, Math.ceil(starts / stride));
}

function heldOut(tokens: Uint16Array, window: Window): Split {
  const room = tokens.length - spanOf(window);
  return windows(
    tokens,
    window,
    window.length,
    room < 0 ? 0 : Math.floor(room / window.length) + 1,
  );
}

function spanOf({ before, length, next }: Window): number {
  return before + length + (next ? 1 : 0);
}

function windows(tokens: Uint16Array, window: Window, stride: number, size: number): Split {
  const { before, length, next } = window;
  const rows = (indices: readonly number[], offset: number, width: number): FieldValues => {
    const values = new Int32Array(indices.length * width);
    indices.forEach((index, row) => {
      const from = index * stride + offset;
      values.set(tokens.subarray(from, from + width), row * width);
    });
    return values;
  };
  return {
    size,
    batch: (indices) =>
      next
        ? {
            ...(before > 0 && { source: rows(indices, 0, before) }),
            decoderInput: rows(indices, before, length),
            target: rows(indices, before + 1, length),
          }
        : { source: rows(indices, 0, length), target: rows(indices, 0, length) },
  };
}

/** Mean characters of a token; null where it has too many that are unknown, or none. */
function measureTokens({ pieces }: LearnedTokenizer, tokens: Uint16Array): number | null {
  const lengths = pieces.map((piece) => Array.from(piece).length);
  let characters = 0;
  let unknown = 0;
  for (const id of tokens) {
    characters += lengths[id];
    if (id === UNKNOWN) unknown++;
  }
  return tokens.length > 0 && unknown <= FEW_UNKNOWN * characters
    ? characters / tokens.length
    : null;
}
