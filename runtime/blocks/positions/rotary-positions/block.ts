/** Turns queries or keys by an angle that grows with their place. Su et al. 2021 (RoFormer). */
import { choice, defineBlock, float, int } from '../../define';
import { checkHeads, mergeHeads, splitHeads } from '../../shared/heads';
import { rotate } from '../../shared/rotary';

export default defineBlock({
  id: 'rotary-positions',
  title: 'Rotary positions',
  family: 'positions',
  icon: 'RotateCw',
  advanced: true,
  docs: {
    summary:
      'Turns pairs of features of a query or a key by an angle that grows with its place, so that their product knows only how far apart they are. It stands after the maps to queries and keys; multi-head attention has it built in.',
    alsoCalled: ['RoPE', 'rotary embedding'],
    formula: String.raw`\begin{pmatrix} y_{2i} \\ y_{2i+1} \end{pmatrix} = \begin{pmatrix} \cos t\theta_i & -\sin t\theta_i \\ \sin t\theta_i & \cos t\theta_i \end{pmatrix} \begin{pmatrix} x_{2i} \\ x_{2i+1} \end{pmatrix}, \quad \theta_i = b^{-2i/d}`,
    paper: {
      authors: 'Su et al.',
      year: 2021,
      title: 'RoFormer: Enhanced Transformer with Rotary Position Embedding',
      url: 'https://arxiv.org/abs/2104.09864',
      where: 'section 3.2.2, equations 15 and 34',
    },
    pytorch: 'x * cos + rotate_half(x) * sin',
    keras: 'keras_hub.layers.RotaryEmbedding()(x)',
  },
  inputs: { x: { axes: 'batch tokens d_model', doc: 'Queries or keys.' } },
  outputs: { y: { axes: 'batch tokens d_model' } },
  params: {
    heads: int({ label: 'Heads', default: 8, min: 1, max: 256, symbol: 'h' }),
    layout: choice({
      label: 'Pairs',
      default: 'half',
      choices: { half: 'Halves of a head (Llama)', interleaved: 'Neighbours (RoFormer)' },
    }),
    base: float({ label: 'Base', default: 10000, min: 1.001, max: 1e8, symbol: 'b' }),
  },
  examples: [
    { params: { heads: 2 }, inputs: { x: [2, 5, 8] }, outputs: { y: [2, 5, 8] }, parameters: 0 },
    {
      params: { heads: 1, layout: 'interleaved', base: 100 },
      inputs: { x: [1, 3, 6] },
      outputs: { y: [1, 3, 6] },
      parameters: 0,
    },
  ],
  build: (b, { x }, { heads, layout, base }) => {
    const width = x.shape[2];
    checkHeads(b, width, heads);
    if ((width / heads) % 2 !== 0) {
      b.fail('shape/indivisible', `Pairs are turned, and a head has ${width / heads} features.`, {
        param: 'heads',
        hint: 'Make the width of a head, d_model / heads, even.',
        short: `${width / heads} features a head`,
      });
    }
    return { y: mergeHeads(b, rotate(b, splitHeads(b, x, heads), base, layout)) };
  },
});
