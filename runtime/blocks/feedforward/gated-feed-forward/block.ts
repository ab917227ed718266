/** A feed-forward network with a gate: GLU, ReGLU, GEGLU, SwiGLU, bilinear. Shazeer 2020. */
import type { Value } from '../../../ops/types';
import { choice, defineBlock, flag, float, int } from '../../define';
import { activate } from '../../shared/activations';
import { dropout } from '../../shared/dropout';
import { linear } from '../../shared/linear';
import { mergeRows } from '../../shared/rows';
import type { BlockBuilder } from '../../types';

export default defineBlock({
  id: 'gated-feed-forward',
  title: 'Gated feed forward',
  family: 'feedforward',
  icon: 'Blend',
  docs: {
    summary:
      'A feed-forward network in which one linear map opens and closes what another lets through, value by value. With SiLU it is the SwiGLU of Llama and Mistral.',
    alsoCalled: ['GLU', 'SwiGLU', 'GEGLU', 'ReGLU'],
    formula: String.raw`y = \big(\sigma(x W_{gate}) \odot x W_{up}\big) W_{down}`,
    paper: {
      authors: 'Shazeer',
      year: 2020,
      title: 'GLU Variants Improve Transformer',
      url: 'https://arxiv.org/abs/2002.05202',
      where: 'section 2, equations 5 and 6',
    },
    pytorch: 'down(F.silu(gate(x)) * up(x))',
    keras: 'down(keras.ops.silu(gate(x)) * up(x))',
  },
  inputs: { x: { axes: '... d_model' } },
  outputs: { y: { axes: '... d_model' } },
  params: {
    d_ff: int({
      label: 'Inner width',
      doc: 'With three maps instead of two, 2/3 of the usual width has as many parameters.',
      default: 256,
      min: 1,
      max: 65536,
      symbol: 'd_ff',
      unit: 'features',
    }),
    gate: choice({
      label: 'Gate',
      doc: 'The curve that the gate is bent by.',
      default: 'silu',
      choices: {
        silu: 'SiLU (SwiGLU)',
        gelu: 'GELU (GEGLU)',
        'gelu-tanh': 'GELU, tanh form (GEGLU of T5 1.1)',
        relu: 'ReLU (ReGLU)',
        sigmoid: 'Sigmoid (GLU)',
        none: 'None (bilinear)',
      },
    }),
    dropout: float({
      label: 'Dropout',
      doc: 'Share of the gated values dropped in training.',
      default: 0,
      min: 0,
      max: 0.95,
      symbol: 'P_drop',
    }),
    bias: flag({ label: 'Bias', doc: 'Neither the paper nor Llama has one.', default: false }),
  },
  examples: [
    { params: { d_ff: 12 }, inputs: { x: [2, 3, 8] }, outputs: { y: [2, 3, 8] }, parameters: 288 },
    ...['gelu', 'gelu-tanh', 'relu', 'sigmoid', 'none'].map((gate) => ({
      params: { d_ff: 6, gate, bias: true, dropout: 0.1 },
      inputs: { x: [3, 4] },
      outputs: { y: [3, 4] },
      // 3 * 4 * 6 + 2 * 6 + 4
      parameters: 88,
    })),
    {
      params: { d_ff: 3 },
      inputs: { x: [1, 2, 2, 2, 4] },
      outputs: { y: [1, 2, 2, 2, 4] },
      parameters: 36,
    },
  ],
  build: (b, { x }, { d_ff, gate, dropout: rate, bias }) => {
    const width = x.shape[x.shape.length - 1];
    const rows = mergeRows(b, x);
    const opened = linear(b, rows, 'gate', d_ff, { bias }); // [..., d_ff]
    const values = linear(b, rows, 'up', d_ff, { bias });
    const gated = b.mul([bend(b, opened, gate), values]);
    const y = linear(b, dropout(b, gated, rate, 'inner'), 'down', width, { bias });
    return { y: rows === x ? y : b.reshape([y], { shape: x.shape }) };
  },
});

type Gate = 'silu' | 'gelu' | 'gelu-tanh' | 'relu' | 'sigmoid' | 'none';

const bend = (b: BlockBuilder, x: Value, gate: Gate): Value =>
  gate === 'none' ? x : activate(b, x, gate);
