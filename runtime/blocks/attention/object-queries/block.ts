/** Learned queries: a fixed number of slots that ask. Carion et al. 2020 (DETR), section 3.2. */
import { defineBlock, int } from '../../define';
import { carion2020 } from '../../shared/papers';

export default defineBlock({
  id: 'object-queries',
  title: 'Object queries',
  family: 'attention',
  icon: 'MessageSquareText',
  advanced: true,
  docs: {
    summary:
      'A fixed number of learned questions. Led into the queries of attention, each becomes a slot that looks for something of its own in a picture or a text, such as one object.',
    formula: String.raw`Q \in \mathbb{R}^{N \times d_{model}}, \quad y = \mathrm{MHA}(Q, m, m)`,
    paper: { ...carion2020, where: 'section 3.2, transformer decoder' },
    pytorch: 'nn.Embedding(queries, d_model).weight.expand(batch, -1, -1)',
    keras: 'keras.layers.Embedding(queries, d_model)(keras.ops.arange(queries))[None]',
  },
  inputs: {
    memory: {
      axes: 'batch ... d_memory',
      doc: 'What the queries are to look at: only its size is used.',
    },
  },
  outputs: {
    queries: { axes: 'batch tokens d_model', doc: 'The learned queries, for every example.' },
    start: {
      axes: 'batch tokens d_model',
      doc: 'Zeros: what the first decoder layer of DETR starts from.',
    },
  },
  params: {
    count: int({ label: 'Queries', default: 100, min: 1, max: 4096, symbol: 'N' }),
    width: int({
      label: 'Width',
      doc: '0: as wide as what they look at.',
      default: 0,
      min: 0,
      max: 16384,
      symbol: 'd_model',
      unit: 'features',
    }),
  },
  examples: [
    {
      params: { count: 5 },
      inputs: { memory: [2, 3, 8] },
      outputs: { queries: [2, 5, 8], start: [2, 5, 8] },
      parameters: 40,
    },
    {
      inputs: { memory: [1, 2, 2, 256] },
      outputs: { queries: [1, 100, 256], start: [1, 100, 256] },
      parameters: 25_600,
    },
    {
      params: { count: 3, width: 4 },
      inputs: { memory: [2, 3, 3, 6] },
      outputs: { queries: [2, 3, 4], start: [2, 3, 4] },
      parameters: 12,
    },
  ],
  build: (b, { memory }, { count, width }) => {
    const shape = [memory.shape[0], count, width || memory.shape[memory.shape.length - 1]];
    const table = b.weight('table', shape.slice(1), { kind: 'normal', std: 1 });
    return {
      queries: b.broadcastTo([b.reshape([table], { shape: shape.with(0, 1) })], { shape }),
      start: b.broadcastTo([b.scalar(0)], { shape }),
    };
  },
});
