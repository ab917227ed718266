/** A small detector with the loss of DETR, and the bright squares that it finds. */
import type { Dataset, Split } from '../../datasets/types';
import { createRandom } from '../../graph/random';
import { documentOf } from './documents';

const SIDE = 8;
const OBJECTS = 2;

/** One or two bright squares of 2 x 2 or 4 x 4 on the black: small ones are class 0, large ones 1. */
function squaresSplit(name: string, size: number): Split {
  return {
    size,
    batch(indices) {
      const image = new Float32Array(indices.length * SIDE * SIDE);
      const boxes = new Float32Array(indices.length * OBJECTS * 4);
      const boxLabels = new Int32Array(indices.length * OBJECTS).fill(-1);
      indices.forEach((index, row) => {
        const random = createRandom(name).fork(String(index));
        const count = 1 + random.int(OBJECTS);
        for (let object = 0; object < count; object++) {
          const label = random.int(2);
          const width = 2 + 2 * label;
          // One in the left half, one in the right.
          const left = 4 * object + (label === 0 ? random.int(3) : 0);
          const top = random.int(SIDE - width + 1);
          for (let y = top; y < top + width; y++) {
            for (let x = left; x < left + width; x++) image[(row * SIDE + y) * SIDE + x] = 1;
          }
          const box = [left + width / 2, top + width / 2, width, width].map((n) => n / SIDE);
          boxes.set(box, (row * OBJECTS + object) * 4);
          boxLabels[row * OBJECTS + object] = label;
        }
      });
      return { image, boxes, boxLabels };
    },
  };
}

export const squares: Dataset = {
  id: 'squares',
  title: 'Squares',
  fields: {
    image: { kind: 'image', height: SIDE, width: SIDE, channels: 1 },
    boxes: { kind: 'numbers', shape: [OBJECTS, 4] },
    boxLabels: { kind: 'numbers', shape: [OBJECTS] },
  },
  train: squaresSplit('train', 256),
  validation: squaresSplit('validation', 16),
  test: squaresSplit('test', 16),
};

export const detector = documentOf(
  {
    image: ['image-input', { height: SIDE, width: SIDE, channels: 1 }],
    patches: ['patch-embedding', { patch: 2, d_model: 24 }],
    positions: ['learned-positions'],
    encoder: ['encoder-layer', { heads: 2, d_ff: 48, dropout: 0 }],
    classes: ['linear', { units: 3 }],
    where: ['box-head'],
    labels: ['box-labels-input', { objects: OBJECTS, classes: 2 }],
    boxes: ['boxes-input', { objects: OBJECTS }],
    loss: ['set-loss'],
  },
  [
    'image.image > patches.image',
    'patches.y > positions.x',
    'positions.y > encoder.x',
    'encoder.y > classes.x',
    'encoder.y > where.x',
    'classes.y > loss.logits',
    'where.boxes > loss.boxes',
    'labels.labels > loss.labels',
    'boxes.boxes > loss.target_boxes',
  ],
);
