/** One layer of DETR's encoder: positions for queries and keys alone. Carion et al. 2020, A.3. */
import { choice, defineComposite } from '../../define';
import { feedForwardActivations } from '../../shared/activations';
import { dropoutParam, headsParam, innerWidthParam } from '../../shared/layerParams';
import { carion2020 } from '../../shared/papers';
import { sketch } from '../../shared/sketch';

export default defineComposite({
  id: 'detr-encoder-layer',
  title: 'DETR encoder layer',
  family: 'composite',
  icon: 'Boxes',
  advanced: true,
  docs: {
    summary:
      'An encoder layer that is told the positions anew each time: they are added to queries and keys, never to values, so that what is passed on is content alone.',
    formula: String.raw`a = \mathrm{LN}(x + \mathrm{MHA}(x + p, x + p, x)), \quad y = \mathrm{LN}(a + \mathrm{FFN}(a))`,
    paper: { ...carion2020, where: 'appendix A.3, figure 10, left' },
    pytorch: 'TransformerEncoderLayer(d_model, heads, d_ff, dropout)(src, pos=positions)',
    keras: 'keras.layers.MultiHeadAttention(heads, d_k)(x + p, x, x + p), then Add & Norm, twice',
  },
  inputs: {
    x: { axes: 'batch tokens d_model' },
    positions: { axes: 'batch* tokens d_model', doc: 'Added to queries and keys.' },
    mask: { axes: 'batch* tokens* source*', dtype: 'bool', label: 'mask', optional: true },
  },
  outputs: { y: { axes: 'batch tokens d_model' } },
  params: {
    heads: headsParam(8),
    d_ff: { ...innerWidthParam, default: 2048 },
    dropout: dropoutParam,
    activation: choice({ label: 'Activation', default: 'relu', choices: feedForwardActivations }),
  },
  examples: [
    {
      params: { heads: 4, d_ff: 32, dropout: 0.1 },
      inputs: { x: [2, 5, 16], positions: [1, 5, 16] },
      outputs: { y: [2, 5, 16] },
      // 4 (16 * 16 + 16) + 2 * 16 * 32 + 32 + 16 + 4 * 16
      parameters: 2224,
    },
    {
      params: { heads: 2, d_ff: 8 },
      inputs: { x: [2, 4, 8], positions: [2, 4, 8], mask: [2, 1, 4] },
      outputs: { y: [2, 4, 8] },
      parameters: 464,
    },
  ],
  graph: sketch(
    {
      positions: { block: 'add-positions', at: [-96, 576] },
      attention: {
        block: 'multi-head-attention',
        at: [0, 432],
        params: { heads: 'heads', dropout: 'dropout' },
      },
      'add-norm-1': { block: 'add-norm', at: [0, 288], params: { dropout: 'dropout' } },
      'feed-forward': {
        block: 'feed-forward',
        at: [0, 144],
        // Drops inside and behind: the Add & Norm that follows drops no more.
        params: { d_ff: 'd_ff', activation: '=activation', dropout: 'dropout' },
      },
      'add-norm-2': { block: 'add-norm', at: [0, 0] },
    },
    [
      ['$in.x', 'positions.x'],
      ['$in.positions', 'positions.positions'],
      ['positions.y', 'attention.query'],
      ['positions.y', 'attention.key'],
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
