/** A box for each token: centre and size, as shares of the picture. Carion et al. 2020. */
import { defineBlock, int } from '../../define';
import { pytorchUniform } from '../../shared/convolution';
import { linear } from '../../shared/linear';
import { carion2020 } from '../../shared/papers';

export default defineBlock({
  id: 'box-head',
  title: 'Box head',
  family: 'heads',
  icon: 'SquareDashed',
  advanced: true,
  docs: {
    summary:
      'Tells where something is: a small network turns each query into a box, the centre (x, y), width and height as shares of the picture.',
    formula: String.raw`(c_x, c_y, w, h) = \sigma(\mathrm{MLP}(x))`,
    paper: { ...carion2020, where: 'section 3.2, prediction feed-forward networks' },
    pytorch: 'MLP(d_model, d_model, 4, 3)(x).sigmoid()',
    keras:
      "keras.Sequential([keras.layers.Dense(d, activation='relu'), keras.layers.Dense(d, activation='relu'), keras.layers.Dense(4, activation='sigmoid')])",
  },
  inputs: { x: { axes: 'batch queries d_model' } },
  outputs: { boxes: { axes: 'batch queries 4' } },
  params: {
    layers: int({ label: 'Layers', default: 3, min: 1, max: 16 }),
    hidden: int({
      label: 'Inner width',
      doc: '0: as wide as the queries.',
      default: 0,
      min: 0,
      max: 65536,
      unit: 'features',
    }),
  },
  examples: [
    // As in DETR.
    { inputs: { x: [1, 2, 256] }, outputs: { boxes: [1, 2, 4] }, parameters: 132612 },
    {
      params: { layers: 2, hidden: 3 },
      inputs: { x: [2, 3, 8] },
      outputs: { boxes: [2, 3, 4] },
      parameters: 43,
    },
  ],
  build: (b, { x }, { layers, hidden }) => {
    const inner = hidden === 0 ? x.shape[2] : hidden;
    let y = x;
    for (let layer = 0; layer < layers; layer++) {
      const isLast = layer === layers - 1;
      const start = pytorchUniform(y.shape[2]);
      const mapped = linear(b, y, `layer_${layer}`, isLast ? 4 : inner, {
        bias: true,
        initializer: start,
        biasInitializer: start,
      });
      y = isLast ? b.sigmoid([mapped]) : b.relu([mapped]);
    }
    return { boxes: y };
  },
});
