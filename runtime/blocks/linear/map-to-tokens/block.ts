/** A feature map as a sequence: one token a place. Dosovitskiy et al. 2021, hybrid architecture. */
import { defineBlock } from '../../define';
import { dosovitskiy2021 } from '../../shared/papers';

export default defineBlock({
  id: 'map-to-tokens',
  title: 'Map to tokens',
  family: 'linear',
  icon: 'Grid2x2',
  docs: {
    summary:
      'Reads a feature map row by row as a sequence, one token for each place: the bridge from a convolution to attention.',
    formula: String.raw`\mathbb{R}^{B \times H \times W \times C} \to \mathbb{R}^{B \times HW \times C}`,
    paper: { ...dosovitskiy2021, where: 'section 3.1, hybrid architecture' },
    pytorch: 'x.flatten(2).transpose(1, 2)',
    keras: 'keras.layers.Reshape((-1, channels))',
  },
  inputs: { x: { axes: 'batch height width channels' } },
  outputs: { y: { axes: 'batch tokens d_model' } },
  params: {},
  examples: [{ inputs: { x: [2, 3, 4, 5] }, outputs: { y: [2, 12, 5] }, parameters: 0 }],
  build: (b, { x }) => {
    const [batch, height, width, channels] = x.shape;
    return { y: b.reshape([x], { shape: [batch, height * width, channels] }) };
  },
});
