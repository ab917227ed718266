/** A row of vectors of real numbers: a sound, a signal, a path. */
import { defineBlock, int } from '../../define';
import { tokensParam } from '../../shared/inputParams';
import { elman1990 } from '../../shared/papers';

export default defineBlock({
  id: 'sequence-input',
  title: 'Sequence',
  family: 'inputs',
  icon: 'AudioLines',
  docs: {
    summary:
      'A sequence of vectors that goes in: a number for each feature at each step. For sounds, sensors, prices, or vectors made elsewhere.',
    formula: String.raw`x \in \mathbb{R}^{T \times F}`,
    paper: { ...elman1990, where: 'section "A spatial metaphor for time"' },
    pytorch: 'x = torch.randn(batch, tokens, features)',
    keras: 'keras.Input((tokens, features))',
  },
  inputs: {},
  outputs: { sequence: { axes: 'batch tokens features', doc: 'Real numbers.' } },
  params: {
    tokens: tokensParam,
    features: int({
      label: 'Features',
      doc: 'Numbers at each step.',
      default: 4,
      min: 1,
      max: 16384,
      symbol: 'F',
      unit: 'features',
    }),
  },
  examples: [
    { inputs: {}, outputs: { sequence: [1, 8, 4] }, parameters: 0 },
    {
      params: { tokens: 5, features: 3 },
      inputs: {},
      outputs: { sequence: [1, 5, 3] },
      parameters: 0,
    },
  ],
  build: (b, _inputs, { tokens, features }) => ({
    sequence: b.input([b.batch, tokens, features], 'float32', {
      role: 'sequence',
      field: 'sequence',
      axes: ['tokens', 'features'],
      params: ['tokens', 'features'],
    }),
  }),
});
