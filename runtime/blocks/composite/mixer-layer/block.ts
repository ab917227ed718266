/** One layer of an MLP-Mixer. Tolstikhin et al. 2021, figure 1. */
import { choice, defineComposite, int } from '../../define';
import { feedForwardActivations } from '../../shared/activations';
import { dropoutParam } from '../../shared/layerParams';
import { tolstikhin2021 } from '../../shared/papers';
import { sketch } from '../../shared/sketch';

export default defineComposite({
  id: 'mixer-layer',
  title: 'Mixer layer',
  family: 'composite',
  icon: 'Boxes',
  advanced: true,
  docs: {
    summary:
      'Mixes along the tokens, then along the features, each by a feed-forward network that is normalized before and added to an unbroken stream. A Transformer layer without attention.',
    formula: String.raw`U = X + \mathrm{MLP}_{tokens}(\mathrm{LN}(X)), \quad Y = U + \mathrm{MLP}_{channels}(\mathrm{LN}(U))`,
    paper: { ...tolstikhin2021, where: 'section 2, equations 1 and 2, figure 1' },
    pytorch: 'timm.models.mlp_mixer.MixerBlock(d_model, tokens)',
    keras: 'x += token_mlp(norm_1(x)); x += channel_mlp(norm_2(x))',
  },
  inputs: { x: { axes: 'batch tokens d_model' } },
  outputs: { y: { axes: 'batch tokens d_model' } },
  params: {
    token_width: int({
      label: 'Inner width of the token mixing',
      default: 64,
      min: 1,
      max: 65536,
      symbol: 'D_S',
      unit: 'features',
    }),
    channel_width: int({
      label: 'Inner width of the channel mixing',
      default: 256,
      min: 1,
      max: 65536,
      symbol: 'D_C',
      unit: 'features',
    }),
    dropout: dropoutParam,
    activation: choice({ label: 'Activation', default: 'gelu', choices: feedForwardActivations }),
  },
  examples: [
    {
      params: { token_width: 7, channel_width: 12, dropout: 0.1 },
      inputs: { x: [2, 5, 4] },
      outputs: { y: [2, 5, 4] },
      // 82 + 2 * 4 * 12 + 12 + 4 + 4 * 4
      parameters: 210,
    },
    {
      params: { token_width: 6, channel_width: 8, activation: 'gelu-tanh' },
      inputs: { x: [3, 3, 8] },
      outputs: { y: [3, 3, 8] },
      parameters: 221,
    },
  ],
  graph: sketch(
    {
      'norm-1': { block: 'layer-norm', at: [0, 720], params: { epsilon: 1e-6 } },
      'token-mixing': {
        block: 'token-mixing',
        at: [0, 576],
        params: { inner: 'token_width', activation: '=activation', dropout: 'dropout' },
      },
      'add-1': { block: 'add', at: [0, 432] },
      'norm-2': { block: 'layer-norm', at: [0, 288], params: { epsilon: 1e-6 } },
      'channel-mixing': {
        block: 'feed-forward',
        at: [0, 144],
        params: { d_ff: 'channel_width', activation: '=activation', dropout: 'dropout' },
        label: 'Channel mixing',
      },
      'add-2': { block: 'add', at: [0, 0] },
    },
    [
      ['$in.x', 'norm-1.x'],
      ['norm-1.y', 'token-mixing.x'],
      ['$in.x', 'add-1.a'],
      ['token-mixing.y', 'add-1.b'],
      ['add-1.y', 'norm-2.x'],
      ['norm-2.y', 'channel-mixing.x'],
      ['add-1.y', 'add-2.a'],
      ['channel-mixing.y', 'add-2.b'],
      ['add-2.y', '$out.y'],
    ],
  ),
});
