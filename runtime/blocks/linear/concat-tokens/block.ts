/** One sequence behind another. Dosovitskiy et al. 2021, equation 1, puts a token in front so. */
import { defineBlock } from '../../define';
import { dosovitskiy2021 } from '../../shared/papers';

export default defineBlock({
  id: 'concat-tokens',
  title: 'Join sequences',
  family: 'linear',
  icon: 'Merge',
  docs: {
    summary:
      'Puts one sequence behind another, so that attention sees both at once: pictures and words, memory and input, queries and tokens.',
    formula: String.raw`y = [a_1; \dots; a_n; b_1; \dots; b_m]`,
    paper: { ...dosovitskiy2021, where: 'section 3.1, equation 1' },
    pytorch: 'torch.cat([a, b], dim=1)',
    keras: 'keras.layers.Concatenate(axis=1)([a, b])',
  },
  inputs: { a: { axes: 'batch a_tokens d_model' }, b: { axes: 'batch b_tokens d_model' } },
  outputs: { y: { axes: 'batch tokens d_model' } },
  params: {},
  examples: [
    { inputs: { a: [2, 3, 4], b: [2, 5, 4] }, outputs: { y: [2, 8, 4] }, parameters: 0 },
    { inputs: { a: [1, 1, 2], b: [1, 1, 2] }, outputs: { y: [1, 2, 2] }, parameters: 0 },
  ],
  build: (builder, { a, b }) => ({ y: builder.concat([a, b], { axis: 1 }) }),
});
