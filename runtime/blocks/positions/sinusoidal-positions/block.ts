/** Fixed waves that tell each place apart. Vaswani et al. 2017, section 3.5. */
import { choice, defineBlock } from '../../define';
import { vaswani2017 } from '../../shared/papers';

export default defineBlock({
  id: 'sinusoidal-positions',
  title: 'Positional encoding',
  family: 'positions',
  icon: 'Waves',
  docs: {
    summary:
      'Adds to each token a pattern of sine and cosine waves that says where it stands. Attention alone does not know the order.',
    formula: String.raw`PE_{(pos, 2i)} = \sin\!\left(pos / 10000^{2i/d_{model}}\right), \quad PE_{(pos, 2i+1)} = \cos\!\left(pos / 10000^{2i/d_{model}}\right)`,
    paper: { ...vaswani2017, where: 'section 3.5' },
    pytorch: 'x + pe[:, :x.size(1)]',
    keras: 'x + keras_hub.layers.SinePositionEncoding()(x)',
  },
  inputs: { x: { axes: 'batch tokens d_model' } },
  outputs: { y: { axes: 'batch tokens d_model' } },
  params: {
    layout: choice({
      label: 'Layout',
      doc: 'Where the waves stand in a vector, and how their lengths are spaced.',
      default: 'interleaved',
      choices: {
        interleaved: 'Sine and cosine in turns, as in the paper',
        halves: 'Sines, then cosines, as in tensor2tensor',
      },
    }),
  },
  examples: [
    { inputs: { x: [2, 5, 8] }, outputs: { y: [2, 5, 8] }, parameters: 0 },
    {
      params: { layout: 'halves' },
      inputs: { x: [1, 4, 7] },
      outputs: { y: [1, 4, 7] },
      parameters: 0,
    },
  ],
  build: (b, { x }, { layout }) => {
    const [, tokens, width] = x.shape;
    const table = b.constant(
      `sinusoidal-positions ${layout} ${tokens} ${width}`,
      { shape: [1, tokens, width], dtype: 'float32' },
      () => (layout === 'halves' ? sinesThenCosines : sinusoids)(tokens, width),
    );
    return { y: b.add([x, table]) };
  },
});

/** [tokens, width], sine and cosine interleaved. */
function sinusoids(tokens: number, width: number): Float32Array {
  const table = new Float32Array(tokens * width);
  for (let position = 0; position < tokens; position++) {
    for (let j = 0; j < width; j++) {
      const angle = position / 10000 ** ((j - (j % 2)) / width);
      table[position * width + j] = j % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
    }
  }
  return table;
}

/**
 * [tokens, width]: sin(position r_i) for every rate r_i, then the cosines; an odd width ends in 0.
 * The rates r_i = 10000^(-i / (n - 1)), n = width / 2, reach 1/10000 itself, unlike the paper's.
 * `get_timing_signal_1d` of tensor2tensor, the code of the paper's authors.
 */
function sinesThenCosines(tokens: number, width: number): Float32Array {
  const table = new Float32Array(tokens * width);
  const rates = Math.floor(width / 2);
  for (let position = 0; position < tokens; position++) {
    for (let i = 0; i < rates; i++) {
      const angle = position / 10000 ** (i / Math.max(1, rates - 1));
      table[position * width + i] = Math.sin(angle);
      table[position * width + rates + i] = Math.cos(angle);
    }
  }
  return table;
}
