/** Hides random tokens behind one learned token. Xie et al. 2022 (SimMIM); Bao et al. 2022 (BEiT). */
import { defineBlock, flag, float } from '../../define';
import { falseMask } from '../../shared/masks';
import { visionStart } from '../../shared/starts';

export default defineBlock({
  id: 'mask-patches',
  title: 'Mask patches',
  family: 'inputs',
  icon: 'SquareDashed',
  advanced: true,
  docs: {
    summary:
      'In training, puts one learned vector in the place of a random share of the patches. What was there is to be guessed from the rest: pictures teach the network without labels.',
    formula: String.raw`y_i = (1 - m_i) \, x_i + m_i \, e_{mask}, \quad m_i \sim \mathrm{Bernoulli}(p)`,
    paper: {
      authors: 'Xie et al.',
      year: 2022,
      title: 'SimMIM: A Simple Framework for Masked Image Modeling',
      url: 'https://arxiv.org/abs/2111.09886',
      where: 'section 3.2',
    },
    pytorch: 'torch.where(mask[..., None], mask_token, x)',
    keras: 'keras.ops.where(mask[..., None], mask_token, x)',
  },
  inputs: { x: { axes: 'batch tokens d_model', doc: 'Embedded patches, without positions.' } },
  outputs: {
    y: { axes: 'batch tokens d_model' },
    mask: { axes: 'batch tokens', dtype: 'bool', doc: 'True where a patch is hidden.' },
  },
  params: {
    rate: float({
      label: 'Masked share',
      doc: 'SimMIM hides 0.6, MAE 0.75, BEiT 0.4.',
      default: 0.6,
      min: 0,
      max: 1,
      symbol: 'p',
    }),
    always: flag({
      label: 'Also outside training',
      doc: 'To see what the network makes of a masked picture.',
      default: false,
    }),
  },
  examples: [
    {
      inputs: { x: [2, 5, 8] },
      outputs: { y: [2, 5, 8], mask: [2, 5] },
      parameters: 8,
    },
    {
      params: { rate: 0.5, always: true },
      inputs: { x: [3, 7, 4] },
      outputs: { y: [3, 7, 4], mask: [3, 7] },
      parameters: 4,
    },
  ],
  build: (b, { x }, { rate, always }) => {
    const [batch, tokens, width] = x.shape;
    const token = b.weight('token', [1, 1, width], visionStart);
    if (!b.scored && !always) return { y: x, mask: falseMask(b, [batch, tokens]) };
    const draw = b.randomUniform([], { shape: [batch, tokens], key: 'mask' });
    const mask = b.greater([b.scalar(rate), draw]);
    const hidden = b.reshape([mask], { shape: [batch, tokens, 1] });
    return { y: b.where([hidden, token, x]), mask };
  },
});
