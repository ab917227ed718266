/** A vector brought to length 1: only its direction is left. */
import { defineBlock, float } from '../../define';

export default defineBlock({
  id: 'l2-normalize',
  title: 'L2 normalize',
  family: 'norm',
  icon: 'Crosshair',
  advanced: true,
  docs: {
    summary:
      'Divides each vector by its length, so that only its direction is left. The dot product of two such vectors is the cosine of the angle between them.',
    formula: String.raw`y = \frac{x}{\sqrt{\max(\lVert x \rVert^2, \epsilon)}}`,
    paper: {
      authors: 'Schroff, Kalenichenko, Philbin',
      year: 2015,
      title: 'FaceNet: A Unified Embedding for Face Recognition and Clustering',
      url: 'https://arxiv.org/abs/1503.03832',
      where: 'section 3, figure 2',
    },
    pytorch: 'F.normalize(x, dim=-1, eps=1e-6)',
    keras: 'keras.layers.UnitNormalization(axis=-1)',
  },
  inputs: { x: { axes: '... features' } },
  outputs: { y: { axes: '... features' } },
  params: {
    epsilon: float({
      label: 'Epsilon',
      doc: 'Least square of the length, against division by zero.',
      default: 1e-12,
      min: 1e-30,
      max: 0.1,
    }),
  },
  examples: [
    { inputs: { x: [2, 8] }, outputs: { y: [2, 8] }, parameters: 0 },
    {
      params: { epsilon: 1e-6 },
      inputs: { x: [2, 3, 4] },
      outputs: { y: [2, 3, 4] },
      parameters: 0,
    },
  ],
  build: (b, { x }, { epsilon }) => {
    const squares = b.sum([b.square([x])], { axes: [x.shape.length - 1], keepDims: true }); // [..., 1]
    return { y: b.mul([x, b.rsqrt([b.maximum([squares, b.scalar(epsilon)])])]) };
  },
});
