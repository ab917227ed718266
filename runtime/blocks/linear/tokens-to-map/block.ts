/** A sequence laid out as a feature map again. Dosovitskiy et al. 2021; Li et al. 2022 (ViTDet). */
import { defineBlock, int } from '../../define';
import { gridOf } from '../../shared/grid';

export default defineBlock({
  id: 'tokens-to-map',
  title: 'Tokens to map',
  family: 'linear',
  icon: 'LayoutGrid',
  advanced: true,
  docs: {
    summary:
      'Lays a sequence out as a feature map, row by row from the top left: the bridge from attention back to convolutions. Take the class token off first.',
    formula: String.raw`\mathbb{R}^{B \times HW \times C} \to \mathbb{R}^{B \times H \times W \times C}`,
    paper: {
      authors: 'Li, Mao, Girshick, He',
      year: 2022,
      title: 'Exploring Plain Vision Transformer Backbones for Object Detection',
      url: 'https://arxiv.org/abs/2203.16527',
      where: 'section 3, simple feature pyramid',
    },
    pytorch: 'x.transpose(1, 2).unflatten(2, (rows, columns))',
    keras: 'keras.layers.Reshape((rows, columns, d_model))',
  },
  inputs: { x: { axes: 'batch tokens d_model' } },
  outputs: { y: { axes: 'batch height width channels' } },
  params: {
    rows: int({
      label: 'Rows',
      doc: 'Height of the map. 0: as many as columns.',
      default: 0,
      min: 0,
      max: 4096,
      symbol: 'H',
      unit: 'rows',
    }),
  },
  examples: [
    { inputs: { x: [2, 9, 5] }, outputs: { y: [2, 3, 3, 5] }, parameters: 0 },
    {
      params: { rows: 2 },
      inputs: { x: [3, 6, 4] },
      outputs: { y: [3, 2, 3, 4] },
      parameters: 0,
    },
  ],
  build: (b, { x }, { rows }) => {
    const [batch, tokens, width] = x.shape;
    const [height, columns] = gridOf(b, tokens, rows, 'rows');
    return { y: b.reshape([x], { shape: [batch, height, columns, width] }) };
  },
});
