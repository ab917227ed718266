/** What both masks allow. */
import { defineBlock } from '../../define';
import { vaswani2017 } from '../../shared/papers';

export default defineBlock({
  id: 'combine-masks',
  title: 'Combine masks',
  family: 'attention',
  icon: 'Combine',
  docs: {
    summary:
      'Allows what both masks allow: a causal mask and a padding mask together, for example.',
    formula: String.raw`M = A \wedge B`,
    paper: { ...vaswani2017, where: 'section 3.2.3' },
    pytorch: 'a & b',
    keras: 'keras.ops.logical_and(a, b)',
  },
  inputs: {
    a: { axes: 'batch* tokens* source*', dtype: 'bool' },
    b: { axes: 'batch* tokens* source*', dtype: 'bool' },
  },
  outputs: { mask: { axes: 'batch* tokens* source*', dtype: 'bool' } },
  params: {},
  examples: [
    { inputs: { a: [1, 4, 4], b: [2, 1, 4] }, outputs: { mask: [2, 4, 4] }, parameters: 0 },
  ],
  build: (builder, { a, b }) => ({ mask: builder.logicalAnd([a, b]) }),
});
