/** Lets each token see its neighbours only. Vaswani et al. 2017, table 1 (restricted); Beltagy et al. 2020. */
import { defineBlock, flag, int } from '../../define';
import { placesAlong } from '../../shared/masks';

export default defineBlock({
  id: 'sliding-window-mask',
  title: 'Sliding-window mask',
  family: 'attention',
  icon: 'UnfoldHorizontal',
  docs: {
    summary:
      'Each token looks at itself and at a few neighbours on both sides, not at the whole text. What lies further away gets through from layer to layer.',
    alsoCalled: ['local attention mask', 'Longformer'],
    formula: String.raw`M_{ij} = [\, |i - j| \le r \,]`,
    paper: {
      authors: 'Beltagy, Peters, Cohan',
      year: 2020,
      title: 'Longformer: The Long-Document Transformer',
      url: 'https://arxiv.org/abs/2004.05150',
      where: 'section 3.1, figure 2b',
    },
    pytorch: '(torch.arange(tokens)[:, None] - torch.arange(tokens)).abs() <= r',
    keras: 'keras.ops.abs(keras.ops.arange(n)[:, None] - keras.ops.arange(n)) <= r',
  },
  inputs: {
    x: { axes: 'batch tokens ...', dtype: 'any', doc: 'Any sequence; only its length is used.' },
  },
  outputs: {
    mask: { axes: 'batch* tokens source', dtype: 'bool', doc: 'True where a token may look.' },
  },
  params: {
    radius: int({
      label: 'Neighbours on each side',
      default: 2,
      min: 0,
      max: 65536,
      symbol: 'r',
      unit: 'tokens',
    }),
    causal: flag({ label: 'Hide the future', doc: 'Only earlier neighbours.', default: false }),
  },
  examples: [
    { inputs: { x: [2, 5, 8] }, outputs: { mask: [1, 5, 5] }, parameters: 0 },
    {
      params: { radius: 1, causal: true },
      inputs: { x: [1, 4, 2] },
      outputs: { mask: [1, 4, 4] },
      parameters: 0,
    },
  ],
  build: (b, { x }, { radius, causal }) => {
    const tokens = x.shape[1];
    const places = (...shape: number[]) => placesAlong(b, tokens, shape);
    const distance = b.sub([places(1, tokens, 1), places(1, 1, tokens)]); // i - j
    const near = b.greaterEqual([b.scalar(radius), b.abs([distance])]);
    if (!causal) return { mask: near };
    return { mask: b.logicalAnd([near, b.greaterEqual([distance, b.scalar(0)])]) };
  },
});
