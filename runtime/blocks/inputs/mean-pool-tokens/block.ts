/** A sequence as one vector: the mean of its tokens. Reimers, Gurevych 2019, section 3. */
import { defineBlock } from '../../define';

export default defineBlock({
  id: 'mean-pool-tokens',
  title: 'Mean over tokens',
  family: 'inputs',
  icon: 'Sigma',
  docs: {
    summary:
      'Makes one vector of a whole sequence: the average of its tokens. With a mask, padding does not count.',
    alsoCalled: ['average pooling', 'global average pool'],
    formula: String.raw`y = \frac{\sum_t m_t \, x_t}{\max(1, \sum_t m_t)}`,
    paper: {
      authors: 'Reimers, Gurevych',
      year: 2019,
      title: 'Sentence-BERT: Sentence Embeddings using Siamese BERT-Networks',
      url: 'https://arxiv.org/abs/1908.10084',
      where: 'section 3, MEAN pooling',
    },
    pytorch: '(x * mask[..., None]).sum(1) / mask.sum(1, keepdim=True).clamp(min=1)',
    keras: 'keras.layers.GlobalAveragePooling1D()(x, mask=mask)',
  },
  inputs: {
    x: { axes: 'batch tokens d_model' },
    mask: {
      axes: 'batch* 1 tokens',
      dtype: 'bool',
      label: 'mask',
      optional: true,
      doc: 'True for tokens that count, as a padding mask gives it.',
    },
  },
  outputs: { y: { axes: 'batch d_model' } },
  params: {},
  examples: [
    { inputs: { x: [2, 5, 8] }, outputs: { y: [2, 8] }, parameters: 0 },
    { inputs: { x: [2, 5, 8], mask: [2, 1, 5] }, outputs: { y: [2, 8] }, parameters: 0 },
    { inputs: { x: [3, 4, 6], mask: [1, 1, 4] }, outputs: { y: [3, 6] }, parameters: 0 },
  ],
  build: (b, { x, mask }) => {
    if (!mask) return { y: b.mean([x], { axes: [1], keepDims: false }) };
    const [batch, , tokens] = mask.shape;
    const flags = b.cast([mask], { dtype: 'float32' });
    const counts = b.reshape([flags], { shape: [batch, tokens, 1] });
    const total = b.sum([b.mul([x, counts])], { axes: [1], keepDims: false }); // [B, d]
    const number = b.sum([counts], { axes: [1], keepDims: false }); // [B|1, 1]
    return { y: b.div([total, b.maximum([number, b.scalar(1)])]) };
  },
});
