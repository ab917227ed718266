/** One vector for a whole sequence, after a linear map and tanh. Devlin et al. 2019. */
import { choice, defineBlock, int } from '../../define';
import { linear } from '../../shared/linear';
import { devlin2019 } from '../../shared/papers';

export default defineBlock({
  id: 'pooling-head',
  title: 'Pooling head',
  family: 'heads',
  icon: 'Funnel',
  advanced: true,
  docs: {
    summary:
      'Makes one vector of a whole sequence, for a classifier: the first token, or the mean of all, through a linear map and tanh.',
    formula: String.raw`y = \tanh(x_{0} W + b)`,
    paper: { ...devlin2019, where: 'section 3, the vector C' },
    pytorch: 'torch.tanh(nn.Linear(d_model, d_model)(x[:, 0]))',
    keras: "keras.layers.Dense(d_model, activation='tanh')(x[:, 0])",
  },
  inputs: { x: { axes: 'batch tokens d_model' } },
  outputs: { y: { axes: 'batch units' } },
  params: {
    pool: choice({
      label: 'Takes',
      default: 'first',
      choices: { first: 'The first token', mean: 'The mean of all tokens' },
    }),
    units: int({
      label: 'Width',
      doc: '0: as wide as the tokens.',
      default: 0,
      min: 0,
      max: 65536,
      unit: 'features',
    }),
  },
  examples: [
    { inputs: { x: [2, 5, 8] }, outputs: { y: [2, 8] }, parameters: 72 },
    {
      params: { pool: 'mean', units: 3 },
      inputs: { x: [2, 5, 8] },
      outputs: { y: [2, 3] },
      parameters: 27,
    },
  ],
  build: (b, { x }, { pool, units }) => {
    const [batch, , width] = x.shape;
    const pooled =
      pool === 'mean'
        ? b.mean([x], { axes: [1], keepDims: false })
        : b.reshape([b.slice([x], { begin: [0, 0, 0], size: [batch, 1, width] })], {
            shape: [batch, width],
          });
    const mapped = linear(b, pooled, '', units === 0 ? width : units, {
      bias: true,
      initializer: { kind: 'truncatedNormal', std: 0.02 },
    });
    return { y: b.tanh([mapped]) };
  },
});
