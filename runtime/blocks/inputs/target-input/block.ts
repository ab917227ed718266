/** The right token at each place of a sequence, from the data set. */
import { defineBlock } from '../../define';
import { tokensParam, vocabularyParam } from '../../shared/inputParams';
import { vaswani2017 } from '../../shared/papers';

export default defineBlock({
  id: 'target-input',
  title: 'Target tokens',
  family: 'inputs',
  icon: 'Tags',
  docs: {
    summary:
      'The right answer at each place of a sequence, as token ids. Used in training and in tests only.',
    formula: String.raw`y \in \{0, \dots, V - 1\}^{T}`,
    paper: { ...vaswani2017, where: 'section 3.1' },
    pytorch: 'target = torch.randint(vocabulary, (batch, tokens))',
    keras: "keras.Input((tokens,), dtype='int32')",
  },
  inputs: {},
  outputs: {
    labels: { axes: 'batch tokens', dtype: 'int32', doc: 'Ids from 0 to vocabulary - 1.' },
  },
  params: {
    tokens: tokensParam,
    vocabulary: vocabularyParam,
  },
  examples: [{ params: { tokens: 8 }, inputs: {}, outputs: { labels: [1, 8] }, parameters: 0 }],
  build: (b, _inputs, { tokens, vocabulary }) => ({
    labels: b.input([b.batch, tokens], 'int32', {
      role: 'labels',
      field: 'target',
      vocabulary,
      params: ['tokens', 'vocabulary'],
    }),
  }),
});
