/** The real boxes in each picture, from the data set. */
import { defineBlock } from '../../define';
import { objectsParam } from '../../shared/inputParams';
import { carion2020 } from '../../shared/papers';

export default defineBlock({
  id: 'boxes-input',
  title: 'Boxes',
  family: 'inputs',
  icon: 'SquareDashedMousePointer',
  advanced: true,
  docs: {
    summary:
      'Where the things in each picture are: centre (x, y), width and height as shares of the picture. Used in training and in tests only.',
    formula: String.raw`b \in [0, 1]^{M \times 4}`,
    paper: { ...carion2020, where: 'section 3.1' },
    pytorch: 'boxes = torch.rand(batch, objects, 4)',
    keras: 'keras.Input((objects, 4))',
  },
  inputs: {},
  outputs: {
    boxes: { axes: 'batch objects 4', doc: 'Pictures with fewer things are filled up.' },
  },
  params: { objects: objectsParam },
  examples: [
    { inputs: {}, outputs: { boxes: [1, 8, 4] }, parameters: 0 },
    { params: { objects: 3 }, inputs: {}, outputs: { boxes: [1, 3, 4] }, parameters: 0 },
  ],
  build: (b, _inputs, { objects }) => ({
    boxes: b.input([b.batch, objects, 4], 'float32', {
      role: 'labels',
      field: 'boxes',
      axes: ['objects'],
      params: ['objects'],
    }),
  }),
});
