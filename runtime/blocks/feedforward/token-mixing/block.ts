/** A feed-forward network across the tokens, channel by channel. Tolstikhin et al. 2021, equation 1. */
import { choice, defineBlock, float, int } from '../../define';
import { activate, feedForwardActivations } from '../../shared/activations';
import { dropout } from '../../shared/dropout';
import { linear } from '../../shared/linear';
import { tolstikhin2021 } from '../../shared/papers';

export default defineBlock({
  id: 'token-mixing',
  title: 'Token mixing',
  family: 'feedforward',
  icon: 'ArrowLeftRight',
  docs: {
    summary:
      'A feed-forward network that runs along the tokens instead of along the features, the same for every feature: the place of attention in an MLP-Mixer. It works for sequences of this length only.',
    formula: String.raw`Y_{*,i} = W_2 \, \sigma(W_1 X_{*,i})`,
    paper: { ...tolstikhin2021, where: 'section 2, equation 1' },
    pytorch: 'mlp(x.transpose(1, 2)).transpose(1, 2)',
    keras: 'keras.layers.Permute((2, 1))(mlp(keras.layers.Permute((2, 1))(x)))',
  },
  inputs: { x: { axes: 'batch tokens d_model' } },
  outputs: { y: { axes: 'batch tokens d_model' } },
  params: {
    inner: int({
      label: 'Inner width',
      doc: 'Width that the tokens are mixed in.',
      default: 64,
      min: 1,
      max: 65536,
      symbol: 'D_S',
      unit: 'features',
    }),
    activation: choice({
      label: 'Activation',
      default: 'gelu',
      choices: feedForwardActivations,
    }),
    dropout: float({
      label: 'Dropout',
      doc: 'Share dropped in training after each of the two maps.',
      default: 0,
      min: 0,
      max: 0.95,
      symbol: 'P_drop',
    }),
  },
  examples: [
    {
      params: { inner: 7, dropout: 0.1 },
      inputs: { x: [2, 5, 4] },
      outputs: { y: [2, 5, 4] },
      // 2 * 5 * 7 + 7 + 5
      parameters: 82,
    },
    {
      params: { inner: 384 },
      inputs: { x: [1, 196, 2] },
      outputs: { y: [1, 196, 2] },
      // The token MLP of Mixer-B/16.
      parameters: 151_108,
    },
  ],
  build: (b, { x }, { inner, activation, dropout: rate }) => {
    const tokens = x.shape[1];
    const turned = b.transpose([x], { perm: [0, 2, 1] }); // [B, C, T]
    const wide = activate(b, linear(b, turned, 'inner', inner, { bias: true }), activation);
    const mixed = linear(b, dropout(b, wide, rate, 'inner'), 'outer', tokens, { bias: true });
    return { y: b.transpose([dropout(b, mixed, rate, 'outer')], { perm: [0, 2, 1] }) };
  },
});
