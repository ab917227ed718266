/** The sequence task as a data set. */
import type { Dataset, DatasetInfo, FieldValues, LoadContext, Split } from '../types';
import {
  createReverseDigits,
  type ReverseDigitsBatch,
  reverseDigitsTestSet,
} from './reverseDigits';

const SIZES = { train: 50_000, validation: 256, test: 1000 } as const;

export async function load({ needs }: LoadContext, info: DatasetInfo): Promise<Dataset> {
  const train = createReverseDigits({ seed: 'train', split: 'train' }).next(SIZES.train);
  const held = reverseDigitsTestSet(SIZES.validation + SIZES.test);
  return {
    id: info.id,
    title: info.title,
    fields: info.fields(needs),
    train: sequenceSplit(train, 0, train.batch),
    validation: sequenceSplit(held, 0, SIZES.validation),
    test: sequenceSplit(held, SIZES.validation, held.batch),
  };
}

function sequenceSplit(set: ReverseDigitsBatch, first: number, end: number): Split {
  const pick = (values: Int32Array, indices: readonly number[]): FieldValues => {
    const rows = new Int32Array(indices.length * set.length);
    indices.forEach((index, row) => {
      const from = (first + index) * set.length;
      rows.set(values.subarray(from, from + set.length), row * set.length);
    });
    return rows;
  };
  return {
    size: end - first,
    batch: (indices) => ({
      source: pick(set.source, indices),
      decoderInput: pick(set.decoderInput, indices),
      target: pick(set.target, indices),
    }),
  };
}
