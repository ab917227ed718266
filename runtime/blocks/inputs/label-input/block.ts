/** The right class of each example, from the data set. */
import { defineBlock, int } from '../../define';
import { lecun1998 } from '../../shared/papers';

export default defineBlock({
  id: 'label-input',
  title: 'Label',
  family: 'inputs',
  icon: 'Tag',
  docs: {
    summary:
      'The right answer of each example, as a class number. Used in training and in tests only.',
    formula: String.raw`y \in \{0, \dots, K - 1\}`,
    paper: { ...lecun1998, where: 'section III.A' },
    pytorch: 'labels = torch.randint(classes, (batch,))',
    keras: "keras.Input((), dtype='int32')",
  },
  inputs: {},
  outputs: { labels: { axes: 'batch', dtype: 'int32', doc: 'Class numbers from 0.' } },
  params: {
    classes: int({
      label: 'Classes',
      doc: 'How many classes there are.',
      default: 10,
      min: 2,
      max: 100000,
      symbol: 'K',
      unit: 'classes',
    }),
  },
  examples: [{ inputs: {}, outputs: { labels: [1] }, parameters: 0 }],
  build: (b, _inputs, { classes }) => ({
    labels: b.input([b.batch], 'int32', {
      role: 'labels',
      field: 'label',
      vocabulary: classes,
      params: ['classes'],
    }),
  }),
});
