/** A score for every token of the vocabulary, by the embedding table. Press, Wolf 2017. */
import { defineBlock, int } from '../../define';
import { affine } from '../../shared/linear';

export default defineBlock({
  id: 'token-logits',
  title: 'Token logits',
  family: 'heads',
  icon: 'ListOrdered',
  docs: {
    summary:
      'Compares each vector with the vector of every token in the vocabulary: the closer, the higher its score. Tied to the token embedding, both use one table.',
    formula: String.raw`z = x E^\top`,
    paper: {
      authors: 'Press, Wolf',
      year: 2017,
      title: 'Using the Output Embedding to Improve Language Models',
      url: 'https://arxiv.org/abs/1608.05859',
      where: 'section 1',
    },
    pytorch: 'F.linear(x, embedding.weight)',
    keras: 'keras_hub.layers.ReversibleEmbedding(vocabulary, d_model)(x, reverse=True)',
  },
  inputs: { x: { axes: 'batch tokens d_model' } },
  outputs: { logits: { axes: 'batch tokens vocabulary' } },
  params: {
    vocabulary: int({
      label: 'Vocabulary',
      doc: 'How many different tokens there are.',
      default: 13,
      min: 2,
      max: 262144,
      symbol: 'V',
      unit: 'tokens',
    }),
  },
  examples: [
    {
      params: { vocabulary: 13 },
      inputs: { x: [2, 3, 8] },
      outputs: { logits: [2, 3, 13] },
      parameters: 104,
    },
  ],
  build: (b, { x }, { vocabulary }) => {
    const width = x.shape[2];
    const table = b.weight('table', [vocabulary, width], { kind: 'normal', std: width ** -0.5 });
    return { logits: affine(b, x, table, null, true) };
  },
});
