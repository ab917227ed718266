/** A user's own data as a data set, read from what is kept. */
import { pictureSplit } from '../pictures/loadPictures';
import { labelledTextDataset } from '../text/labelledTextDataset';
import { languageDataset } from '../text/languageDataset';
import { pairsDataset } from '../text/pairsDataset';
import type { Dataset, DatasetDefinition, Split } from '../types';
import { toDatasetInfo } from './ownInfo';
import { findOwn, readOwn } from './ownStore';
import type { OwnDataset, OwnParts, PartSizes } from './types';

/** Null for one that is not on this computer. */
export async function findOwnDefinition(id: string): Promise<DatasetDefinition | null> {
  const record = await findOwn(id);
  return record && toDefinition(record, () => readOwn(id));
}

export function toDefinition(record: OwnDataset, read: () => Promise<OwnParts>): DatasetDefinition {
  const info = toDatasetInfo(record);
  return {
    ...info,
    async load(context) {
      const parts = await read();
      const told = {
        id: info.id,
        title: info.title,
        fields: info.fields(context.needs),
        task: info.task,
      };
      const own = record.info;
      switch (own.kind) {
        case 'pictures': {
          const { train, validation, test } = own.sizes;
          const count = train + validation + test;
          const set = { images: parts.images, labels: parts.labels, count };
          return {
            ...told,
            train: pictureSplit(set, 255, 0, train),
            validation: pictureSplit(set, 255, train, train + validation),
            test: pictureSplit(set, 255, train + validation, count),
          };
        }
        case 'table':
          return { ...told, ...tableSplits(parts, own.sizes, own.features.length) };
        case 'labelled':
          return { ...(await labelledTextDataset(info, parsed(parts), context)), task: info.task };
        case 'pairs':
          return { ...(await pairsDataset(info, parsed(parts), context)), task: info.task };
        case 'text': {
          const decode = (bytes: Uint8Array = new Uint8Array()) => new TextDecoder().decode(bytes);
          const texts = {
            train: decode(parts.train),
            validation: decode(parts.validation),
            test: decode(parts.test),
          };
          return { ...(await languageDataset(info, texts, context)), task: info.task };
        }
      }
    },
  };
}

function tableSplits(
  parts: OwnParts,
  { train, validation, test }: PartSizes,
  width: number,
): Pick<Dataset, 'train' | 'validation' | 'test'> {
  const numbers = new Float32Array(parts.numbers.buffer);
  const split = (first: number, size: number): Split => ({
    size,
    batch(indices) {
      const sequence = new Float32Array(indices.length * width);
      indices.forEach((index, row) => {
        const from = (first + index) * width;
        sequence.set(numbers.subarray(from, from + width), row * width);
      });
      return { sequence, label: Int32Array.from(indices, (index) => parts.labels[first + index]) };
    },
  });
  return {
    train: split(0, train),
    validation: split(train, validation),
    test: split(train + validation, test),
  };
}

function parsed<T>(parts: OwnParts): { train: T; validation: T; test: T } {
  const read = (bytes: Uint8Array): T => JSON.parse(new TextDecoder().decode(bytes)) as T;
  return { train: read(parts.train), validation: read(parts.validation), test: read(parts.test) };
}
