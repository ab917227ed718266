/** Residual connection, then layer normalization. Vaswani et al. 2017, sections 3.1 and 5.4. */
import { defineBlock, float } from '../../define';
import { addResidual } from '../../shared/addResidual';
import { layerNorm } from '../../shared/layerNorm';
import { vaswani2017 } from '../../shared/papers';

export default defineBlock({
  id: 'add-norm',
  title: 'Add & Norm',
  family: 'norm',
  icon: 'CirclePlus',
  docs: {
    summary:
      'Adds what a sub-layer made to what went into it, and normalizes the sum: the post-norm of the first Transformer. The pre-norm form is a block of its own.',
    formula: String.raw`y = \mathrm{LayerNorm}(x + \mathrm{Dropout}(\mathrm{Sublayer}(x)))`,
    paper: { ...vaswani2017, where: 'sections 3.1 and 5.4' },
    pytorch: 'nn.LayerNorm(d_model)(x + dropout(sublayer))',
    keras: 'keras.layers.LayerNormalization(epsilon=1e-5)(x + dropout(sublayer))',
  },
  inputs: {
    x: { axes: '... d_model', doc: 'What went into the sub-layer.' },
    sublayer: { axes: '... d_model', label: 'sub-layer', doc: 'What it made.' },
  },
  outputs: { y: { axes: '... d_model' } },
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
      doc: 'Added to the variance, against division by zero.',
      default: 1e-5,
      min: 1e-12,
      max: 0.1,
    }),
  },
  examples: [
    {
      params: { dropout: 0.1 },
      inputs: { x: [2, 3, 8], sublayer: [2, 3, 8] },
      outputs: { y: [2, 3, 8] },
      parameters: 16,
    },
  ],
  build: (b, { x, sublayer }, { dropout: rate, epsilon }) => ({
    y: layerNorm(b, addResidual(b, x, sublayer, rate), epsilon),
  }),
});
