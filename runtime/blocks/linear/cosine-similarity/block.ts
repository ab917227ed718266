/** How much two vectors point the same way, -1..1. Salton, Wong, Yang 1975. */
import { defineBlock, float } from '../../define';

export default defineBlock({
  id: 'cosine-similarity',
  title: 'Cosine similarity',
  family: 'linear',
  icon: 'TriangleRight',
  advanced: true,
  docs: {
    summary:
      'Compares the directions of two vectors: 1 where they point the same way, 0 at a right angle, -1 where they are opposite. Their lengths do not matter.',
    formula: String.raw`y = \frac{a \cdot b}{\max(\lVert a \rVert, \epsilon) \, \max(\lVert b \rVert, \epsilon)}`,
    paper: {
      authors: 'Salton, Wong, Yang',
      year: 1975,
      title: 'A Vector Space Model for Automatic Indexing',
      url: 'https://doi.org/10.1145/361219.361220',
      where: 'section 1',
    },
    pytorch: 'F.cosine_similarity(a, b, dim=-1)',
    keras: 'keras.layers.Dot(axes=-1, normalize=True)([a, b])',
  },
  inputs: { a: { axes: '... features' }, b: { axes: '... features' } },
  outputs: { y: { axes: '...' } },
  params: {
    epsilon: float({
      label: 'Epsilon',
      doc: 'Least length of a vector, against division by zero.',
      default: 1e-8,
      min: 1e-15,
      max: 0.1,
    }),
  },
  examples: [
    { inputs: { a: [2, 8], b: [2, 8] }, outputs: { y: [2] }, parameters: 0 },
    { inputs: { a: [2, 3, 4], b: [2, 3, 4] }, outputs: { y: [2, 3] }, parameters: 0 },
  ],
  build: (builder, { a, b }, { epsilon }) => {
    const total = (x: typeof a) =>
      builder.sum([x], { axes: [x.shape.length - 1], keepDims: false });
    const least = builder.scalar(epsilon ** 2);
    const inverse = (x: typeof a) =>
      builder.rsqrt([builder.maximum([total(builder.square([x])), least])]);
    const product = total(builder.mul([a, b]));
    return { y: builder.mul([product, builder.mul([inverse(a), inverse(b)])]) };
  },
});
