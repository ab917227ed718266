/** Figures of how good a model is: what they are called, and which of two is better. */
import type { MetricKind } from './document';

/** Short names, as they stand before or after a figure. */
export const metricTitles: Readonly<Record<MetricKind, string>> = {
  accuracy: 'accuracy',
  sequences: 'right in every token',
  tokens: 'next tokens right',
  bleu: 'BLEU',
  bits: 'bits per character',
  loss: 'loss',
};

/** True for kinds that are shares, from 0 to 1. */
export function isShare(kind: MetricKind): boolean {
  return kind === 'accuracy' || kind === 'sequences' || kind === 'tokens';
}

/** Whether `a` is better than `b`, both of one kind. What is not a number is never better. */
export function isBetter(kind: MetricKind, a: number, b: number): boolean {
  if (Number.isNaN(a)) return false;
  if (Number.isNaN(b)) return true;
  return kind === 'bits' || kind === 'loss' ? a < b : a > b;
}
