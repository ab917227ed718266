/** A picture cut into squares, each mapped to a token. Dosovitskiy et al. 2021, equation 1. */
import { defineBlock, int } from '../../define';
import { linear } from '../../shared/linear';
import { dosovitskiy2021 } from '../../shared/papers';
import { checkPatches, cutImage } from '../../shared/patches';

export default defineBlock({
  id: 'patch-embedding',
  title: 'Patch embedding',
  family: 'inputs',
  icon: 'Grid3x3',
  docs: {
    summary:
      'Cuts the picture into squares and turns each, pixel by pixel in one long row, into a vector by one linear map: the picture becomes a sentence of patches.',
    formula: String.raw`y_i = x_p^i E + b, \quad E \in \mathbb{R}^{(P^2 C) \times D}`,
    paper: { ...dosovitskiy2021, where: 'section 3.1, equation 1' },
    pytorch: 'nn.Conv2d(channels, d_model, kernel_size=patch, stride=patch)',
    keras: 'keras.layers.Conv2D(d_model, patch, strides=patch)',
  },
  inputs: { image: { axes: 'batch height width channels' } },
  outputs: {
    y: { axes: 'batch tokens d_model', doc: 'One token a patch, row by row from the top left.' },
  },
  params: {
    patch: int({
      label: 'Patch size',
      doc: 'Side of a square patch.',
      default: 16,
      min: 1,
      max: 256,
      symbol: 'P',
      unit: 'pixels',
    }),
    d_model: int({
      label: 'Width',
      doc: 'Numbers in each token.',
      default: 64,
      min: 1,
      max: 16384,
      symbol: 'd_model',
      unit: 'features',
    }),
  },
  examples: [
    {
      params: { patch: 4, d_model: 8 },
      inputs: { image: [2, 8, 12, 3] },
      outputs: { y: [2, 6, 8] },
      parameters: 392,
    },
    {
      params: { patch: 7, d_model: 64 },
      inputs: { image: [1, 28, 28, 1] },
      outputs: { y: [1, 16, 64] },
      parameters: 3200,
    },
  ],
  build: (b, { image }, { patch, d_model }) => {
    const [, height, width] = image.shape;
    checkPatches(b, { height, width }, patch, 'a picture');
    return { y: linear(b, cutImage(b, image, patch), '', d_model, { bias: true }) };
  },
});
