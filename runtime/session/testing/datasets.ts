/** Small data sets that the test graphs learn. */
import type { DatasetLoader } from '../../datasets/catalogue';
import { END, FIRST, START } from '../../datasets/tokenizers';
import type { Dataset, Split } from '../../datasets/types';
import { createRandom } from '../../graph/random';

const stripes: Dataset = {
  id: 'stripes',
  title: 'Stripes',
  fields: {
    image: { kind: 'image', height: 4, width: 4, channels: 1 },
    label: { kind: 'class', classes: 3, labels: 'none' },
  },
  train: stripeSplit('train', 60),
  validation: stripeSplit('validation', 12),
  test: stripeSplit('test', 25),
};

/** A bright row: which of the first three it is, is the class. */
function stripeSplit(name: string, size: number): Split {
  return {
    size,
    batch(indices) {
      const image = new Float32Array(indices.length * 16);
      const label = new Int32Array(indices.length);
      indices.forEach((index, row) => {
        const random = createRandom(name).fork(String(index));
        label[row] = index % 3;
        for (let pixel = 0; pixel < 16; pixel++) {
          const bright = Math.floor(pixel / 4) === label[row] ? 0.7 : 0;
          image[row * 16 + pixel] = bright + 0.3 * random.next();
        }
      });
      return { image, label };
    },
  };
}

/** Two of the tokens 3 and 4; the answer repeats them. */
const copies: Dataset = {
  id: 'copies',
  title: 'Copies',
  fields: {
    source: { kind: 'tokens', length: 3, vocabulary: 5, tokenizer: 'digits' },
    decoderInput: { kind: 'tokens', length: 3, vocabulary: 5, tokenizer: 'digits' },
    target: { kind: 'tokens', length: 3, vocabulary: 5, tokenizer: 'digits' },
  },
  train: copySplit(80),
  validation: copySplit(4),
  test: copySplit(4),
};

function copySplit(size: number): Split {
  return {
    size,
    batch(indices) {
      const rows = indices.map((index) => [FIRST + (index & 1), FIRST + ((index >> 1) & 1)]);
      return {
        source: Int32Array.from(rows.flatMap((pair) => [...pair, END])),
        decoderInput: Int32Array.from(rows.flatMap((pair) => [START, ...pair])),
        target: Int32Array.from(rows.flatMap((pair) => [...pair, END])),
      };
    },
  };
}

export const testDatasets: DatasetLoader = async (id) =>
  ({ stripes, copies })[id as 'stripes' | 'copies'] ?? null;

/** The same data; `onStep` is called with the number of training batches that were asked for. */
export function watched(
  onStep: (count: number) => void,
  loadDataset: DatasetLoader = testDatasets,
): DatasetLoader {
  let count = 0;
  return async (id) => {
    const dataset = await loadDataset(id);
    if (!dataset) return null;
    const batch: Split['batch'] = (indices) => {
      onStep(++count);
      return dataset.train.batch(indices);
    };
    return { ...dataset, train: { ...dataset.train, batch } };
  };
}
