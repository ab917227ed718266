/** A picture as the network sees it, values 0 to 1. */
import { defineBlock, int } from '../../define';
import { lecun1998 } from '../../shared/papers';

export default defineBlock({
  id: 'image-input',
  title: 'Image',
  family: 'inputs',
  icon: 'Image',
  docs: {
    summary:
      'The picture that goes in: height x width x channels, each value from 0 (dark) to 1 (bright). A picture of any other size is resized to fit.',
    formula: String.raw`x \in [0, 1]^{H \times W \times C}`,
    paper: { ...lecun1998, where: 'section III.A' },
    pytorch: 'x = torch.rand(batch, channels, height, width)',
    keras: 'keras.Input((height, width, channels))',
  },
  inputs: {},
  outputs: {
    image: { axes: 'batch height width channels', doc: 'The picture, 0 to 1.' },
  },
  params: {
    height: int({ label: 'Height', default: 28, min: 1, max: 1024, symbol: 'H', unit: 'pixels' }),
    width: int({ label: 'Width', default: 28, min: 1, max: 1024, symbol: 'W', unit: 'pixels' }),
    channels: int({
      label: 'Channels',
      doc: '1 for grey, 3 for red, green and blue.',
      default: 1,
      min: 1,
      max: 4,
      symbol: 'C',
    }),
  },
  examples: [
    { inputs: {}, outputs: { image: [1, 28, 28, 1] }, parameters: 0 },
    {
      params: { height: 224, width: 224, channels: 3 },
      inputs: {},
      outputs: { image: [1, 224, 224, 3] },
      parameters: 0,
    },
  ],
  build: (b, _inputs, { height, width, channels }) => ({
    image: b.input([b.batch, height, width, channels], 'float32', {
      role: 'image',
      field: 'image',
      params: ['height', 'width', 'channels'],
    }),
  }),
});
