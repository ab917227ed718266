/** One layer of the Transformer's encoder. Vaswani et al. 2017, figure 1, left. */
import { choice, defineComposite } from '../../define';
import { feedForwardActivations } from '../../shared/activations';
import { dropoutParam, headsParam, innerWidthParam, keyWidthParam } from '../../shared/layerParams';
import { vaswani2017 } from '../../shared/papers';
import { sketch } from '../../shared/sketch';

export default defineComposite({
  id: 'encoder-layer',
  title: 'Encoder layer',
  family: 'composite',
  icon: 'Boxes',
  docs: {
    summary:
      'Self-attention, then a feed-forward network, each followed by Add & Norm: the left half of the Transformer, stacked six times there.',
    alsoCalled: ['Transformer block', 'BERT layer'],
    formula: String.raw`a = \mathrm{LN}(x + \mathrm{MHA}(x, x, x)), \quad y = \mathrm{LN}(a + \mathrm{FFN}(a))`,
    paper: { ...vaswani2017, where: 'section 3.1, figure 1' },
    pytorch: 'nn.TransformerEncoderLayer(d_model, heads, d_ff, dropout, batch_first=True)',
    keras: 'keras_hub.layers.TransformerEncoder(d_ff, heads, dropout)',
  },
  inputs: {
    x: { axes: 'batch tokens d_model' },
    mask: { axes: 'batch* tokens* source*', dtype: 'bool', label: 'mask', optional: true },
  },
  outputs: { y: { axes: 'batch tokens d_model' } },
  params: {
    heads: headsParam(8),
    d_ff: innerWidthParam,
    dropout: dropoutParam,
    activation: choice({ label: 'Activation', default: 'relu', choices: feedForwardActivations }),
    d_k: keyWidthParam,
  },
  examples: [
    {
      params: { heads: 4, d_ff: 32, dropout: 0.1 },
      inputs: { x: [2, 5, 16] },
      outputs: { y: [2, 5, 16] },
      // 4 (16 * 16 + 16) + 2 * 16 * 32 + 32 + 16 + 4 * 16
      parameters: 2224,
    },
    {
      params: { heads: 2, d_ff: 8, activation: 'gelu', d_k: 3 },
      inputs: { x: [2, 4, 8], mask: [2, 1, 4] },
      outputs: { y: [2, 4, 8] },
      parameters: 428,
    },
  ],
  graph: sketch(
    {
      attention: {
        block: 'multi-head-attention',
        at: [0, 432],
        params: { heads: 'heads', d_k: 'd_k' },
      },
      'add-norm-1': { block: 'add-norm', at: [0, 288], params: { dropout: 'dropout' } },
      'feed-forward': {
        block: 'feed-forward',
        at: [0, 144],
        params: { d_ff: 'd_ff', activation: '=activation' },
      },
      'add-norm-2': { block: 'add-norm', at: [0, 0], params: { dropout: 'dropout' } },
    },
    [
      ['$in.x', 'attention.query'],
      ['$in.x', 'attention.key'],
      ['$in.x', 'attention.value'],
      ['$in.mask', 'attention.mask'],
      ['$in.x', 'add-norm-1.x'],
      ['attention.y', 'add-norm-1.sublayer'],
      ['add-norm-1.y', 'feed-forward.x'],
      ['add-norm-1.y', 'add-norm-2.x'],
      ['feed-forward.y', 'add-norm-2.sublayer'],
      ['add-norm-2.y', '$out.y'],
    ],
  ),
});
