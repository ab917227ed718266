/** One layer of DETR's decoder: object queries look at a picture. Carion et al. 2020, A.3. */
import { choice, defineComposite } from '../../define';
import { feedForwardActivations } from '../../shared/activations';
import { dropoutParam, headsParam, innerWidthParam } from '../../shared/layerParams';
import { carion2020 } from '../../shared/papers';
import { sketch } from '../../shared/sketch';

export default defineComposite({
  id: 'detr-decoder-layer',
  title: 'DETR decoder layer',
  family: 'composite',
  icon: 'Boxes',
  advanced: true,
  docs: {
    summary:
      'The slots look at each other, then at the picture, then think on their own. The object queries are added to what asks in both attentions, the positions of the picture to its keys; values stay as they are.',
    formula: String.raw`a = \mathrm{LN}(x + \mathrm{MHA}(x + q, x + q, x)), \quad c = \mathrm{LN}(a + \mathrm{MHA}(a + q, m + p, m)), \quad y = \mathrm{LN}(c + \mathrm{FFN}(c))`,
    paper: { ...carion2020, where: 'appendix A.3, figure 10, right' },
    pytorch:
      'TransformerDecoderLayer(d_model, heads, d_ff, dropout)(tgt, memory, pos=positions, query_pos=queries)',
    keras:
      'keras.layers.MultiHeadAttention(heads, d_k)(a + q, m, m + p), each followed by Add & Norm',
  },
  inputs: {
    x: { axes: 'batch tokens d_model', doc: 'What the slots hold so far; zeros at first.' },
    queries: { axes: 'batch* tokens d_model', doc: 'The object queries.' },
    memory: { axes: 'batch source d_memory', doc: 'What the encoder made of the picture.' },
    memory_positions: {
      axes: 'batch* source d_memory',
      label: 'positions',
      doc: 'Of the places of the picture; added to keys.',
    },
    memory_mask: {
      axes: 'batch* tokens* source*',
      dtype: 'bool',
      label: 'memory mask',
      optional: true,
      doc: 'Which places may be looked at.',
    },
    mask: {
      axes: 'batch* tokens* tokens*',
      dtype: 'bool',
      label: 'mask',
      optional: true,
      doc: 'Which slots may look at which.',
    },
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
      inputs: {
        x: [2, 3, 16],
        queries: [2, 3, 16],
        memory: [2, 5, 16],
        memory_positions: [1, 5, 16],
      },
      outputs: { y: [2, 3, 16] },
      // 8 (16 * 16 + 16) + 2 * 16 * 32 + 32 + 16 + 6 * 16
      parameters: 3344,
    },
    {
      params: { heads: 2, d_ff: 8 },
      inputs: {
        x: [2, 4, 8],
        queries: [1, 4, 8],
        memory: [2, 6, 8],
        memory_positions: [2, 6, 8],
        memory_mask: [2, 1, 6],
        mask: [1, 4, 4],
      },
      outputs: { y: [2, 4, 8] },
      parameters: 768,
    },
  ],
  graph: sketch(
    {
      'self-positions': { block: 'add-positions', at: [-96, 1008], label: 'Add queries' },
      'self-attention': {
        block: 'multi-head-attention',
        at: [0, 864],
        params: { heads: 'heads', dropout: 'dropout' },
      },
      'add-norm-1': { block: 'add-norm', at: [0, 720], params: { dropout: 'dropout' } },
      'query-positions': { block: 'add-positions', at: [-192, 576], label: 'Add queries' },
      'key-positions': { block: 'add-positions', at: [96, 576] },
      'cross-attention': {
        block: 'multi-head-attention',
        at: [0, 432],
        params: { heads: 'heads', dropout: 'dropout' },
        label: 'Cross-attention',
      },
      'add-norm-2': { block: 'add-norm', at: [0, 288], params: { dropout: 'dropout' } },
      'feed-forward': {
        block: 'feed-forward',
        at: [0, 144],
        // Drops inside and behind: the Add & Norm that follows drops no more.
        params: { d_ff: 'd_ff', activation: '=activation', dropout: 'dropout' },
      },
      'add-norm-3': { block: 'add-norm', at: [0, 0] },
    },
    [
      ['$in.x', 'self-positions.x'],
      ['$in.queries', 'self-positions.positions'],
      ['self-positions.y', 'self-attention.query'],
      ['self-positions.y', 'self-attention.key'],
      ['$in.x', 'self-attention.value'],
      ['$in.mask', 'self-attention.mask'],
      ['$in.x', 'add-norm-1.x'],
      ['self-attention.y', 'add-norm-1.sublayer'],
      ['add-norm-1.y', 'query-positions.x'],
      ['$in.queries', 'query-positions.positions'],
      ['$in.memory', 'key-positions.x'],
      ['$in.memory_positions', 'key-positions.positions'],
      ['query-positions.y', 'cross-attention.query'],
      ['key-positions.y', 'cross-attention.key'],
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
