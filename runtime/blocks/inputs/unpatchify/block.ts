/** Tokens of pixels put together to a picture. He et al. 2022 (MAE), section 3. */
import { defineBlock, int } from '../../define';
import { setParamFixes } from '../../shared/divisors';
import { gridOf } from '../../shared/grid';

export default defineBlock({
  id: 'unpatchify',
  title: 'Unpatchify',
  family: 'inputs',
  icon: 'Puzzle',
  advanced: true,
  docs: {
    summary:
      'Puts patches together to a picture: each token holds the pixels of one square, row by row. The last step of a masked autoencoder.',
    formula: String.raw`\mathbb{R}^{B \times N \times P^2 C} \to \mathbb{R}^{B \times H \times W \times C}`,
    paper: {
      authors: 'He et al.',
      year: 2022,
      title: 'Masked Autoencoders Are Scalable Vision Learners',
      url: 'https://arxiv.org/abs/2111.06377',
      where: 'section 3, reconstruction target',
    },
    pytorch: "einops.rearrange(x, 'b (h w) (p q c) -> b c (h p) (w q)', h=rows, p=patch, q=patch)",
    keras: "einops.rearrange(x, 'b (h w) (p q c) -> b (h p) (w q) c', h=rows, p=patch, q=patch)",
  },
  inputs: {
    x: { axes: 'batch tokens features', doc: 'P x P x C pixels in each token.' },
  },
  outputs: { image: { axes: 'batch height width channels' } },
  params: {
    patch: int({
      label: 'Patch size',
      doc: 'Side of a square patch.',
      default: 16,
      min: 1,
      max: 256,
      symbol: 'P',
      unit: 'pixels',
    }),
    rows: int({
      label: 'Rows of patches',
      doc: '0: as many as columns.',
      default: 0,
      min: 0,
      max: 4096,
      unit: 'patches',
    }),
  },
  examples: [
    {
      params: { patch: 2 },
      inputs: { x: [2, 9, 12] },
      outputs: { image: [2, 6, 6, 3] },
      parameters: 0,
    },
    {
      params: { patch: 3, rows: 2 },
      inputs: { x: [3, 6, 9] },
      outputs: { image: [3, 6, 9, 1] },
      parameters: 0,
    },
  ],
  build: (b, { x }, { patch, rows: asked }) => {
    const [batch, tokens, features] = x.shape;
    const area = patch * patch;
    if (features % area !== 0) {
      const fits = squaresIn(features, patch);
      b.fail(
        'shape/indivisible',
        `${features} features are not the pixels of a patch of ${patch} x ${patch}.`,
        {
          param: 'patch',
          hint: `A token must hold ${area} numbers for each channel: map it to a multiple of ${area} first.`,
          short: `${features} in ${patch} x ${patch}`,
          fixes: setParamFixes('patch', 'patch size', fits),
        },
      );
    }
    const [rows, columns] = gridOf(b, tokens, asked, 'rows');
    const channels = features / area;
    const cut = b.reshape([x], { shape: [batch, rows, columns, patch, patch, channels] });
    const lines = b.transpose([cut], { perm: [0, 1, 3, 2, 4, 5] }); // [B, rows, P, columns, P, C]
    return {
      image: b.reshape([lines], { shape: [batch, rows * patch, columns * patch, channels] }),
    };
  },
});

/** The side of a square nearest to `wanted` whose area divides `n`. */
function squaresIn(n: number, wanted: number): readonly number[] {
  let best = 1;
  for (let side = 1; side * side <= n; side++) {
    if (n % (side * side) === 0 && Math.abs(side - wanted) <= Math.abs(best - wanted)) best = side;
  }
  return [best];
}
