/** Attention along one axis of a map. Ho et al. 2019 (Axial Transformers), section 3.2. */
import { choice, defineBlock, flag } from '../../define';
import { applyMask, checkHeads, mergeHeads, scaledScores, splitHeads } from '../../shared/heads';
import { headsParam } from '../../shared/layerParams';
import { linear } from '../../shared/linear';

export default defineBlock({
  id: 'axial-attention',
  title: 'Axial attention',
  family: 'attention',
  icon: 'Rows3',
  advanced: true,
  docs: {
    summary:
      'Each place of a map looks along its own row, or its own column, only. One of each, one after the other, lets everything reach everything, for far fewer weights than attention over the whole map.',
    formula: String.raw`y_{ij} = \sum_{j'} \mathrm{softmax}_{j'}\!\left(\frac{q_{ij}^\top k_{ij'}}{\sqrt{d_k}}\right) v_{ij'}`,
    paper: {
      authors: 'Ho, Kalchbrenner, Weissenborn, Salimans',
      year: 2019,
      title: 'Axial Attention in Multidimensional Transformers',
      url: 'https://arxiv.org/abs/1912.12180',
      where: 'section 3.2',
    },
    pytorch:
      'r = x.flatten(0, 1); nn.MultiheadAttention(channels, heads, batch_first=True)(r, r, r)',
    keras: 'keras.layers.MultiHeadAttention(heads, channels // heads, attention_axes=2)(x, x)',
  },
  inputs: { x: { axes: 'batch height width channels' } },
  outputs: {
    y: { axes: 'batch height width channels' },
    weights: {
      axes: 'lines heads tokens source',
      doc: 'How much each place of a line looks at each other; one line after the other.',
    },
  },
  params: {
    along: choice({
      label: 'Look along',
      default: 'row',
      choices: { row: 'The row', column: 'The column' },
    }),
    heads: headsParam(8),
    causal: flag({
      label: 'Causal',
      doc: 'A place sees those before it in its line, and itself, only.',
      default: false,
    }),
    bias: flag({ label: 'Bias', doc: 'Of the four linear maps.', default: true }),
  },
  examples: [
    {
      params: { heads: 2 },
      inputs: { x: [2, 3, 5, 8] },
      outputs: { y: [2, 3, 5, 8], weights: [6, 2, 5, 5] },
      parameters: 288,
    },
    {
      params: { heads: 1, along: 'column', causal: true, bias: false },
      inputs: { x: [1, 3, 2, 4] },
      outputs: { y: [1, 3, 2, 4], weights: [2, 1, 3, 3] },
      parameters: 64,
    },
  ],
  build: (b, { x }, { along, heads, causal, bias }) => {
    const channels = x.shape[3];
    checkHeads(b, channels, heads);
    const swap = { perm: [0, 2, 1, 3] };
    const turned = along === 'row' ? x : b.transpose([x], swap); // [B, lines, length, C]
    const [batch, lines, length] = turned.shape;
    const sequences = b.reshape([turned], { shape: [batch * lines, length, channels] });
    const project = (name: string) =>
      splitHeads(b, linear(b, sequences, name, channels, { bias }), heads); // [B lines, h, length, d]
    const products = scaledScores(b, project('query'), project('key'));
    const scores = causal ? applyMask(b, products, pastOf(length)) : products;
    const weights = b.softmax([scores]);
    const mixed = mergeHeads(b, b.matmul([weights, project('value')]));
    const y = b.reshape([linear(b, mixed, 'output', channels, { bias })], { shape: turned.shape });
    return { y: along === 'row' ? y : b.transpose([y], swap), weights };

    /** [1, length, length], true for a place and those before it. */
    function pastOf(n: number) {
      return b.constant(`past ${n}`, { shape: [1, n, n], dtype: 'bool' }, () =>
        Int32Array.from({ length: n * n }, (_, i) => Number(i % n <= Math.floor(i / n))),
      );
    }
  },
});
