/** How far the answers are from the right ones: the loss that training lowers. */
import type { Value } from '../../../ops/types';
import { defineBlock, float, int } from '../../define';
import { bridle1990 } from '../../shared/papers';
import { crossEntropyOfEach, NATS, rightOfEach, weightedMean } from '../../shared/tokenLoss';
import type { BlockBuilder } from '../../types';

export default defineBlock({
  id: 'cross-entropy',
  title: 'Cross-entropy loss',
  family: 'heads',
  icon: 'TrendingDown',
  docs: {
    summary:
      'Measures how little probability the network gives to the right answers. Training changes the weights so that it falls; it also reports the share of right answers.',
    alsoCalled: ['softmax loss', 'negative log-likelihood', 'NLL', 'label smoothing', 'CE'],
    formula: String.raw`L = -\frac{1}{N} \sum_{i=1}^{N} \sum_k q_{ik} \log p_{ik}, \quad q_i = (1 - \epsilon) \, e_{y_i} + \frac{\epsilon}{K}`,
    paper: { ...bridle1990, where: 'section 2' },
    pytorch: 'nn.CrossEntropyLoss(label_smoothing=smoothing)(logits, labels)',
    keras: 'keras.losses.SparseCategoricalCrossentropy(from_logits=True)',
  },
  inputs: {
    logits: { axes: '... classes', doc: 'One score a class, or a token of the vocabulary.' },
    labels: { axes: '...', dtype: 'int32', doc: 'The right answers.' },
  },
  outputs: { loss: { axes: '' } },
  params: {
    smoothing: float({
      label: 'Label smoothing',
      doc: 'Share of the target spread over all classes; the Transformer used 0.1.',
      default: 0,
      min: 0,
      max: 0.9,
      symbol: 'ε',
    }),
    ignore: int({
      label: 'Ignored label',
      doc: 'Places with this label do not count, such as padding; -1 for none.',
      default: -1,
      min: -1,
      max: 262143,
    }),
  },
  examples: [
    { inputs: { logits: [4, 10], labels: [4] }, outputs: { loss: [] }, parameters: 0 },
    {
      params: { smoothing: 0.1, ignore: 0 },
      inputs: { logits: [2, 3, 13], labels: [2, 3] },
      outputs: { loss: [] },
      parameters: 0,
    },
  ],
  build: (b, { logits, labels }, { smoothing, ignore }) => {
    const counts = ignore >= 0 ? countedPlaces(b, labels, ignore) : null; // like labels, 0 or 1
    const loss = weightedMean(b, crossEntropyOfEach(b, logits, labels, smoothing), counts);
    b.output('loss', loss, 'loss');
    const right = rightOfEach(b, logits, labels);
    b.output('metric', weightedMean(b, right, counts), 'accuracy');
    if (labels.shape.length === 2) {
      const passed = counts ? b.maximum([right, b.shift([b.neg([counts])], { amount: 1 })]) : right;
      const whole = b.min([passed], { axes: [1], keepDims: false }); // [B]
      b.output('metric', b.mean([whole], { axes: [0], keepDims: false }), 'sequence accuracy');
      const plain =
        smoothing === 0 ? loss : weightedMean(b, crossEntropyOfEach(b, logits, labels), counts);
      b.output('metric', plain, NATS);
    }
    return { loss };
  },
});

/** 1 where a label counts, 0 where it is the ignored one. */
function countedPlaces(b: BlockBuilder, labels: Value, ignore: number): Value {
  const id = b.constant(`token ${ignore}`, { shape: [], dtype: 'int32' }, () =>
    Int32Array.of(ignore),
  );
  return b.cast([b.logicalNot([b.equal([labels, id])])], { dtype: 'float32' });
}
