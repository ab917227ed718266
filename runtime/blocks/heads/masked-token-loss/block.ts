/** Cross-entropy over the tokens that were hidden. Devlin et al. 2019, section 3.1, task 1. */
import { defineBlock, float } from '../../define';
import { devlin2019 } from '../../shared/papers';
import { crossEntropyOfEach, NATS, rightOfEach, weightedMean } from '../../shared/tokenLoss';

export default defineBlock({
  id: 'masked-token-loss',
  title: 'Masked token loss',
  family: 'heads',
  icon: 'TextSelect',
  advanced: true,
  docs: {
    summary:
      'Measures how well the network guesses the tokens that were hidden from it. The other tokens do not count. Lead the text before masking to the labels.',
    formula: String.raw`L = -\frac{1}{|M|} \sum_{t \in M} \log p_{t, y_t}`,
    paper: { ...devlin2019, where: 'section 3.1, task 1' },
    pytorch: 'F.cross_entropy(logits[mask], labels[mask])',
    keras:
      'keras.losses.SparseCategoricalCrossentropy(from_logits=True)(labels, logits, sample_weight=mask)',
  },
  inputs: {
    logits: { axes: 'batch tokens vocabulary', doc: 'One score for each token.' },
    labels: { axes: 'batch tokens', dtype: 'int32', doc: 'The text before it was masked.' },
    mask: { axes: 'batch tokens', dtype: 'bool', doc: 'True for tokens to be guessed.' },
  },
  outputs: { loss: { axes: '' } },
  params: {
    smoothing: float({
      label: 'Label smoothing',
      doc: 'Share of the target spread over all tokens.',
      default: 0,
      min: 0,
      max: 0.9,
      symbol: 'ε',
    }),
  },
  examples: [
    {
      inputs: { logits: [2, 3, 13], labels: [2, 3], mask: [2, 3] },
      outputs: { loss: [] },
      parameters: 0,
    },
  ],
  build: (b, { logits, labels, mask }, { smoothing }) => {
    const counts = b.cast([mask], { dtype: 'float32' });
    const loss = weightedMean(b, crossEntropyOfEach(b, logits, labels, smoothing), counts);
    b.output('loss', loss, 'loss');
    b.output('metric', weightedMean(b, rightOfEach(b, logits, labels), counts), 'accuracy');
    const plain =
      smoothing === 0 ? loss : weightedMean(b, crossEntropyOfEach(b, logits, labels), counts);
    b.output('metric', plain, NATS);
    return { loss };
  },
});
