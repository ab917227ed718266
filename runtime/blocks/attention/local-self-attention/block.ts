/** Self-attention over the neighbourhood of each pixel. Ramachandran et al. 2019, section 3. */
import { choice, defineBlock, int } from '../../define';
import { setParamFixes } from '../../shared/divisors';
import { checkHeads } from '../../shared/heads';
import { attendLocally } from './attendLocally';

export default defineBlock({
  id: 'local-self-attention',
  title: 'Local self-attention',
  family: 'attention',
  icon: 'Grid3x3',
  advanced: true,
  docs: {
    summary:
      'Takes the place of a convolution: each pixel looks at the square around it, and weighs each neighbour by what it holds and by how far away it lies, in rows and in columns.',
    formula: String.raw`y_{ij} = \sum_{a, b \in \mathcal{N}_k(i, j)} \mathrm{softmax}_{ab}\!\left(q_{ij}^\top k_{ab} + q_{ij}^\top r_{a - i, b - j}\right) v_{ab}`,
    paper: {
      authors: 'Ramachandran et al.',
      year: 2019,
      title: 'Stand-Alone Self-Attention in Vision Models',
      url: 'https://arxiv.org/abs/1906.05909',
      where: 'section 3, equations 2 and 3',
    },
    pytorch: '(F.unfold(value, k) * (query * (F.unfold(key, k) + r)).sum(1).softmax(-1)).sum(-1)',
    keras:
      'keras.ops.image.extract_patches(key, k, padding="same"), then attention over each patch',
  },
  inputs: { x: { axes: 'batch height width in_channels' } },
  outputs: {
    y: { axes: 'batch height width channels' },
    weights: {
      axes: 'batch heads tokens neighbours',
      doc: 'How much each place looks at each of its neighbours, both row by row; every row sums to 1.',
    },
  },
  params: {
    filters: int({
      label: 'Channels',
      doc: '0: as many as come in.',
      default: 0,
      min: 0,
      max: 8192,
      unit: 'channels',
    }),
    heads: int({ label: 'Heads', default: 8, min: 1, max: 256, symbol: 'N' }),
    kernel: int({
      label: 'Neighbourhood',
      doc: 'Side of the square that a pixel looks at; odd.',
      default: 7,
      min: 1,
      max: 31,
      symbol: 'k',
      unit: 'pixels',
    }),
    border: choice({
      label: 'Beyond the border',
      doc: 'What a pixel at the edge of the map finds outside.',
      default: 'hidden',
      choices: {
        hidden: 'Nothing: only the neighbours that exist are weighed',
        zeros: 'Zeros, as a convolution has them',
      },
    }),
  },
  examples: [
    {
      params: { heads: 2, kernel: 3 },
      inputs: { x: [2, 3, 4, 8] },
      outputs: { y: [2, 3, 4, 8], weights: [2, 2, 12, 9] },
      // 3 * 8 * 8 + 2 * 3 * 4
      parameters: 216,
    },
    {
      params: { filters: 6, heads: 1, kernel: 5, border: 'zeros' },
      inputs: { x: [1, 3, 3, 4] },
      outputs: { y: [1, 3, 3, 6], weights: [1, 1, 9, 25] },
      // 3 * 4 * 6 + 2 * 5 * 3
      parameters: 102,
    },
    {
      // In the place of a 3 x 3 convolution of a ResNet-50: 3 C^2 + 7 C.
      inputs: { x: [1, 2, 2, 64] },
      outputs: { y: [1, 2, 2, 64], weights: [1, 8, 4, 49] },
      parameters: 12_736,
    },
  ],
  build: (b, { x }, { filters, heads, kernel, border }) => {
    const channels = filters || x.shape[3];
    checkHeads(b, channels, heads);
    if ((channels / heads) % 2 !== 0) {
      b.fail(
        'shape/indivisible',
        `The channels of a head, ${channels / heads}, are an odd number.`,
        {
          param: 'heads',
          hint: 'Half of a head knows the distance in rows, half in columns: take an even number of channels for each head.',
          short: `${channels / heads} channels in halves`,
        },
      );
    }
    if (kernel % 2 === 0) {
      b.fail('param/invalid', `A neighbourhood of ${kernel} x ${kernel} has no middle.`, {
        param: 'kernel',
        hint: 'Its side must be odd.',
        short: `side ${kernel}`,
        fixes: setParamFixes('kernel', 'neighbourhood', [kernel - 1, kernel + 1]),
      });
    }
    return attendLocally(b, x, { channels, heads, kernel, hidden: border === 'hidden' });
  },
});
