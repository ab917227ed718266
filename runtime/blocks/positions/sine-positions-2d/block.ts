/** Fixed waves over rows and columns of a map. Carion et al. 2020 (DETR), appendix A.4. */
import { defineBlock, flag, float } from '../../define';
import { carion2020 } from '../../shared/papers';

export default defineBlock({
  id: 'sine-positions-2d',
  title: 'Sine positions on a map',
  family: 'positions',
  icon: 'Waves',
  advanced: true,
  docs: {
    summary:
      'The waves of the Transformer, for pictures: half of the features tell the row, the other half the column.',
    formula: String.raw`p_{rc} = [\, \mathrm{PE}(2\pi r / H) ;\, \mathrm{PE}(2\pi c / W) \,], \quad \mathrm{PE}(a)_{2i} = \sin(a / \tau^{2i/n}), \; \mathrm{PE}(a)_{2i+1} = \cos(a / \tau^{2i/n}), \; n = d/2`,
    paper: { ...carion2020, where: 'appendix A.4; models/position_encoding.py of its code' },
    pytorch: 'PositionEmbeddingSine(d_model // 2, normalize=True)(x)',
    keras: 'keras.ops.concatenate([waves_of_rows, waves_of_columns], -1)',
  },
  inputs: { x: { axes: 'batch height width d_model' } },
  outputs: {
    y: { axes: 'batch height width d_model', doc: 'The map with its positions added.' },
    positions: {
      axes: 'batch* height width d_model',
      doc: 'The positions alone, for queries and keys only.',
    },
  },
  params: {
    temperature: float({
      label: 'Temperature',
      doc: 'How much longer the longest wave is than the shortest.',
      default: 10000,
      min: 1.001,
      max: 1e8,
      symbol: String.raw`\tau`,
    }),
    normalize: flag({
      label: 'Whole map is one turn',
      doc: 'Rows and columns count from 0 to 2 pi; otherwise from 1 up.',
      default: true,
    }),
  },
  examples: [
    {
      inputs: { x: [2, 3, 5, 8] },
      outputs: { y: [2, 3, 5, 8], positions: [1, 3, 5, 8] },
      parameters: 0,
    },
    {
      params: { temperature: 20, normalize: false },
      inputs: { x: [1, 2, 2, 4] },
      outputs: { y: [1, 2, 2, 4], positions: [1, 2, 2, 4] },
      parameters: 0,
    },
  ],
  build: (b, { x }, { temperature, normalize }) => {
    const [, height, width, features] = x.shape;
    if (features % 4 !== 0) {
      b.fail('shape/indivisible', `d_model ${features} does not divide into 4 equal parts.`, {
        port: 'x',
        hint: 'Rows and columns each take sines and cosines: make d_model a multiple of 4.',
        short: `${features} features by 4`,
      });
    }
    const positions = b.constant(
      `sine-positions-2d ${height} ${width} ${features} ${temperature} ${normalize}`,
      { shape: [1, height, width, features], dtype: 'float32' },
      () => waves(height, width, features, temperature, normalize),
    );
    return { y: b.add([x, positions]), positions };
  },
});

/** Keeps a division by zero away, as in the published code. */
const EPSILON = 1e-6;

/** [height, width, features]: rows in the first half of the features, columns in the second. */
function waves(
  height: number,
  width: number,
  features: number,
  temperature: number,
  normalize: boolean,
): Float32Array {
  const half = features / 2;
  const angle = (place: number, count: number) =>
    normalize ? ((place + 1) / (count + EPSILON)) * 2 * Math.PI : place + 1;
  const table = new Float32Array(height * width * features);
  let at = 0;
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      for (let j = 0; j < features; j++) {
        const place = j < half ? angle(row, height) : angle(column, width);
        const i = j % half;
        const phase = place / temperature ** ((i - (i % 2)) / half);
        table[at++] = i % 2 === 0 ? Math.sin(phase) : Math.cos(phase);
      }
    }
  }
  return table;
}
