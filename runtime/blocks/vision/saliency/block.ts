/** What catches the eye, without any learning. Itti, Koch, Niebur 1998. */
import { defineBlock, int } from '../../define';
import { setParamFixes } from '../../shared/divisors';
import { centreSurround } from './centreSurround';
import { colorsOf, pyramidOf } from './features';
import { promote } from './promote';

export default defineBlock({
  id: 'saliency',
  title: 'Saliency',
  family: 'vision',
  icon: 'ScanSearch',
  docs: {
    summary:
      'Finds what stands out in brightness, colour or orientation by comparing each place with its surroundings at several scales. Attention from below, with nothing to train.',
    alsoCalled: ['Itti Koch'],
    formula: String.raw`S = \tfrac{1}{3}\left(\mathcal{N}(\bar I) + \mathcal{N}(\bar C) + \mathcal{N}(\bar O)\right), \quad \bar I = \bigoplus_{c} \bigoplus_{s} \mathcal{N}(|I(c) \ominus I(s)|)`,
    paper: {
      authors: 'Itti, Koch, Niebur',
      year: 1998,
      title: 'A Model of Saliency-Based Visual Attention for Rapid Scene Analysis',
      url: 'https://doi.org/10.1109/34.730558',
      where: 'equations 1 to 8, figures 1 and 2',
    },
    pytorch: 'no counterpart',
    keras: 'no counterpart',
  },
  inputs: { x: { axes: 'batch height width channels' } },
  outputs: {
    saliency: { axes: 'batch height width 1', doc: 'The sum of the three below.' },
    intensity: { axes: 'batch height width 1', doc: 'What stands out by brightness.' },
    color: { axes: 'batch height width 1', doc: 'What stands out by colour.' },
    orientation: { axes: 'batch height width 1', doc: 'What stands out by direction of edges.' },
  },
  params: {
    levels: int({
      label: 'Scales',
      doc: 'Each half as large as the one before. The paper has 9, for pictures of 256 pixels and more.',
      default: 9,
      min: 4,
      max: 12,
    }),
    first: int({
      label: 'First centre',
      doc: 'Scale of the finest centres, counted from 0; two more follow. For small pictures 0.',
      default: 2,
      min: 0,
      max: 8,
      symbol: 'c',
    }),
  },
  examples: [
    {
      params: { levels: 5, first: 0 },
      inputs: { x: [2, 17, 20, 3] },
      outputs: {
        saliency: [2, 5, 5, 1],
        intensity: [2, 5, 5, 1],
        color: [2, 5, 5, 1],
        orientation: [2, 5, 5, 1],
      },
      parameters: 0,
    },
    {
      params: { levels: 4, first: 0 },
      inputs: { x: [1, 9, 8, 1] },
      outputs: {
        saliency: [1, 3, 2, 1],
        intensity: [1, 3, 2, 1],
        color: [1, 3, 2, 1],
        orientation: [1, 3, 2, 1],
      },
      parameters: 0,
    },
  ],
  build: (b, { x }, { levels, first }) => {
    const [, height, width, channels] = x.shape;
    if (channels !== 1 && channels !== 3) {
      b.fail('shape/size', `A picture has 1 or 3 channels, this one ${channels}.`, {
        port: 'x',
        hint: 'Saliency looks at pictures, not at feature maps: wire it to the picture itself.',
        short: `${channels} channels`,
      });
    }
    const fits = 1 + Math.floor(Math.log2(Math.min(height, width)));
    if (levels > fits) {
      b.fail(
        'shape/size',
        `Height ${height}, width ${width} cannot be halved to ${levels} scales.`,
        {
          param: 'levels',
          hint: `Scale n has 2 to the power of n times fewer pixels a side: ${fits} scales at most. With few scales, set the first centre to 0.`,
          short: `${levels} scales of ${height} x ${width}`,
          fixes: fits >= 4 ? setParamFixes('levels', 'scales', [fits]) : [],
        },
      );
    }
    if (first + 3 >= levels) {
      b.fail(
        'param/invalid',
        `Centre ${first} has no surround: the coarsest scale is ${levels - 1}.`,
        {
          param: 'first',
          hint: 'A surround lies 3 or 4 scales above its centre.',
          short: `centre ${first} of ${levels} scales`,
          fixes: setParamFixes('first', 'first centre', [levels - 4]),
        },
      );
    }
    // Peaks come and go at once, so that no gradient would tell where to go.
    const seen = b.stopGradient([x]);
    const pyramid = pyramidOf(b, colorsOf(b, seen), levels, first);
    const [intensity, color, orientation] = centreSurround(b, pyramid, first);
    const sum = [intensity, color, orientation]
      .map((map) => promote(b, map))
      .reduce((all, map) => b.add([all, map]));
    return { saliency: b.scale([sum], { factor: 1 / 3 }), intensity, color, orientation };
  },
});
