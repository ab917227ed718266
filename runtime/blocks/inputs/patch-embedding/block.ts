/** A picture cut into squares, each mapped to a token. Dosovitskiy et al. 2021, equation 1. */
import { defineBlock, int } from '../../define';
import { either, nearestDivisors, setParamFixes } from '../../shared/divisors';
import { linear } from '../../shared/linear';
import { dosovitskiy2021 } from '../../shared/papers';

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
    const [batch, height, width, channels] = image.shape;
    if (height % patch !== 0 || width % patch !== 0) {
      const fits = nearestDivisors(greatestCommonDivisor(height, width), patch);
      b.fail(
        'shape/indivisible',
        `Patches of ${patch} x ${patch} do not fill a picture of height ${height}, width ${width}.`,
        {
          param: 'patch',
          hint: `The patch size must divide both sides: ${either(fits)}.`,
          short: `patches of ${patch} in ${height} x ${width}`,
          fixes: setParamFixes('patch', 'patch size', fits),
        },
      );
    }
    const rows = height / patch;
    const columns = width / patch;
    const cut = b.reshape([image], { shape: [batch, rows, patch, columns, patch, channels] });
    const patches = b.transpose([cut], { perm: [0, 1, 3, 2, 4, 5] }); // [B, rows, columns, P, P, C]
    const flat = b.reshape([patches], {
      shape: [batch, rows * columns, patch * patch * channels],
    });
    return { y: linear(b, flat, '', d_model, { bias: true }) };
  },
});

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
