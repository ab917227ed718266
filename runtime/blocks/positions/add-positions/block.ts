/** Positions added to a sequence where they are needed, and nowhere else. Carion et al. 2020, A.3. */
import { defineBlock } from '../../define';
import { carion2020 } from '../../shared/papers';

export default defineBlock({
  id: 'add-positions',
  title: 'Add positions',
  family: 'positions',
  icon: 'CirclePlus',
  advanced: true,
  docs: {
    summary:
      'Adds positions to a sequence, one set for all examples. DETR adds them in every layer, to what asks and to what is asked, but not to what is passed on.',
    formula: 'y = x + p',
    paper: { ...carion2020, where: 'appendix A.3, figure 10' },
    pytorch: 'x + positions',
    keras: 'keras.layers.Add()([x, positions])',
  },
  inputs: {
    x: { axes: 'batch tokens d_model' },
    positions: { axes: 'batch* tokens d_model', doc: 'One for each token.' },
  },
  outputs: { y: { axes: 'batch tokens d_model' } },
  params: {},
  examples: [
    { inputs: { x: [2, 3, 4], positions: [1, 3, 4] }, outputs: { y: [2, 3, 4] }, parameters: 0 },
    { inputs: { x: [2, 3, 4], positions: [2, 3, 4] }, outputs: { y: [2, 3, 4] }, parameters: 0 },
  ],
  build: (b, { x, positions }) => ({ y: b.add([x, positions]) }),
});
