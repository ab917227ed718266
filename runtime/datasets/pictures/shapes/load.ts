/** "Same shape?" as a data set: each picture is drawn when it is asked for. */
import { createRandom } from '../../../graph/random';
import type { Dataset, DatasetInfo, LoadContext, Split } from '../../types';
import { cornersOf, drawShapes, ROUND, SIDE } from './drawShapes';

const SIZES = { train: 24_000, validation: 960, test: 2400 } as const;

export async function load({ needs }: LoadContext, info: DatasetInfo): Promise<Dataset> {
  return {
    id: info.id,
    title: info.title,
    fields: info.fields(needs),
    train: shapesSplit('train'),
    validation: shapesSplit('validation'),
    test: shapesSplit('test'),
  };
}

function shapesSplit(name: keyof typeof SIZES): Split {
  const size = SIZES[name];
  const source = createRandom('shapes').fork(name);
  // Whole rounds, so that yes and no are equally many, in no order that shows.
  const places = source.shuffle(Array.from({ length: size }, (_, index) => index % ROUND));
  return {
    size,
    batch(indices) {
      const image = new Float32Array(indices.length * SIDE * SIDE);
      const label = new Int32Array(indices.length);
      indices.forEach((index, row) => {
        const random = source.fork(String(index));
        const corners = cornersOf(places[index], random);
        drawShapes(corners, random, image.subarray(row * SIDE * SIDE, (row + 1) * SIDE * SIDE));
        label[row] = corners.label;
      });
      return { image, label };
    },
  };
}
