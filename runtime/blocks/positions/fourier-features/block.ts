/** Coordinates as random waves. Tancik et al. 2020, equation 5 (Gaussian mapping). */
import { defineBlock, float, int } from '../../define';
import { affine } from '../../shared/linear';

export default defineBlock({
  id: 'fourier-features',
  title: 'Fourier features',
  family: 'positions',
  icon: 'AudioWaveform',
  advanced: true,
  docs: {
    summary:
      'Turns a few coordinates into many waves of random directions and lengths, which lets a network draw fine detail. The directions are drawn once and not learned.',
    formula: String.raw`\gamma(v) = [\, \cos(2\pi B v),\; \sin(2\pi B v) \,], \quad B \sim \mathcal{N}(0, \sigma^2)`,
    paper: {
      authors: 'Tancik et al.',
      year: 2020,
      title:
        'Fourier Features Let Networks Learn High Frequency Functions in Low Dimensional Domains',
      url: 'https://arxiv.org/abs/2006.10739',
      where: 'section 6.1, equation 5',
    },
    pytorch: 'torch.cat([(2 * torch.pi * v @ B).cos(), (2 * torch.pi * v @ B).sin()], -1)',
    keras:
      'keras.ops.concatenate([keras.ops.cos(2 * math.pi * v @ B), keras.ops.sin(2 * math.pi * v @ B)], -1)',
  },
  inputs: { x: { axes: '... coordinates', doc: 'Places, usually from 0 to 1.' } },
  outputs: { y: { axes: '... features' } },
  params: {
    frequencies: int({
      label: 'Frequencies',
      doc: 'Each gives a cosine and a sine.',
      default: 64,
      min: 1,
      max: 8192,
      symbol: 'm',
    }),
    sigma: float({
      label: 'Standard deviation',
      doc: 'Larger: finer waves.',
      default: 10,
      min: 0.001,
      max: 1000,
      symbol: String.raw`\sigma`,
    }),
  },
  examples: [
    {
      params: { frequencies: 3 },
      inputs: { x: [2, 5, 2] },
      outputs: { y: [2, 5, 6] },
      parameters: 0,
    },
    {
      params: { frequencies: 2, sigma: 1 },
      inputs: { x: [4, 3] },
      outputs: { y: [4, 4] },
      parameters: 0,
    },
  ],
  build: (b, { x }, { frequencies, sigma }) => {
    const axis = x.shape.length - 1;
    const matrix = b.buffer('matrix', [x.shape[axis], frequencies], { kind: 'normal', std: sigma });
    const turns = affine(b, x, matrix, null); // [..., m]
    // Whole turns change nothing, and graphics processors lose digits of sines of large angles.
    const whole = b.floor([b.shift([turns], { amount: 0.5 })]);
    const angles = b.scale([b.sub([turns, whole])], { factor: 2 * Math.PI }); // -pi to pi
    return { y: b.concat([b.cos([angles]), b.sin([angles])], { axis }) };
  },
});
