/** Token ids to learned vectors. Vaswani et al. 2017, section 3.4. */
import { defineBlock, flag, int } from '../../define';
import { vaswani2017 } from '../../shared/papers';

export default defineBlock({
  id: 'token-embedding',
  title: 'Token embedding',
  family: 'inputs',
  icon: 'BookOpen',
  docs: {
    summary:
      'Looks up one learned vector for each token. Two embeddings with the same tie share one table.',
    formula: String.raw`y_t = \sqrt{d_{model}} \, E_{x_t}`,
    paper: { ...vaswani2017, where: 'section 3.4' },
    pytorch: 'nn.Embedding(vocabulary, d_model)(tokens) * math.sqrt(d_model)',
    keras: 'keras.layers.Embedding(vocabulary, d_model)',
  },
  inputs: { tokens: { axes: 'batch tokens', dtype: 'int32' } },
  outputs: { y: { axes: 'batch tokens d_model' } },
  params: {
    vocabulary: int({
      label: 'Vocabulary',
      doc: 'Rows of the table: how many different tokens there are.',
      default: 13,
      min: 2,
      max: 262144,
      symbol: 'V',
      unit: 'tokens',
    }),
    d_model: int({
      label: 'Width',
      doc: 'Numbers in each vector.',
      default: 64,
      min: 1,
      max: 16384,
      symbol: 'd_model',
      unit: 'features',
    }),
    scaled: flag({
      label: 'Times the root of the width',
      doc: 'Brings the vectors to the size of the positions that are added to them.',
      default: true,
    }),
  },
  examples: [
    {
      params: { vocabulary: 13, d_model: 16 },
      inputs: { tokens: [2, 5] },
      outputs: { y: [2, 5, 16] },
      parameters: 208,
    },
    {
      params: { vocabulary: 13, d_model: 16, scaled: false },
      inputs: { tokens: [1, 3] },
      outputs: { y: [1, 3, 16] },
      parameters: 208,
    },
  ],
  build: (b, { tokens }, { vocabulary, d_model, scaled }) => {
    const table = b.weight('table', [vocabulary, d_model], {
      kind: 'normal',
      std: d_model ** -0.5,
    });
    const vectors = b.gather([table, tokens]); // [B, T, d]
    return { y: scaled ? b.scale([vectors], { factor: Math.sqrt(d_model) }) : vectors };
  },
});
