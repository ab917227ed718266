/** Where things may be, as boxes round anchors. Ren et al. 2015 (Faster R-CNN), section 3.1. */
import { choice, defineBlock, int } from '../../define';
import { convolution } from '../../shared/convolution';
import { anchorsOf, boxesFrom, cellAnchors } from './anchors';

const small = { kind: 'normal', std: 0.01 } as const;
const pointwise = { size: 1, stride: 1, padding: 0 };

export default defineBlock({
  id: 'region-proposal-head',
  title: 'Region proposals',
  family: 'vision',
  icon: 'Frame',
  advanced: true,
  docs: {
    summary:
      'Lays boxes of a few sizes and shapes (anchors) over every place of the map, and says for each how likely it holds a thing and how to move and stretch it onto that thing.',
    alsoCalled: ['RPN', 'anchors', 'Faster R-CNN'],
    formula: String.raw`x = x_a + w_a t_x, \quad y = y_a + h_a t_y, \quad w = w_a e^{t_w}, \quad h = h_a e^{t_h}`,
    paper: {
      authors: 'Ren, He, Girshick, Sun',
      year: 2015,
      title: 'Faster R-CNN: Towards Real-Time Object Detection with Region Proposal Networks',
      url: 'https://arxiv.org/abs/1506.01497',
      where: 'section 3.1, figure 3; equation 2',
    },
    pytorch: 'torchvision.models.detection.rpn.RPNHead(channels, anchors)',
    keras: "keras.layers.Conv2D(anchors, 1)(keras.layers.Conv2D(c, 3, activation='relu')(x))",
  },
  inputs: { x: { axes: 'batch height width channels' } },
  outputs: {
    objectness: {
      axes: 'batch anchors scores',
      doc: 'Before the sigmoid; with two scores: nothing, something, before the softmax.',
    },
    deltas: { axes: 'batch anchors 4', doc: 'How to move and stretch each anchor: x, y, w, h.' },
    anchors: { axes: 'anchors 4', doc: 'Left, top, right, bottom, in pixels of the picture.' },
    boxes: { axes: 'batch anchors 4', doc: 'The anchors, moved and stretched.' },
  },
  params: {
    stride: int({
      label: 'Pixels per place',
      doc: 'How many times smaller the map is than the picture.',
      default: 16,
      min: 1,
      max: 1024,
      unit: 'pixels',
    }),
    size: int({
      label: 'Smallest anchor',
      doc: 'Side of the square of the same area.',
      default: 128,
      min: 1,
      max: 4096,
      unit: 'pixels',
    }),
    scales: int({
      label: 'Sizes',
      doc: 'How many sizes, each twice the one before. A pyramid of maps has one for each map.',
      default: 3,
      min: 1,
      max: 8,
    }),
    ratios: choice({
      label: 'Shapes',
      default: 'three',
      choices: { three: 'Wide, square and tall (1:2, 1:1, 2:1)', one: 'Square' },
    }),
    scores: choice({
      label: 'Scores',
      doc: 'One as everybody builds it today, two as in the paper.',
      default: 'one',
      choices: { one: 'One for each anchor (sigmoid)', two: 'Two for each anchor (softmax)' },
    }),
  },
  examples: [
    {
      params: { size: 32, scales: 1 },
      inputs: { x: [2, 2, 3, 4] },
      outputs: { objectness: [2, 18, 1], deltas: [2, 18, 4], anchors: [18, 4], boxes: [2, 18, 4] },
      // 9*4*4+4 + 4*3+3 + 4*12+12
      parameters: 223,
    },
    {
      params: { size: 8, stride: 4, scales: 2, ratios: 'one', scores: 'two' },
      inputs: { x: [1, 3, 2, 2] },
      outputs: { objectness: [1, 12, 2], deltas: [1, 12, 4], anchors: [12, 4], boxes: [1, 12, 4] },
      // 9*2*2+2 + 2*4+4 + 2*8+8
      parameters: 74,
    },
  ],
  build: (b, { x }, { stride, size, scales, ratios, scores }) => {
    const [batch, height, width, channels] = x.shape;
    const cells = cellAnchors(size, scales, ratios === 'three' ? [0.5, 1, 2] : [1]);
    const perAnchor = scores === 'two' ? 2 : 1;
    const count = height * width * cells.length;
    const options = { start: small };
    const window = { size: 3, stride: 1, padding: 1 };
    const seen = b.relu([convolution(b, x, 'conv/', channels, window, true, options)]);
    const head = (name: string, numbers: number) =>
      b.reshape(
        [convolution(b, seen, `${name}/`, cells.length * numbers, pointwise, true, options)],
        { shape: [batch, count, numbers] },
      );
    const objectness = head('objectness', perAnchor);
    const deltas = head('deltas', 4);
    const key = `anchors ${[height, width, stride, size, scales, ratios]}`;
    const anchors = b.constant(key, { shape: [count, 4], dtype: 'float32' }, () =>
      anchorsOf(cells, height, width, stride),
    );
    return { objectness, deltas, anchors, boxes: boxesFrom(b, anchors, deltas) };
  },
});
