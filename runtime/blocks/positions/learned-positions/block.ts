/** A learned vector for each place. Gehring et al. 2017; Dosovitskiy et al. 2021, equation 1. */
import { defineBlock } from '../../define';
import { dosovitskiy2021 } from '../../shared/papers';
import { visionStart } from '../../shared/starts';

export default defineBlock({
  id: 'learned-positions',
  title: 'Learned positions',
  family: 'positions',
  icon: 'MapPin',
  docs: {
    summary:
      'Adds a learned vector to each token, one for each place. It works for sequences of this length only.',
    alsoCalled: ['position embedding', 'absolute positions'],
    formula: String.raw`y = x + E_{pos}, \quad E_{pos} \in \mathbb{R}^{T \times d_{model}}`,
    paper: { ...dosovitskiy2021, where: 'section 3.1, equation 1' },
    pytorch: 'x + nn.Parameter(torch.empty(1, tokens, d_model))',
    keras: 'x + keras_hub.layers.PositionEmbedding(tokens)(x)',
  },
  inputs: { x: { axes: 'batch tokens d_model' } },
  outputs: { y: { axes: 'batch tokens d_model' } },
  params: {},
  examples: [{ inputs: { x: [2, 5, 8] }, outputs: { y: [2, 5, 8] }, parameters: 40 }],
  build: (b, { x }) => {
    const [, tokens, width] = x.shape;
    const table = b.weight('table', [tokens, width], visionStart);
    return { y: b.add([x, b.reshape([table], { shape: [1, tokens, width] })]) };
  },
});
