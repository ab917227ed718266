/** The class of each real box in each picture, from the data set. */
import { defineBlock, int } from '../../define';
import { objectsParam } from '../../shared/inputParams';
import { carion2020 } from '../../shared/papers';

export default defineBlock({
  id: 'box-labels-input',
  title: 'Labels of boxes',
  family: 'inputs',
  icon: 'Tags',
  advanced: true,
  docs: {
    summary:
      'What the things in each picture are, as class numbers, in the order of their boxes. Used in training and in tests only.',
    formula: String.raw`c \in \{-1, 0, \dots, K - 1\}^{M}`,
    paper: { ...carion2020, where: 'section 3.1' },
    pytorch: 'labels = torch.randint(classes, (batch, objects))',
    keras: "keras.Input((objects,), dtype='int32')",
  },
  inputs: {},
  outputs: {
    labels: {
      axes: 'batch objects',
      dtype: 'int32',
      doc: 'Class numbers from 0; -1 where a picture has fewer things.',
    },
  },
  params: {
    objects: objectsParam,
    classes: int({
      label: 'Classes',
      doc: 'How many classes there are, without "nothing there".',
      default: 10,
      min: 1,
      max: 100000,
      symbol: 'K',
      unit: 'classes',
    }),
  },
  examples: [{ inputs: {}, outputs: { labels: [1, 8] }, parameters: 0 }],
  build: (b, _inputs, { objects, classes }) => ({
    labels: b.input([b.batch, objects], 'int32', {
      role: 'labels',
      field: 'boxLabels',
      vocabulary: classes,
      axes: ['objects'],
      params: ['objects', 'classes'],
    }),
  }),
});
