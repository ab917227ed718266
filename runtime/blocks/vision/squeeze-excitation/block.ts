/** Channels weighed by what the whole map shows. Hu et al. 2018, section 3. */
import { defineBlock, int } from '../../define';
import { either, nearestDivisors, setParamFixes } from '../../shared/divisors';
import { linear } from '../../shared/linear';

export default defineBlock({
  id: 'squeeze-excitation',
  title: 'Squeeze and excitation',
  family: 'vision',
  icon: 'SlidersVertical',
  docs: {
    summary:
      'Attention over channels: the mean of each channel goes through two small layers, which say how much each channel counts here, from 0 to 1.',
    alsoCalled: ['SE block', 'SENet', 'channel attention'],
    formula: String.raw`y = x \cdot \sigma\!\left(W_2\, \mathrm{ReLU}(W_1 z)\right), \quad z_c = \frac{1}{HW} \sum_{i,j} x_{ijc}`,
    paper: {
      authors: 'Hu, Shen, Sun',
      year: 2018,
      title: 'Squeeze-and-Excitation Networks',
      url: 'https://arxiv.org/abs/1709.01507',
      where: 'section 3, equations 2 to 4',
    },
    pytorch: 'torchvision.ops.SqueezeExcitation(channels, channels // reduction)',
    keras: 'keras.layers.Multiply()([x, expand(reduce(keras.layers.GlobalAveragePooling2D()(x)))])',
  },
  inputs: { x: { axes: 'batch height width channels' } },
  outputs: {
    y: { axes: 'batch height width channels' },
    weights: { axes: 'batch channels', doc: 'How much each channel counts.' },
  },
  params: {
    reduction: int({
      label: 'Reduction',
      doc: 'How many times fewer units than channels lie between the two layers.',
      default: 16,
      min: 1,
      max: 1024,
      symbol: 'r',
    }),
  },
  examples: [
    {
      inputs: { x: [2, 3, 4, 16] },
      outputs: { y: [2, 3, 4, 16], weights: [2, 16] },
      // 16*1+1 + 1*16+16
      parameters: 49,
    },
    {
      params: { reduction: 2 },
      inputs: { x: [1, 5, 2, 6] },
      outputs: { y: [1, 5, 2, 6], weights: [1, 6] },
      parameters: 45,
    },
  ],
  build: (b, { x }, { reduction }) => {
    const [batch, , , channels] = x.shape;
    if (channels % reduction !== 0) {
      const fits = nearestDivisors(channels, reduction);
      b.fail('shape/indivisible', `${channels} channels do not divide by ${reduction}.`, {
        param: 'reduction',
        hint: `Set the reduction to ${either(fits)}.`,
        short: `${channels} channels by ${reduction}`,
        fixes: setParamFixes('reduction', 'reduction', fits),
      });
    }
    const squeezed = b.mean([x], { axes: [1, 2], keepDims: false }); // [B, C]
    const reduced = linear(b, squeezed, 'reduce', channels / reduction, { bias: true });
    const expanded = linear(b, b.relu([reduced]), 'expand', channels, { bias: true });
    const weights = b.sigmoid([expanded]);
    const gate = b.reshape([weights], { shape: [batch, 1, 1, channels] });
    return { y: b.mul([x, gate]), weights };
  },
});
