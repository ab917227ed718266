/** Random numbers, fresh at every step: the start of what a generator makes. Goodfellow et al. 2014. */
import { choice, defineBlock, float } from '../../define';
import { shapeOf, sizeParams } from '../../shared/sizes';

export default defineBlock({
  id: 'noise',
  title: 'Noise',
  family: 'inputs',
  icon: 'Dices',
  advanced: true,
  docs: {
    summary:
      'Random numbers, others at every step of a training and the same in every run: what a generator starts from, or what is added to a value to make a network robust.',
    formula: String.raw`y \sim s \, \mathcal{N}(0, 1) \quad \text{or} \quad y \sim s \, \mathcal{U}(0, 1)`,
    paper: {
      authors: 'Goodfellow et al.',
      year: 2014,
      title: 'Generative Adversarial Networks',
      url: 'https://arxiv.org/abs/1406.2661',
      where: 'section 3, input noise variables',
    },
    pytorch: 'torch.randn(batch, first, second) * scale',
    keras: 'keras.random.normal((batch, first, second), stddev=scale)',
  },
  inputs: {},
  outputs: { y: { axes: 'batch ...' } },
  params: {
    distribution: choice({
      label: 'Distribution',
      default: 'normal',
      choices: { normal: 'Normal, around 0', uniform: 'Uniform, from 0 to the scale' },
    }),
    scale: float({
      label: 'Scale',
      doc: 'Standard deviation of the normal one, largest value of the uniform one.',
      default: 1,
      min: 0,
      max: 1e6,
      symbol: 's',
    }),
    ...sizeParams,
  },
  examples: [
    { inputs: {}, outputs: { y: [1, 8, 16] }, parameters: 0 },
    {
      params: { distribution: 'uniform', scale: 0.5, first: 3, second: 2, third: 4 },
      inputs: {},
      outputs: { y: [1, 3, 2, 4] },
      parameters: 0,
    },
  ],
  build: (b, _inputs, { distribution, scale, ...sizes }) => {
    const attrs = { shape: shapeOf(b.batch, sizes), key: 'noise' };
    const drawn =
      distribution === 'normal' ? b.randomNormal([], attrs) : b.randomUniform([], attrs);
    return { y: b.scale([drawn], { factor: scale }) };
  },
});
