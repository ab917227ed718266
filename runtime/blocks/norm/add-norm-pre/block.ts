/** Residual connection that stays as it is, with a normalized copy. Xiong et al. 2020, figure 1 (b). */
import { defineBlock, float } from '../../define';
import { addResidual } from '../../shared/addResidual';
import { layerNorm } from '../../shared/layerNorm';

export default defineBlock({
  id: 'add-norm-pre',
  title: 'Add & Norm (pre-norm)',
  family: 'norm',
  icon: 'CircleFadingPlus',
  advanced: true,
  docs: {
    summary:
      'Adds what a sub-layer made to the stream, and hands out both the sum and a normalized copy of it. The sum runs on untouched to the next Add, the copy goes into the next sub-layer: the pre-norm of GPT-2 and of the ViT.',
    formula: String.raw`s = x + \mathrm{Dropout}(\mathrm{Sublayer}), \quad y = \mathrm{LayerNorm}(s)`,
    paper: {
      authors: 'Xiong et al.',
      year: 2020,
      title: 'On Layer Normalization in the Transformer Architecture',
      url: 'https://arxiv.org/abs/2002.04745',
      where: 'section 3, figure 1 (b), table 1',
    },
    pytorch: 's = x + dropout(sublayer); y = nn.LayerNorm(d_model)(s)',
    keras: 's = x + dropout(sublayer); y = keras.layers.LayerNormalization(epsilon=1e-5)(s)',
  },
  inputs: {
    x: { axes: '... d_model', label: 'stream', doc: 'The sum so far.' },
    sublayer: { axes: '... d_model', label: 'sub-layer', doc: 'What the sub-layer made of it.' },
  },
  outputs: {
    stream: { axes: '... d_model', doc: 'The new sum, for the next Add & Norm.' },
    y: { axes: '... d_model', label: 'normed', doc: 'For the next sub-layer.' },
  },
  params: {
    dropout: float({
      label: 'Dropout',
      doc: 'Share of the sub-layer dropped in training, before it is added.',
      default: 0,
      min: 0,
      max: 0.95,
      symbol: 'P_drop',
    }),
    epsilon: float({
      label: 'Epsilon',
      doc: 'Added to the variance, against division by zero. ViT uses 1e-6, GPT-2 1e-5.',
      default: 1e-5,
      min: 1e-12,
      max: 0.1,
    }),
  },
  examples: [
    {
      params: { dropout: 0.1 },
      inputs: { x: [2, 3, 8], sublayer: [2, 3, 8] },
      outputs: { stream: [2, 3, 8], y: [2, 3, 8] },
      parameters: 16,
    },
    {
      inputs: { x: [1, 5], sublayer: [1, 5] },
      outputs: { stream: [1, 5], y: [1, 5] },
      parameters: 10,
    },
  ],
  build: (b, { x, sublayer }, { dropout: rate, epsilon }) => {
    const stream = addResidual(b, x, sublayer, rate);
    return { stream, y: layerNorm(b, stream, epsilon) };
  },
});
