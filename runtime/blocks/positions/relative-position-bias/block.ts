/** A learned number for each head and distance, added to the scores. Raffel et al. 2020 (T5), section 2.1. */
import { defineBlock, flag, int } from '../../define';

export default defineBlock({
  id: 'relative-position-bias',
  title: 'Relative position bias',
  family: 'positions',
  icon: 'Ruler',
  advanced: true,
  docs: {
    summary:
      'Tells attention how far apart two tokens are: each head learns one number for each distance and adds it to the score. Far distances share a number.',
    alsoCalled: ['T5 bias', 'Swin bias'],
    formula: String.raw`e_{ij} = q_i^\top k_j + B_{h,\, \mathrm{bucket}(j - i)}`,
    paper: {
      authors: 'Raffel et al.',
      year: 2020,
      title: 'Exploring the Limits of Transfer Learning with a Unified Text-to-Text Transformer',
      url: 'https://arxiv.org/abs/1910.10683',
      where: 'section 2.1, relative position embeddings',
    },
    pytorch: 'nn.Embedding(buckets, heads)(bucket(j - i)).permute(2, 0, 1)',
    keras: 'keras.layers.Embedding(buckets, heads)(bucket(j - i))',
  },
  inputs: {
    query: { axes: 'batch tokens d_model', label: 'Q', doc: 'Only its length is used.' },
    key: {
      axes: 'batch source d_key',
      label: 'K',
      optional: true,
      doc: 'Without a wire: as long as the queries.',
    },
  },
  outputs: {
    bias: { axes: 'heads tokens source', doc: 'For the bias port of multi-head attention.' },
  },
  params: {
    heads: int({ label: 'Heads', default: 8, min: 1, max: 256, symbol: 'h' }),
    buckets: int({
      label: 'Buckets',
      doc: 'Different numbers a head has.',
      default: 32,
      min: 4,
      max: 4096,
    }),
    max_distance: int({
      label: 'Furthest distance',
      doc: 'Beyond it all share one bucket.',
      default: 128,
      min: 2,
      max: 1000000,
      unit: 'tokens',
    }),
    bidirectional: flag({
      label: 'Both directions',
      doc: 'Off for a causal decoder: only what came before is told apart.',
      default: true,
    }),
  },
  examples: [
    {
      params: { heads: 2, buckets: 8, max_distance: 10 },
      inputs: { query: [2, 5, 4] },
      outputs: { bias: [2, 5, 5] },
      parameters: 16,
    },
    {
      params: { heads: 3, buckets: 6, max_distance: 8, bidirectional: false },
      inputs: { query: [1, 3, 4], key: [1, 12, 6] },
      outputs: { bias: [3, 3, 12] },
      parameters: 18,
    },
  ],
  build: (b, { query, key }, { heads, buckets, max_distance, bidirectional }) => {
    const [, tokens, width] = query.shape;
    const source = key ? key.shape[1] : tokens;
    const exact = Math.floor((bidirectional ? Math.floor(buckets / 2) : buckets) / 2);
    if (max_distance <= exact) {
      b.fail('param/invalid', `The furthest distance ${max_distance} must be above ${exact}.`, {
        param: 'max_distance',
        hint: `Distances below ${exact} have a bucket each; raise it, or take fewer buckets.`,
        short: `${max_distance} within ${exact}`,
      });
    }
    const table = b.weight('table', [buckets, heads], { kind: 'normal', std: width ** -0.5 });
    const ids = b.constant(
      `relative buckets ${tokens} ${source} ${buckets} ${max_distance} ${bidirectional}`,
      { shape: [tokens, source], dtype: 'int32' },
      () =>
        Int32Array.from({ length: tokens * source }, (_, at) => {
          const distance = (at % source) - Math.floor(at / source);
          return bucketOf(distance, buckets, max_distance, bidirectional);
        }),
    );
    return { bias: b.transpose([b.gather([table, ids])], { perm: [2, 0, 1] }) };
  },
});

/**
 * Small distances have a bucket each, larger ones share logarithmically wider ones; with both
 * directions the second half of the buckets is for what comes after.
 */
function bucketOf(
  distance: number,
  buckets: number,
  furthest: number,
  bidirectional: boolean,
): number {
  const count = bidirectional ? Math.floor(buckets / 2) : buckets;
  const start = bidirectional && distance > 0 ? count : 0;
  const away = bidirectional ? Math.abs(distance) : Math.max(0, -distance);
  const exact = Math.floor(count / 2);
  if (away < exact) return start + away;
  const share = Math.log(away / exact) / Math.log(furthest / exact);
  return start + Math.min(count - 1, exact + Math.floor(share * (count - exact)));
}
