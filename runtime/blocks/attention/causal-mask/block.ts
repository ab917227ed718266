/** Lets each token see itself and what came before. Vaswani et al. 2017, section 3.2.3. */
import { defineBlock } from '../../define';
import { placesAlong } from '../../shared/masks';
import { vaswani2017 } from '../../shared/papers';

export default defineBlock({
  id: 'causal-mask',
  title: 'Causal mask',
  family: 'attention',
  icon: 'TriangleRight',
  docs: {
    summary:
      'Hides the future: token 5 may look at tokens 0 to 5 and no further, so that a network that writes cannot peek at what it is to write.',
    alsoCalled: ['autoregressive mask', 'GPT', 'look-ahead mask'],
    formula: String.raw`M_{ij} = [\, j \le i \,]`,
    paper: { ...vaswani2017, where: 'section 3.2.3' },
    pytorch: 'torch.ones(tokens, tokens, dtype=torch.bool).tril()',
    keras: 'keras.layers.MultiHeadAttention(...)(x, x, use_causal_mask=True)',
  },
  inputs: {
    x: { axes: 'batch tokens ...', dtype: 'any', doc: 'Any sequence; only its length is used.' },
  },
  outputs: {
    mask: { axes: 'batch* tokens source', dtype: 'bool', doc: 'True where a token may look.' },
  },
  params: {},
  examples: [{ inputs: { x: [2, 4, 8] }, outputs: { mask: [1, 4, 4] }, parameters: 0 }],
  build: (b, { x }) => {
    const tokens = x.shape[1];
    const places = (...shape: number[]) => placesAlong(b, tokens, shape);
    return { mask: b.greaterEqual([places(1, tokens, 1), places(1, 1, tokens)]) };
  },
});
