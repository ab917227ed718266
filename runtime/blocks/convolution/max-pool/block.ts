/** The largest value of each window. */
import { defineBlock, int } from '../../define';
import { lecun1998 } from '../../shared/papers';
import { checkPoolPadding, checkWindow, windowAttrs } from '../../shared/windows';

export default defineBlock({
  id: 'max-pool',
  title: 'Max pool',
  family: 'convolution',
  icon: 'Shrink',
  docs: {
    summary:
      'Keeps the largest value of each small square and drops the rest: fewer places, the strongest signals.',
    formula: String.raw`y_{ij} = \max_{u,v < k} x_{si+u,\, sj+v}`,
    paper: { ...lecun1998, where: 'section II.A' },
    pytorch: 'nn.MaxPool2d(size, stride, padding)',
    keras: "keras.layers.MaxPooling2D(size, stride, padding='valid')",
  },
  inputs: { x: { axes: 'batch height width channels' } },
  outputs: { y: { axes: 'batch height width channels' } },
  params: {
    size: int({ label: 'Window', default: 2, min: 1, max: 64, symbol: 'k', unit: 'pixels' }),
    stride: int({
      label: 'Stride',
      doc: 'Step of the window; 2 halves height and width.',
      default: 2,
      min: 1,
      max: 64,
      unit: 'pixels',
    }),
    padding: int({
      label: 'Padding',
      doc: 'On each side, at most half the window.',
      default: 0,
      min: 0,
      max: 32,
      unit: 'pixels',
    }),
  },
  examples: [
    { inputs: { x: [2, 6, 4, 3] }, outputs: { y: [2, 3, 2, 3] }, parameters: 0 },
    {
      params: { size: 3, stride: 2, padding: 1 },
      inputs: { x: [1, 8, 8, 2] },
      outputs: { y: [1, 4, 4, 2] },
      parameters: 0,
    },
  ],
  build: (b, { x }, { size, stride, padding }) => {
    const window = { size, stride, padding };
    checkPoolPadding(b, window);
    checkWindow(b, x, window, 'size');
    return { y: b.maxPool([x], windowAttrs(window)) };
  },
});
