/** Parameters that the layers of a Transformer share. Vaswani et al. 2017, section 3. */
import { float, int } from '../define';

/** Number of attention heads. */
export const headsParam = (value: number) =>
  int({ label: 'Heads', default: value, min: 1, max: 256, symbol: 'h' });

export const innerWidthParam = int({
  label: 'Inner width',
  doc: 'Of the feed-forward network.',
  default: 256,
  min: 1,
  max: 65536,
  symbol: 'd_ff',
  unit: 'features',
});

export const dropoutParam = float({
  label: 'Dropout',
  default: 0,
  min: 0,
  max: 0.95,
  symbol: 'P_drop',
});

export const keyWidthParam = int({
  label: 'Key width per head',
  doc: '0: width / heads, as in the paper.',
  default: 0,
  min: 0,
  max: 4096,
  symbol: 'd_k',
  unit: 'features',
});
