/** Groups of channels brought to mean 0 and variance 1, example by example. Wu, He 2018, equation 7. */
import { sizeOf } from '../../../graph/types';
import { defineBlock, flag, float, int } from '../../define';
import { affineNorm } from '../../shared/affineNorm';
import { either, nearestDivisors, setParamFixes } from '../../shared/divisors';

export default defineBlock({
  id: 'group-norm',
  title: 'Group norm',
  family: 'norm',
  icon: 'Group',
  advanced: true,
  docs: {
    summary:
      'Brings each group of channels of an example to mean 0 and variance 1 over all its places, then scales and shifts each channel. Unlike batch norm it does not look at the other examples.',
    formula: String.raw`y = \gamma \frac{x - \mu_g}{\sqrt{\sigma_g^2 + \epsilon}} + \beta, \quad g = \left\lfloor \frac{c}{C / G} \right\rfloor`,
    paper: {
      authors: 'Wu, He',
      year: 2018,
      title: 'Group Normalization',
      url: 'https://arxiv.org/abs/1803.08494',
      where: 'section 3, equations 1, 6 and 7',
    },
    pytorch: 'nn.GroupNorm(groups, channels)',
    keras: 'keras.layers.GroupNormalization(groups, epsilon=1e-5)',
  },
  inputs: { x: { axes: 'batch ... channels' } },
  outputs: { y: { axes: 'batch ... channels' } },
  params: {
    groups: int({
      label: 'Groups',
      doc: 'Must divide the channels. 1: all channels together; as many as channels: instance norm.',
      default: 32,
      min: 1,
      max: 65536,
      symbol: 'G',
      unit: 'groups',
    }),
    epsilon: float({
      label: 'Epsilon',
      doc: 'Added to the variance, against division by zero.',
      default: 1e-5,
      min: 1e-12,
      max: 0.1,
    }),
    affine: flag({ label: 'Scale and shift', doc: 'Learned, one each a channel.', default: true }),
  },
  examples: [
    {
      params: { groups: 3 },
      inputs: { x: [2, 2, 3, 6] },
      outputs: { y: [2, 2, 3, 6] },
      parameters: 12,
    },
    { params: { groups: 1 }, inputs: { x: [2, 5, 4] }, outputs: { y: [2, 5, 4] }, parameters: 8 },
    {
      params: { groups: 2, affine: false },
      inputs: { x: [1, 2, 2, 3, 4] },
      outputs: { y: [1, 2, 2, 3, 4] },
      parameters: 0,
    },
    { params: { groups: 2 }, inputs: { x: [2, 8] }, outputs: { y: [2, 8] }, parameters: 16 },
  ],
  build: (b, { x }, { groups, epsilon, affine }) => {
    const [batch] = x.shape;
    const channels = x.shape[x.shape.length - 1];
    if (channels % groups !== 0) {
      const fits = nearestDivisors(channels, groups);
      b.fail('shape/indivisible', `${groups} groups do not divide ${channels} channels.`, {
        param: 'groups',
        hint: `Each group takes an equal share of the channels. Set groups to ${either(fits)}.`,
        short: `${channels} into ${groups} groups`,
        fixes: setParamFixes('groups', 'groups', fits),
      });
    }
    const places = sizeOf(x.shape.slice(1, -1));
    const share = channels / groups;
    const split = b.reshape([x], { shape: [batch, places, groups, share] });
    const perm = [0, 2, 1, 3];
    const grouped = b.transpose([split], { perm }); // [B, G, N, C / G]
    const rows = b.reshape([grouped], { shape: [batch * groups, places * share] });
    const normal = b.normalize([rows], { eps: epsilon });
    const apart = b.reshape([normal], { shape: [batch, groups, places, share] });
    const flat = b.reshape([b.transpose([apart], { perm })], { shape: [batch, places, channels] });
    const y = affine ? affineNorm(b, flat) : flat;
    return { y: b.reshape([y], { shape: x.shape }) };
  },
});
