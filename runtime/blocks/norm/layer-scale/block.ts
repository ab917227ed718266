/** A learned factor for each channel of a branch, small at first. Touvron et al. 2021 (CaiT), eq. 4. */
import { defineBlock, float } from '../../define';
import { inRows } from '../../shared/rows';

export default defineBlock({
  id: 'layer-scale',
  title: 'Layer scale',
  family: 'norm',
  icon: 'Gauge',
  advanced: true,
  docs: {
    summary:
      'Multiplies what a sub-layer made by a learned factor for each channel before it is added. The factors start near zero, so that at first a deep stack hardly changes its input.',
    formula: String.raw`y = \lambda \odot x, \quad \lambda_i = \varepsilon \text{ at the start}`,
    paper: {
      authors: 'Touvron et al.',
      year: 2021,
      title: 'Going deeper with Image Transformers',
      url: 'https://arxiv.org/abs/2103.17239',
      where: 'section 2, equation 4',
    },
    pytorch: 'nn.Parameter(torch.full((d_model,), 1e-4)) * x',
    keras: 'x * self.add_weight((d_model,), keras.initializers.Constant(1e-4))',
  },
  inputs: { x: { axes: '... d_model' } },
  outputs: { y: { axes: '... d_model' } },
  params: {
    initial: float({
      label: 'Start value',
      doc: 'CaiT: 0.1 up to 18 layers, 1e-5 up to 24, then 1e-6; DeiT III 1e-4; ConvNeXt 1e-6.',
      default: 1e-4,
      min: 0,
      max: 1,
      symbol: 'ε',
    }),
  },
  examples: [
    { inputs: { x: [2, 3, 8] }, outputs: { y: [2, 3, 8] }, parameters: 8 },
    {
      params: { initial: 1e-6 },
      inputs: { x: [1, 2, 3, 5] },
      outputs: { y: [1, 2, 3, 5] },
      parameters: 5,
    },
  ],
  build: (b, { x }, { initial }) => {
    const factors = b.weight('gamma', [x.shape[x.shape.length - 1]], {
      kind: 'constant',
      value: initial,
    });
    return { y: inRows(b, x, (rows) => b.mul([rows, factors])) };
  },
});
