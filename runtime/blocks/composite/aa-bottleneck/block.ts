/** A ResNet bottleneck whose 3 x 3 convolution is joined by attention. Bello et al. 2019, section 4.2. */
import { defineComposite, float, int } from '../../define';
import { bottleneckGraph, bottleneckParams } from '../../shared/bottleneck';
import { bello2019 } from '../../shared/papers';

export default defineComposite({
  id: 'aa-bottleneck',
  title: 'Augmented bottleneck',
  family: 'composite',
  icon: 'Boxes',
  advanced: true,
  docs: {
    summary:
      'The bottleneck of a ResNet in which some channels of the 3 x 3 convolution come from attention over the whole map instead.',
    formula: String.raw`y = \mathrm{ReLU}(\mathrm{shortcut}(x) + W_3 * \mathrm{ReLU}(\mathrm{AAConv}(\mathrm{ReLU}(W_1 * x))))`,
    paper: { ...bello2019, where: 'section 4.2' },
    pytorch:
      'torchvision.models.resnet.Bottleneck(in_channels, width, stride), its conv2 an augmented convolution',
    keras:
      'keras.layers.Concatenate()([conv(x), attention(x)]) between two 1 x 1 keras.layers.Conv2D',
  },
  inputs: { x: { axes: 'batch height width in_channels' } },
  outputs: { y: { axes: 'batch height width channels' } },
  params: {
    ...bottleneckParams,
    heads: int({ label: 'Heads', default: 8, min: 1, max: 256, symbol: 'N_h' }),
    key_share: float({
      label: 'Key share',
      doc: 'Key width over the width of the block.',
      default: 0.2,
      min: 0.01,
      max: 4,
      symbol: 'κ',
    }),
    value_share: float({
      label: 'Value share',
      doc: 'Share of the channels that come from attention.',
      default: 0.1,
      min: 0.01,
      max: 0.9,
      symbol: 'υ',
    }),
    key_min: int({
      label: 'Least key width per head',
      doc: 'The paper never goes below 20.',
      default: 20,
      min: 1,
      max: 1024,
      unit: 'channels',
    }),
    pool: int({
      label: 'Pool for attention',
      doc: 'Runs attention on a map that many times smaller, to save memory.',
      default: 1,
      min: 1,
      max: 32,
      unit: 'pixels',
    }),
  },
  examples: [
    {
      params: { width: 16, heads: 2, key_share: 0.5, value_share: 0.25, key_min: 4 },
      inputs: { x: [2, 4, 4, 8] },
      outputs: { y: [2, 4, 4, 64] },
      // 8*16 + 9*16*12 + 16*(8+8+4) + 4*4 + (7+7)*4 + 16*64 + 8*64 + 2*(16+16+64+64)
      parameters: 4104,
    },
    {
      params: { width: 8, heads: 1, key_min: 4, stride: 2, pool: 2 },
      inputs: { x: [1, 8, 8, 32] },
      outputs: { y: [1, 4, 4, 32] },
      // 32*8 + 9*8*7 + 8*(4+4+1) + 1 + (3+3)*4 + 8*32 + 32*32 + 2*(8+8+32+32)
      parameters: 2297,
    },
  ],
  graph: bottleneckGraph({
    block: 'aa-conv',
    params: {
      filters: 'width',
      // Whole heads: each share of the width, rounded to a multiple of the heads.
      key_width: 'heads * max(round(key_share * width / heads), key_min)',
      value_width: 'heads * max(round(value_share * width / heads), 1)',
      heads: 'heads',
      stride: 'stride',
      pool: 'pool',
      bias: false,
    },
    label: 'Augmented 3 x 3',
  }),
});
