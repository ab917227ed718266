/** Pairs of texts as a data set: the first is read, the second written. */
import { learnDictionary } from '../baselines/dictionary';
import { dictionaryBaseline, WORD_BY_WORD } from '../baselines/dictionaryBaseline';
import { END, type LearnedTokenizer, PAD, START } from '../tokenizer';
import type { Dataset, DatasetInfo, LoadContext, Split, TokensField } from '../types';
import { learnTokenizer } from './learnTokenizer';
import type { TextPair, TextParts } from './parts';
import { remember } from './remember';

type Pairs = TextParts<readonly TextPair[]>;

/** Ids of both sides of a pair, without start, end and padding; of one where the other is not read. */
type EncodedPair = readonly [source: Uint16Array | undefined, target: Uint16Array];

/**
 * Both sides are written in pieces that were learned from both, in a number that each asks for. A pair
 * that is too long for the graph is left out, and the data says how many were. `fields` of `info` are
 * `pairsFields`.
 */
export async function pairsDataset(
  info: DatasetInfo,
  parts: Pairs,
  context: LoadContext,
): Promise<Dataset> {
  const fields = info.fields(context.needs);
  const target = fields.target as TokensField;
  const source = fields.source as TokensField | undefined;
  const same = source?.tokenizer === target.tokenizer && source.vocabulary === target.vocabulary;
  const share = (from: number, to: number) => (done: number) =>
    context.pause(from + (to - from) * done, 1);
  const writes = await learn(parts, target, share(0, 0.35));
  const reads = source && (same ? writes : await learn(parts, source, share(0.35, 0.7)));

  const left: Record<keyof Pairs, number> = { train: 0, validation: 0, test: 0 };
  const tested: TextPair[] = [];
  const split = async (part: keyof Pairs): Promise<Split> => {
    const fitting: EncodedPair[] = [];
    for (const [index, pair] of parts[part].entries()) {
      const ids: EncodedPair = [reads && encode(reads, pair[0]), encode(writes, pair[1])];
      // With the token that ends it.
      if (fits(ids[0], source) && fits(ids[1], target)) {
        fitting.push(ids);
        if (part === 'test') tested.push(pair);
      }
      if (index % 500 === 0) await context.pause(0.7 + (0.3 * index) / parts[part].length, 1);
    }
    left[part] = parts[part].length - fitting.length;
    return pairSplit(fitting, source?.length ?? 0, target.length);
  };
  const train = await split('train');
  const validation = await split('validation');
  const test = await split('test');
  const note = describeLeft(left, parts, source?.length ?? target.length, target.length);
  return {
    id: info.id,
    title: info.title,
    fields,
    train,
    validation,
    test,
    tokenizers: reads && !same ? [reads, writes] : [writes],
    ...(note && { notes: [note] }),
    ...(source && {
      baselines: (pause) => dictionaryBaseline(parts.train, tested, pause),
      dictionary: async (pause = async () => {}) => ({
        title: WORD_BY_WORD,
        translate: await remember(parts, 'dictionary', () => learnDictionary(parts.train, pause)),
      }),
    }),
  };
}

function learn(
  parts: Pairs,
  { tokenizer, vocabulary }: TokensField,
  pause: (share: number) => Promise<void>,
): Promise<LearnedTokenizer> {
  return remember(parts, `${tokenizer} ${vocabulary}`, () =>
    learnTokenizer(tokenizer, parts.train.flat(), { vocabulary, marksEnd: true }, pause),
  );
}

function encode(tokenizer: LearnedTokenizer, text: string): Uint16Array {
  return Uint16Array.from(tokenizer.encode(text, tokenizer.vocabulary));
}

function fits(ids: Uint16Array | undefined, field: TokensField | undefined): boolean {
  return !ids || !field || ids.length < field.length;
}

/**
 *     source        s1 s2 .. sn END PAD ..
 *     decoderInput  START t1 .. tm PAD ..
 *     target        t1 .. tm END PAD ..
 */
function pairSplit(pairs: readonly EncodedPair[], reads: number, writes: number): Split {
  return {
    size: pairs.length,
    batch(indices) {
      const source = new Int32Array(indices.length * reads).fill(PAD);
      const decoderInput = new Int32Array(indices.length * writes).fill(PAD);
      const target = new Int32Array(indices.length * writes).fill(PAD);
      indices.forEach((index, row) => {
        const [from, to] = pairs[index];
        if (from) {
          source.set(from, row * reads);
          source[row * reads + from.length] = END;
        }
        decoderInput[row * writes] = START;
        decoderInput.set(to, row * writes + 1);
        target.set(to, row * writes);
        target[row * writes + to.length] = END;
      });
      return { ...(reads > 0 && { source }), decoderInput, target };
    },
  };
}

function describeLeft(
  left: Readonly<Record<keyof Pairs, number>>,
  parts: Pairs,
  reads: number,
  writes: number,
): string | null {
  if (left.train + left.validation + left.test === 0) return null;
  const tokens = reads === writes ? `${reads}` : `${reads} or ${writes}`;
  const share = (part: keyof Pairs) =>
    `${left[part].toLocaleString('en')} of ${parts[part].length.toLocaleString('en')}`;
  return `Pairs that are longer than the ${tokens} tokens of this graph are left out: ${share('train')} in training, ${share('test')} in the test.`;
}
