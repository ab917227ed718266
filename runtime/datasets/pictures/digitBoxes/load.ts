/** "Find the digits" as a data set: each picture is drawn when it is asked for. */
import { createRandom } from '../../../graph/random';
import type { Dataset, DatasetInfo, Field, LoadContext, Split } from '../../types';
import mnist from '../mnist/dataset';
import { type PictureSet, readPictures } from '../readPictures';
import { cutOut, drawDigits } from './drawDigits';

const file = new URL('../mnist/mnist.bin', import.meta.url);
const SIZES = { train: 20_000, validation: 500, test: 1000 } as const;
/** Digits in a picture, where the graph has room for them. */
const MOST_DIGITS = 4;

/** Digits that one part may use: `first` to `end` of a set, the last one left out. */
interface Source {
  readonly set: PictureSet;
  readonly side: number;
  readonly largest: number;
  readonly first: number;
  readonly end: number;
}

export async function load(context: LoadContext, info: DatasetInfo): Promise<Dataset> {
  const fields = info.fields(context.needs);
  const { train, test, height, largest } = await readPictures(
    await context.readFile(file),
    context.pause,
  );
  const learned = train.count - (mnist.sizes?.validation ?? 0);
  const kind = { side: height, largest };
  const split = (name: keyof typeof SIZES, set: PictureSet, first: number, end: number) =>
    boxesSplit(name, { ...kind, set, first, end }, fields);
  return {
    id: info.id,
    title: info.title,
    fields,
    train: split('train', train, 0, learned),
    validation: split('validation', train, learned, train.count),
    test: split('test', test, 0, test.count),
  };
}

function boxesSplit(
  name: keyof typeof SIZES,
  { set, side, largest, first, end }: Source,
  { image: picture, boxLabels: list }: Readonly<Record<string, Field>>,
): Split {
  if (picture.kind !== 'image' || list.kind !== 'numbers') throw new Error('no fields of boxes');
  const { height, width } = picture;
  const [objects] = list.shape;
  const source = createRandom('digit-boxes').fork(name);
  return {
    size: SIZES[name],
    batch(indices) {
      const image = new Float32Array(indices.length * height * width);
      const boxes = new Float32Array(indices.length * objects * 4);
      const boxLabels = new Int32Array(indices.length * objects).fill(-1);
      indices.forEach((index, row) => {
        const random = source.fork(String(index));
        const drawn = drawDigits({
          height,
          width,
          most: Math.min(MOST_DIGITS, objects),
          random,
          next() {
            const digit = first + random.int(end - first);
            const values = set.images.subarray(digit * side * side, (digit + 1) * side * side);
            return { picture: cutOut(values, side, largest), label: set.labels[digit] };
          },
        });
        image.set(drawn.image, row * height * width);
        boxes.set(drawn.boxes.flat(), row * objects * 4);
        boxLabels.set(drawn.labels, row * objects);
      });
      return { image, boxes, boxLabels };
    },
  };
}
