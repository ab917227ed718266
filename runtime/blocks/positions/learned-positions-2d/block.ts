/** A learned vector for each column and each row of a map. Carion et al. 2020 (DETR), learned variant. */
import { defineBlock } from '../../define';
import { carion2020 } from '../../shared/papers';

export default defineBlock({
  id: 'learned-positions-2d',
  title: 'Learned positions on a map',
  family: 'positions',
  icon: 'MapPinned',
  advanced: true,
  docs: {
    summary:
      'Tells each place of a map by a learned vector of its column, joined with one of its row. Far fewer numbers than a vector for every place.',
    formula: String.raw`p_{rc} = [\, X_c ;\, Y_r \,], \quad y_{rc} = x_{rc} + p_{rc}`,
    paper: { ...carion2020, where: 'appendix A.4; models/position_encoding.py of its code' },
    pytorch: 'torch.cat([col[None].expand(h, -1, -1), row[:, None].expand(-1, w, -1)], -1)',
    keras: 'keras.ops.concatenate([cols_of_a_map, rows_of_a_map], -1)',
  },
  inputs: { x: { axes: 'batch height width d_model' } },
  outputs: {
    y: { axes: 'batch height width d_model', doc: 'The map with its positions added.' },
    positions: {
      axes: 'batch* height width d_model',
      doc: 'The positions alone, for queries and keys only.',
    },
  },
  params: {},
  examples: [
    {
      inputs: { x: [2, 3, 5, 8] },
      outputs: { y: [2, 3, 5, 8], positions: [1, 3, 5, 8] },
      parameters: 32,
    },
  ],
  build: (b, { x }) => {
    const [, height, width, features] = x.shape;
    if (features % 2 !== 0) {
      b.fail('shape/indivisible', `Columns and rows share the width, and d_model is ${features}.`, {
        port: 'x',
        hint: 'Make d_model even.',
        short: `${features} features, an odd number`,
      });
    }
    const half = features / 2;
    // Uniform from 0 to 1, as the published code starts them.
    const start = { kind: 'uniform', limit: 1, least: 0 } as const;
    const columns = b.weight('columns', [width, half], start);
    const rows = b.weight('rows', [height, half], start);
    const positions = b.concat(
      [
        b.broadcastTo([b.reshape([columns], { shape: [1, 1, width, half] })], {
          shape: [1, height, width, half],
        }),
        b.broadcastTo([b.reshape([rows], { shape: [1, height, 1, half] })], {
          shape: [1, height, width, half],
        }),
      ],
      { axis: 3 },
    );
    return { y: b.add([x, positions]), positions };
  },
});
