/** One layer of the Transformer's decoder. Vaswani et al. 2017, figure 1, right. */
import { choice, defineComposite } from '../../define';
import { feedForwardActivations } from '../../shared/activations';
import { dropoutParam, headsParam, innerWidthParam, keyWidthParam } from '../../shared/layerParams';
import { vaswani2017 } from '../../shared/papers';
import { sketch } from '../../shared/sketch';

export default defineComposite({
  id: 'decoder-layer',
  title: 'Decoder layer',
  family: 'composite',
  icon: 'Boxes',
  docs: {
    summary:
      'Masked self-attention over what is written so far, cross-attention to what the encoder read, then a feed-forward network, each followed by Add & Norm.',
    formula: String.raw`a = \mathrm{LN}(x + \mathrm{MHA}(x, x, x; M)), \quad c = \mathrm{LN}(a + \mathrm{MHA}(a, m, m)), \quad y = \mathrm{LN}(c + \mathrm{FFN}(c))`,
    paper: { ...vaswani2017, where: 'section 3.1, figure 1' },
    pytorch: 'nn.TransformerDecoderLayer(d_model, heads, d_ff, dropout, batch_first=True)',
    keras: 'keras_hub.layers.TransformerDecoder(d_ff, heads, dropout)',
  },
  inputs: {
    x: { axes: 'batch tokens d_model' },
    memory: { axes: 'batch source d_memory', doc: 'What the encoder read.' },
    memory_mask: {
      axes: 'batch* tokens* source*',
      dtype: 'bool',
      label: 'memory mask',
      optional: true,
      doc: 'Which of its tokens may be looked at.',
    },
    mask: {
      // Its last axis counts the tokens written so far, not those of the memory.
      axes: 'batch* tokens* tokens*',
      dtype: 'bool',
      label: 'mask',
      optional: true,
      doc: 'Which tokens may look at which, of those written so far.',
    },
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
      inputs: { x: [2, 3, 16], memory: [2, 5, 16] },
      outputs: { y: [2, 3, 16] },
      // 8 (16 * 16 + 16) + 2 * 16 * 32 + 32 + 16 + 6 * 16
      parameters: 3344,
    },
    {
      params: { heads: 2, d_ff: 8 },
      inputs: { x: [2, 4, 8], memory: [2, 6, 8], memory_mask: [2, 1, 6], mask: [1, 4, 4] },
      outputs: { y: [2, 4, 8] },
      parameters: 768,
    },
  ],
  graph: sketch(
    {
      'self-attention': {
        block: 'multi-head-attention',
        at: [0, 720],
        params: { heads: 'heads', d_k: 'd_k' },
        label: 'Masked self-attention',
      },
      'add-norm-1': { block: 'add-norm', at: [0, 576], params: { dropout: 'dropout' } },
      'cross-attention': {
        block: 'multi-head-attention',
        at: [0, 432],
        params: { heads: 'heads', d_k: 'd_k' },
        label: 'Cross-attention',
      },
      'add-norm-2': { block: 'add-norm', at: [0, 288], params: { dropout: 'dropout' } },
      'feed-forward': {
        block: 'feed-forward',
        at: [0, 144],
        params: { d_ff: 'd_ff', activation: '=activation' },
      },
      'add-norm-3': { block: 'add-norm', at: [0, 0], params: { dropout: 'dropout' } },
    },
    [
      ['$in.x', 'self-attention.query'],
      ['$in.x', 'self-attention.key'],
      ['$in.x', 'self-attention.value'],
      ['$in.mask', 'self-attention.mask'],
      ['$in.x', 'add-norm-1.x'],
      ['self-attention.y', 'add-norm-1.sublayer'],
      ['add-norm-1.y', 'cross-attention.query'],
      ['$in.memory', 'cross-attention.key'],
      ['$in.memory', 'cross-attention.value'],
      ['$in.memory_mask', 'cross-attention.mask'],
      ['add-norm-1.y', 'add-norm-2.x'],
      ['cross-attention.y', 'add-norm-2.sublayer'],
      ['add-norm-2.y', 'feed-forward.x'],
      ['add-norm-2.y', 'add-norm-3.x'],
      ['feed-forward.y', 'add-norm-3.sublayer'],
      ['add-norm-3.y', '$out.y'],
    ],
  ),
});
