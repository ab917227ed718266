/** Cross-entropy of independent yes-or-no answers, from their scores. */
import type { Value } from '../../../ops/types';
import { defineBlock, float } from '../../define';
import { bridle1990 } from '../../shared/papers';
import { meanOfAll } from '../../shared/tokenLoss';
import type { BlockBuilder } from '../../types';

export default defineBlock({
  id: 'binary-cross-entropy',
  title: 'Binary cross-entropy loss',
  family: 'heads',
  icon: 'Binary',
  advanced: true,
  docs: {
    summary:
      'Measures how far yes-or-no scores are from the right answers, each on its own: several may be right at once. A score above 0 means yes.',
    alsoCalled: ['BCE', 'logistic loss', 'sigmoid loss'],
    formula: String.raw`L = -\frac{1}{N} \sum_{i=1}^{N} \left[ w \, y_i \log \sigma(z_i) + (1 - y_i) \log(1 - \sigma(z_i)) \right]`,
    paper: { ...bridle1990, where: 'section 2' },
    pytorch: 'nn.BCEWithLogitsLoss(pos_weight=torch.tensor(pos_weight))(logits, target)',
    keras: 'keras.losses.BinaryCrossentropy(from_logits=True)(target, logits)',
  },
  inputs: {
    logits: { axes: '...', doc: 'One score for each question.' },
    target: { axes: '...', dtype: 'any', doc: '1 or true for yes, 0 or false for no.' },
  },
  outputs: { loss: { axes: '' } },
  params: {
    pos_weight: float({
      label: 'Weight of a yes',
      doc: 'Above 1 where right answers are mostly no.',
      default: 1,
      min: 0.001,
      max: 1000,
      symbol: 'w',
    }),
  },
  examples: [
    { inputs: { logits: [4, 3], target: [4, 3] }, outputs: { loss: [] }, parameters: 0 },
    {
      params: { pos_weight: 3 },
      inputs: { logits: [2, 3, 1], target: [2, 3, 1] },
      outputs: { loss: [] },
      parameters: 0,
    },
  ],
  build: (b, { logits, target }, { pos_weight }) => {
    const wanted = target.dtype === 'float32' ? target : b.cast([target], { dtype: 'float32' });
    const { yes, no } = logProbabilities(b, logits);
    const against = b.shift([b.neg([wanted])], { amount: 1 });
    const each = b.add([
      b.mul([b.scale([wanted], { factor: pos_weight }), yes]),
      b.mul([against, no]),
    ]);
    const loss = b.neg([meanOfAll(b, each)]);
    b.output('loss', loss, 'loss');
    const saidYes = b.cast([b.greater([logits, b.scalar(0)])], { dtype: 'float32' });
    const isYes = b.cast([b.greater([wanted, b.scalar(0.5)])], { dtype: 'float32' });
    const right = b.cast([b.equal([saidYes, isYes])], { dtype: 'float32' });
    b.output('metric', meanOfAll(b, right), 'accuracy');
    return { loss };
  },
});

/**
 * log sigmoid(z) and log(1 - sigmoid(z)), as a choice between z and 0: without overflow, and with the
 * right slope at 0.
 */
function logProbabilities(b: BlockBuilder, z: Value): { yes: Value; no: Value } {
  const count = z.shape.reduce((size, n) => size * n, 1);
  const column = b.reshape([z], { shape: [count, 1] });
  const pair = b.logSoftmax([b.concat([column, b.scale([column], { factor: 0 })], { axis: 1 })]);
  const at = (index: number) =>
    b.reshape([b.slice([pair], { begin: [0, index], size: [count, 1] })], { shape: z.shape });
  return { yes: at(0), no: at(1) };
}
