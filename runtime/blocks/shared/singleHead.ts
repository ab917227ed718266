/** What attention without heads has in common, however it scores: its ports, and its last step. */
import type { Value } from '../../ops/types';
import { float } from '../define';
import type { BlockBuilder } from '../types';
import { dropout } from './dropout';
import { applyMask } from './heads';

export const singleHeadInputs = {
  query: { axes: 'batch tokens d_query', label: 'Q', doc: 'Who asks: the states of a decoder.' },
  key: { axes: 'batch source d_key', label: 'K', doc: 'What the questions are compared with.' },
  value: { axes: 'batch source d_value', label: 'V', doc: 'What is passed on.' },
  mask: {
    axes: 'batch* tokens* source*',
    dtype: 'bool',
    label: 'mask',
    optional: true,
    doc: 'True where a token may look.',
  },
} as const;

export const singleHeadOutputs = {
  y: { axes: 'batch tokens d_value' },
  weights: {
    axes: 'batch tokens source',
    doc: 'How much each token looks at each source token; every row sums to 1.',
  },
} as const;

export const weightsDropout = float({
  label: 'Dropout of weights',
  doc: 'Share of attention weights dropped in training.',
  default: 0,
  min: 0,
  max: 0.95,
});

/** `scores` [B, T, S], `value` [B, S, d] -> what each token reads, [B, T, d], and how it looks. */
export function attend(
  b: BlockBuilder,
  scores: Value,
  value: Value,
  mask: Value | undefined,
  rate: number,
): { readonly y: Value; readonly weights: Value } {
  const weights = b.softmax([mask ? applyMask(b, scores, mask) : scores]); // [B, T, S]
  return { y: b.matmul([dropout(b, weights, rate, 'weights'), value]), weights };
}
