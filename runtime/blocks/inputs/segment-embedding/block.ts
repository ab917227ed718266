/** A learned vector for each segment of a text, added to its tokens. Devlin et al. 2019, figure 2. */
import { sizeOf } from '../../../graph/types';
import { defineBlock, int } from '../../define';
import { devlin2019 } from '../../shared/papers';
import type { BlockBuilder } from '../../types';

export default defineBlock({
  id: 'segment-embedding',
  title: 'Segment embedding',
  family: 'inputs',
  icon: 'Columns2',
  advanced: true,
  docs: {
    summary:
      'Adds to each token a learned vector that tells which part of the text it belongs to: the first or the second sentence of a pair, in BERT.',
    formula: 'y_t = x_t + S_{s_t}',
    paper: { ...devlin2019, where: 'section 3, figure 2' },
    pytorch: 'x + nn.Embedding(segments, d_model)(segment_ids)',
    keras: 'x + keras.layers.Embedding(segments, d_model)(segment_ids)',
  },
  inputs: {
    x: { axes: 'batch tokens d_model', doc: 'Token vectors.' },
    segments: {
      axes: 'batch tokens',
      dtype: 'int32',
      optional: true,
      doc: 'Number of the segment of each token, from 0. Without it, all are of the first.',
    },
  },
  outputs: { y: { axes: 'batch tokens d_model' } },
  params: {
    kinds: int({
      label: 'Segments',
      doc: 'How many different segments there are.',
      default: 2,
      min: 1,
      max: 4096,
      unit: 'segments',
    }),
  },
  examples: [
    { inputs: { x: [3, 4, 8] }, outputs: { y: [3, 4, 8] }, parameters: 16 },
    {
      params: { kinds: 10 },
      inputs: { x: [2, 5, 8], segments: [2, 5] },
      outputs: { y: [2, 5, 8] },
      parameters: 80,
    },
  ],
  build: (b, { x, segments }, { kinds }) => {
    const [batch, tokens] = x.shape;
    const table = b.weight('table', [kinds, x.shape[2]], { kind: 'truncatedNormal', std: 0.02 });
    return { y: b.add([x, b.gather([table, segments ?? firstSegment(b, [batch, tokens])])]) };
  },
});

const firstSegment = (b: BlockBuilder, shape: readonly number[]) =>
  b.constant('first segment', { shape, dtype: 'int32' }, () => new Int32Array(sizeOf(shape)));
