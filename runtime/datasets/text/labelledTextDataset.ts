/** Texts of a kind each as a data set: which kind is it? */
import { majorityBaseline } from '../baselines/majorityBaseline';
import type { LearnedTokenizer } from '../tokenizer';
import { tokenize } from '../tokenizers';
import type { ClassField, Dataset, DatasetInfo, LoadContext, Split, TokensField } from '../types';
import { learnTokenizer } from './learnTokenizer';
import type { TextParts } from './parts';
import { remember } from './remember';

export interface LabelledText {
  readonly text: string;
  /** Place of its kind among the names. */
  readonly label: number;
}

/**
 * What is longer than the graph reads is cut. `fields` of `info` are `labelledTextFields`, whose names
 * the labels count.
 */
export async function labelledTextDataset(
  info: DatasetInfo,
  parts: TextParts<readonly LabelledText[]>,
  context: LoadContext,
): Promise<Dataset> {
  const fields = info.fields(context.needs);
  const source = fields.source as TokensField;
  const tokenizer = await remember(parts, `${source.tokenizer} ${source.vocabulary}`, () =>
    learnTokenizer(
      source.tokenizer,
      parts.train.map(({ text }) => text),
      { vocabulary: source.vocabulary, marksEnd: true },
      (done) => context.pause(done, 1),
    ),
  );
  const split = (examples: readonly LabelledText[]) =>
    labelledSplit(examples, tokenizer, source.length);
  const train = split(parts.train);
  const test = split(parts.test);
  return {
    id: info.id,
    title: info.title,
    fields,
    train,
    validation: split(parts.validation),
    test,
    tokenizers: [tokenizer],
    baselines: (pause) => majorityBaseline(train, test, fields.label as ClassField, pause),
  };
}

function labelledSplit(
  examples: readonly LabelledText[],
  tokenizer: LearnedTokenizer,
  length: number,
): Split {
  return {
    size: examples.length,
    batch(indices) {
      const source = new Int32Array(indices.length * length);
      const label = new Int32Array(indices.length);
      indices.forEach((index, row) => {
        const { text, label: kind } = examples[index];
        source.set(tokenize(tokenizer, text, length, tokenizer.vocabulary).ids, row * length);
        label[row] = kind;
      });
      return { source, label };
    },
  };
}
