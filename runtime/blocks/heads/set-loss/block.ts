/** Matches predicted boxes to real ones, and measures the matches. Carion et al. 2020, section 3.1. */
import { MOST_QUERIES } from '../../../ops/assignment/linearSumAssignment';
import type { Value } from '../../../ops/types';
import { defineBlock, float } from '../../define';
import { carion2020 } from '../../shared/papers';
import { sumOfAll } from '../../shared/tokenLoss';
import type { BlockBuilder } from '../../types';
import { boxDistance, boxOverlap, splitBoxes } from './boxes';

const weight = (label: string, value: number, doc: string) =>
  float({ label, doc, default: value, min: 0, max: 1000 });

export default defineBlock({
  id: 'set-loss',
  title: 'Set loss',
  family: 'heads',
  icon: 'Handshake',
  advanced: true,
  docs: {
    summary:
      'For a network that names things and their boxes in no order: gives every real thing the one prediction that fits best, no two the same, and measures class and box of these pairs. All other predictions should say that nothing is there.',
    formula: String.raw`\hat\sigma = \arg\min_\sigma \sum_i \left[ -\hat p_{\sigma(i)}(c_i) + L_{box}(b_i, \hat b_{\sigma(i)}) \right], \quad L = \sum_i \left[ -\log \hat p_{\hat\sigma(i)}(c_i) + L_{box}(b_i, \hat b_{\hat\sigma(i)}) \right], \quad L_{box} = 5 \lVert b - \hat b \rVert_1 + 2 \, (1 - \mathrm{GIoU}(b, \hat b))`,
    paper: { ...carion2020, where: 'section 3.1, equations 1 and 2' },
    pytorch: 'SetCriterion(classes, HungarianMatcher(1, 5, 2), weight_dict, eos_coef=0.1)',
    keras: 'scipy.optimize.linear_sum_assignment on the costs, then the losses of the pairs',
  },
  inputs: {
    logits: {
      axes: 'batch queries classes',
      doc: 'Scores of each prediction; the last class is "nothing there".',
    },
    boxes: {
      axes: 'batch queries 4',
      doc: 'Centre (x, y), width and height, as shares of the picture.',
    },
    labels: {
      axes: 'batch objects',
      dtype: 'int32',
      doc: 'Classes of the real things; -1 fills up.',
    },
    target_boxes: { axes: 'batch objects 4', doc: 'Their boxes.' },
  },
  outputs: {
    loss: { axes: '' },
    matching: {
      axes: 'batch objects',
      dtype: 'int32',
      doc: 'Which prediction each real thing was given; -1 for filling.',
    },
  },
  params: {
    class_weight: weight('Weight of the class', 1, 'In the matching and in the loss.'),
    box_weight: weight('Weight of the distance', 5, 'Of boxes: the sum of four differences.'),
    overlap_weight: weight('Weight of the overlap', 2, 'Of boxes: generalized IoU.'),
    nothing_weight: float({
      label: 'Weight of "nothing there"',
      doc: 'Below 1, since most predictions are not matched.',
      default: 0.1,
      min: 0.001,
      max: 1,
    }),
  },
  examples: [
    {
      inputs: { logits: [2, 5, 4], boxes: [2, 5, 4], labels: [2, 3], target_boxes: [2, 3, 4] },
      outputs: { loss: [], matching: [2, 3] },
      parameters: 0,
    },
    {
      params: { class_weight: 2, nothing_weight: 1 },
      inputs: { logits: [1, 3, 12], boxes: [1, 3, 4], labels: [1, 1], target_boxes: [1, 1, 4] },
      outputs: { loss: [], matching: [1, 1] },
      parameters: 0,
    },
  ],
  build: (b, inputs, params) => {
    const { logits, boxes, labels, target_boxes } = inputs;
    const queries = logits.shape[1];
    const [batch, objects] = labels.shape;
    if (objects > queries) {
      b.fail('shape/size', `${queries} predictions cannot cover ${objects} things.`, {
        port: 'logits',
        hint: 'Every thing needs a prediction of its own. Take more queries.',
        short: `${queries} queries for ${objects} things`,
      });
    }
    if (queries > MOST_QUERIES) {
      b.fail('run/limit', `This matches at most ${MOST_QUERIES} predictions, not ${queries}.`, {
        port: 'logits',
        hint: 'Take fewer queries, such as the 100 of DETR.',
        short: `${queries} queries, at most ${MOST_QUERIES}`,
      });
    }
    const none = b.constant('first class', { shape: [], dtype: 'int32' }, () => Int32Array.of(0));
    const isReal = b.greaterEqual([labels, none]); // [B, M]
    const counts = b.cast([isReal], { dtype: 'float32' });
    const wanted = fillBoxes(b, target_boxes, isReal);
    const classes = b.oneHot([labels], { depth: logits.shape[2] }); // [B, M, K]
    const costs = matchingCosts(b, { logits, boxes, wanted, classes }, params);
    const matching = b.linearSumAssignment([costs, isReal]); // [B, M]

    const pick = b.oneHot([matching], { depth: queries }); // [B, M, Q]
    const found = fillBoxes(b, b.matmul([pick, boxes], { counted: false }), isReal);
    const things = b.maximum([sumOfAll(b, counts), b.scalar(1)]);
    const perThing = (values: Value) => b.div([sumOfAll(b, b.mul([values, counts])), things]);
    const [one, other] = [found, wanted].map((each) => splitBoxes(b, each, [batch, objects]));
    const distance = perThing(boxDistance(b, one, other));
    const overlap = perThing(b.shift([b.neg([boxOverlap(b, one, other)])], { amount: 1 }));
    const target = b.matmul([pick, classes], { transposeA: true, counted: false }); // [B, Q, K]
    const named = classLoss(b, logits, target, params.nothing_weight);
    const loss = b.add([
      b.scale([named], { factor: params.class_weight }),
      b.add([
        b.scale([distance], { factor: params.box_weight }),
        b.scale([overlap], { factor: params.overlap_weight }),
      ]),
    ]);
    b.output('loss', loss, 'loss');
    b.output('boxes', boxes, 'boxes');
    b.output('box-classes', logits, 'classes of boxes');
    const said = b.oneHot([b.argMax([logits])], { depth: logits.shape[2] });
    b.output('metric', b.div([sumOfAll(b, b.mul([said, target])), things]), 'accuracy');
    return { loss, matching };
  },
});

interface Candidates {
  /** [B, Q, K] */
  readonly logits: Value;
  /** [B, Q, 4] */
  readonly boxes: Value;
  /** [B, M, 4] */
  readonly wanted: Value;
  /** One-hot [B, M, K] */
  readonly classes: Value;
}

/** Equation 1: what it costs to give a prediction to a thing, [B, Q, M]. */
function matchingCosts(
  b: BlockBuilder,
  { logits, boxes, wanted, classes }: Candidates,
  weights: { class_weight: number; box_weight: number; overlap_weight: number },
): Value {
  const [batch, queries] = boxes.shape;
  const columns = splitBoxes(b, boxes, [batch, queries, 1]);
  const rows = splitBoxes(b, wanted, [batch, 1, wanted.shape[1]]);
  const likely = b.matmul([b.softmax([logits]), classes], { transposeB: true, counted: false });
  const distance = boxDistance(b, columns, rows);
  const overlap = boxOverlap(b, columns, rows);
  return b.sub([
    b.scale([distance], { factor: weights.box_weight }),
    b.add([
      b.scale([likely], { factor: weights.class_weight }),
      b.scale([overlap], { factor: weights.overlap_weight }),
    ]),
  ]);
}

/**
 * Cross-entropy of all predictions; `target` [B, Q, K] has a row of zeros where none was matched:
 * there the last class is right, and counts less.
 */
function classLoss(b: BlockBuilder, logits: Value, target: Value, nothingWeight: number): Value {
  const [batch, queries, classes] = logits.shape;
  const matched = b.sum([target], { axes: [2], keepDims: true }); // [B, Q, 1]
  const free = b.shift([b.neg([matched])], { amount: 1 });
  const nothing = b.constant(`last of ${classes}`, { shape: [classes], dtype: 'float32' }, () => {
    const row = new Float32Array(classes);
    row[classes - 1] = 1;
    return row;
  });
  const weights = b.add([matched, b.scale([free], { factor: nothingWeight })]);
  const right = b.add([target, b.mul([free, nothing])]);
  const log = b.sum([b.mul([b.logSoftmax([logits]), right])], { axes: [2], keepDims: false });
  const each = b.mul([b.reshape([weights], { shape: [batch, queries] }), log]);
  return b.neg([b.div([sumOfAll(b, each), sumOfAll(b, weights)])]);
}

/** Filling becomes the whole picture, so that no measure of it is 0 / 0; it is not counted. */
function fillBoxes(b: BlockBuilder, boxes: Value, isReal: Value): Value {
  const whole = b.constant('whole picture', { shape: [4], dtype: 'float32' }, () =>
    Float32Array.of(0.5, 0.5, 1, 1),
  );
  const condition = b.reshape([isReal], { shape: [...isReal.shape, 1] });
  return b.where([condition, boxes, whole]);
}
