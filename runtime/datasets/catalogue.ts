/** The data sets that ship with the site, by id. */
import { type DatasetId, titleOf } from './choices';
import type { ImageSet, Mnist } from './mnist/mnist';
import {
  createReverseDigits,
  DIGIT_COUNT,
  type ReverseDigitsBatch,
  reverseDigitsTestSet,
  VOCABULARY_SIZE,
} from './reverseDigits';
import type { Dataset, Field, FieldValues, Split } from './types';

export type DatasetLoader = (id: string) => Promise<Dataset | null>;

/** Held out of MNIST's training images to watch the training by. */
const MNIST_VALIDATION = 1220;
const SEQUENCES = { train: 50_000, validation: 256, test: 1000 } as const;

/**
 * Loads a data set once; null for an id that is not known. `readMnist` brings the file; a load that
 * failed is tried again by the next call.
 */
export function createDatasetLoader(readMnist: () => Promise<Mnist>): DatasetLoader {
  const loaders: Readonly<Record<DatasetId, () => Promise<Dataset>>> = {
    mnist: async () => fromMnist(await readMnist()),
    'reverse-digits': async () => fromReverseDigits(),
  };
  const loaded = new Map<string, Promise<Dataset>>();
  return async (id) => {
    if (!Object.hasOwn(loaders, id)) return null;
    const known = loaded.get(id) ?? loaders[id as DatasetId]();
    loaded.set(id, known);
    known.catch(() => loaded.delete(id));
    return known;
  };
}

function fromMnist({ train, test }: Mnist): Dataset {
  const learned = train.count - MNIST_VALIDATION;
  return {
    id: 'mnist',
    title: titleOf('mnist'),
    fields: {
      image: { kind: 'image', height: train.height, width: train.width, channels: 1 },
      label: { kind: 'class', classes: 10, labels: 'digits' },
    },
    train: imageSplit(train, 0, learned),
    validation: imageSplit(train, learned, train.count),
    test: imageSplit(test, 0, test.count),
  };
}

function imageSplit(set: ImageSet, first: number, end: number): Split {
  const pixels = set.height * set.width;
  return {
    size: end - first,
    batch(indices) {
      const image = new Float32Array(indices.length * pixels);
      const label = new Int32Array(indices.length);
      indices.forEach((index, row) => {
        const from = (first + index) * pixels;
        for (let pixel = 0; pixel < pixels; pixel++) {
          image[row * pixels + pixel] = set.images[from + pixel] / 255;
        }
        label[row] = set.labels[first + index];
      });
      return { image, label };
    },
  };
}

function fromReverseDigits(): Dataset {
  const length = DIGIT_COUNT + 1;
  const tokens: Field = {
    kind: 'tokens',
    length,
    vocabulary: VOCABULARY_SIZE,
    tokenizer: 'digits',
  };
  const train = createReverseDigits({ seed: 'train', split: 'train' }).next(SEQUENCES.train);
  const held = reverseDigitsTestSet(SEQUENCES.validation + SEQUENCES.test);
  return {
    id: 'reverse-digits',
    title: titleOf('reverse-digits'),
    fields: { source: tokens, decoderInput: tokens, target: tokens },
    train: sequenceSplit(train, 0, train.batch),
    validation: sequenceSplit(held, 0, SEQUENCES.validation),
    test: sequenceSplit(held, SEQUENCES.validation, held.batch),
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
