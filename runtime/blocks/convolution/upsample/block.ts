/** A map enlarged by repeating or by mixing neighbours. Long, Shelhamer, Darrell 2015, section 3.3. */
import type { Value } from '../../../ops/types';
import { choice, defineBlock, flag, int } from '../../define';
import { bilinear, bilinearCorners, resample } from '../../shared/resample';
import type { BlockBuilder } from '../../types';

export default defineBlock({
  id: 'upsample',
  title: 'Upsample',
  family: 'convolution',
  icon: 'Expand',
  docs: {
    summary:
      'Enlarges a map without learning anything: it repeats every value, or goes smoothly from each to the next.',
    alsoCalled: ['interpolate', 'resize', 'nearest', 'bilinear'],
    formula: String.raw`y_{ij} = \sum_{u,v} a_{iu}\, b_{jv}\, x_{uv}`,
    paper: {
      authors: 'Long, Shelhamer, Darrell',
      year: 2015,
      title: 'Fully Convolutional Networks for Semantic Segmentation',
      url: 'https://arxiv.org/abs/1411.4038',
      where: 'section 3.3',
    },
    pytorch: 'nn.Upsample(scale_factor=factor, mode=mode, align_corners=align_corners)',
    keras: 'keras.layers.UpSampling2D(factor, interpolation=mode)',
  },
  inputs: { x: { axes: 'batch height width channels' } },
  outputs: { y: { axes: 'batch height width channels' } },
  params: {
    factor: int({
      label: 'Factor',
      doc: 'How many times as high and as wide.',
      default: 2,
      min: 1,
      max: 64,
    }),
    mode: choice({
      label: 'Between values',
      default: 'nearest',
      choices: { nearest: 'Repeat the nearest', bilinear: 'Go smoothly (bilinear)' },
    }),
    align_corners: flag({
      label: 'Align corners',
      doc: 'Bilinear: the corner values stay in the corners. Off: pixels are squares, and their edges meet.',
      default: false,
    }),
  },
  examples: [
    { inputs: { x: [2, 3, 2, 4] }, outputs: { y: [2, 6, 4, 4] }, parameters: 0 },
    {
      params: { factor: 3, mode: 'bilinear' },
      inputs: { x: [1, 2, 3, 2] },
      outputs: { y: [1, 6, 9, 2] },
      parameters: 0,
    },
    {
      params: { mode: 'bilinear', align_corners: true },
      inputs: { x: [2, 1, 3, 2] },
      outputs: { y: [2, 2, 6, 2] },
      parameters: 0,
    },
  ],
  build: (b, { x }, { factor, mode, align_corners }) => {
    if (mode === 'nearest') return { y: repeat(b, x, factor) };
    const [, height, width] = x.shape;
    const between = align_corners ? bilinearCorners : bilinear;
    return { y: resample(b, x, factor * height, factor * width, between) };
  },
});

/** Every pixel as a square of `factor` x `factor`: [B, H, W, C] -> [B, factor H, factor W, C]. */
function repeat(b: BlockBuilder, x: Value, factor: number): Value {
  if (factor === 1) return x;
  const [batch, height, width, channels] = x.shape;
  const pixels = b.reshape([x], { shape: [batch * height * width, 1, channels] });
  const wide = b.broadcastTo([pixels], { shape: [batch * height * width, factor, channels] });
  const row = width * factor * channels;
  const rows = b.reshape([wide], { shape: [batch * height, 1, row] });
  const tall = b.broadcastTo([rows], { shape: [batch * height, factor, row] });
  return b.reshape([tall], { shape: [batch, height * factor, width * factor, channels] });
}
