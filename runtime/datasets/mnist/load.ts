/** MNIST as a data set. */
import type { Dataset, DatasetInfo, LoadContext, Split } from '../types';
import { type ImageSet, inflate, parseMnist } from './mnist';

const file = new URL('./mnist.bin', import.meta.url);

export async function load(context: LoadContext, info: DatasetInfo): Promise<Dataset> {
  const { train, test } = parseMnist(await inflate(await context.readFile(file)));
  const learned = train.count - (info.sizes?.validation ?? 0);
  return {
    id: info.id,
    title: info.title,
    fields: info.fields(context.needs),
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
