/** A file of pictures as a data set: the last training pictures validate. */
import type { Dataset, DatasetInfo, LoadContext, Split } from '../types';
import { type PictureSet, readPictures } from './readPictures';

/** `bytes` are a file as `readPictures` takes it, with as many pictures as `info` tells. */
export async function loadPictures(
  context: LoadContext,
  info: DatasetInfo,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<Dataset> {
  const { train, test, largest } = await readPictures(bytes, context.pause);
  const learned = train.count - (info.sizes?.validation ?? 0);
  return {
    id: info.id,
    title: info.title,
    fields: info.fields(context.needs),
    train: pictureSplit(train, largest, 0, learned),
    validation: pictureSplit(train, largest, learned, train.count),
    test: pictureSplit(test, largest, 0, test.count),
  };
}

/** Pictures `first` to `end`, the last one left out; their values are shares of `largest`. */
export function pictureSplit(set: PictureSet, largest: number, first: number, end: number): Split {
  const size = set.images.length / set.count;
  const shares = Float32Array.from({ length: largest + 1 }, (_, value) => value / largest);
  return {
    size: end - first,
    batch(indices) {
      const image = new Float32Array(indices.length * size);
      const label = new Int32Array(indices.length);
      indices.forEach((index, row) => {
        const from = (first + index) * size;
        for (let at = 0; at < size; at++) image[row * size + at] = shares[set.images[from + at]];
        label[row] = set.labels[first + index];
      });
      return { image, label };
    },
  };
}
