/** One pre-norm layer, as a ViT stacks it. Dosovitskiy et al. 2021, figure 1, right. */
import { choice, defineComposite } from '../../define';
import { feedForwardActivations } from '../../shared/activations';
import { dropoutParam, headsParam, innerWidthParam } from '../../shared/layerParams';
import { dosovitskiy2021 } from '../../shared/papers';
import { sketch } from '../../shared/sketch';

export default defineComposite({
  id: 'vit-encoder-layer',
  title: 'Encoder layer (pre-norm)',
  family: 'composite',
  icon: 'Boxes',
  docs: {
    summary:
      'Self-attention, then a feed-forward network. Each is normalized before and added to an unbroken stream, which makes deep stacks easy to train.',
    alsoCalled: ['ViT block', 'GPT block'],
    formula: String.raw`a = x + \mathrm{MHA}(\mathrm{LN}(x)), \quad y = a + \mathrm{MLP}(\mathrm{LN}(a))`,
    paper: { ...dosovitskiy2021, where: 'section 3.1, equations 2 and 3, figure 1' },
    pytorch:
      "nn.TransformerEncoderLayer(d_model, heads, d_ff, dropout, 'gelu', 1e-6, True, norm_first=True)",
    keras:
      "keras_hub.layers.TransformerEncoder(d_ff, heads, dropout, 'gelu', normalize_first=True)",
  },
  inputs: {
    x: { axes: 'batch tokens d_model' },
    mask: { axes: 'batch* tokens* source*', dtype: 'bool', label: 'mask', optional: true },
  },
  outputs: { y: { axes: 'batch tokens d_model' } },
  params: {
    heads: headsParam(4),
    d_ff: innerWidthParam,
    dropout: dropoutParam,
    activation: choice({ label: 'Activation', default: 'gelu', choices: feedForwardActivations }),
  },
  examples: [
    {
      params: { heads: 4, d_ff: 32, dropout: 0.1 },
      inputs: { x: [2, 5, 16] },
      outputs: { y: [2, 5, 16] },
      parameters: 2224,
    },
    {
      params: { heads: 2, d_ff: 8, activation: 'relu' },
      inputs: { x: [1, 4, 8], mask: [1, 4, 4] },
      outputs: { y: [1, 4, 8] },
      parameters: 464,
    },
  ],
  graph: sketch(
    {
      'norm-1': { block: 'layer-norm', at: [0, 864], params: { epsilon: 1e-6 } },
      attention: { block: 'multi-head-attention', at: [0, 720], params: { heads: 'heads' } },
      dropout: { block: 'dropout', at: [0, 576], params: { rate: 'dropout' } },
      'add-1': { block: 'add', at: [0, 432] },
      'norm-2': { block: 'layer-norm', at: [0, 288], params: { epsilon: 1e-6 } },
      mlp: {
        block: 'feed-forward',
        at: [0, 144],
        params: { d_ff: 'd_ff', activation: '=activation', dropout: 'dropout' },
        label: 'MLP',
      },
      'add-2': { block: 'add', at: [0, 0] },
    },
    [
      ['$in.x', 'norm-1.x'],
      ['norm-1.y', 'attention.query'],
      ['norm-1.y', 'attention.key'],
      ['norm-1.y', 'attention.value'],
      ['$in.mask', 'attention.mask'],
      ['attention.y', 'dropout.x'],
      ['$in.x', 'add-1.a'],
      ['dropout.y', 'add-1.b'],
      ['add-1.y', 'norm-2.x'],
      ['norm-2.y', 'mlp.x'],
      ['add-1.y', 'add-2.a'],
      ['mlp.y', 'add-2.b'],
      ['add-2.y', '$out.y'],
    ],
  ),
});
