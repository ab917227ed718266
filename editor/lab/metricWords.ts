/** Figures of how good a model is, in words. */
import { isShare, type Metric, type MetricKind } from '../../runtime/index';
import { formatExact } from '../ui/format';
import { lossText, percent } from './format';

/** The figure itself: "96.3 %", "24.1", "2.04". */
export function metricText({ kind, value }: Metric): string {
  if (isShare(kind)) return percent(value);
  if (!Number.isFinite(value)) return 'not a number';
  if (kind === 'bleu') return value.toFixed(1);
  return kind === 'bits' ? value.toFixed(2) : lossText(value);
}

const testTitles: Readonly<Record<MetricKind, string>> = {
  accuracy: 'Test accuracy',
  sequences: 'Right in every token',
  tokens: 'Next tokens right',
  bleu: 'Test BLEU',
  bits: 'Bits per character',
  loss: 'Test loss',
};

/** Heading of a figure of the test set. */
export function testTitle(kind: MetricKind): string {
  return testTitles[kind];
}

const testNames: Readonly<Record<MetricKind, string>> = {
  accuracy: 'test accuracy',
  sequences: 'test sequences right',
  tokens: 'next tokens right',
  bleu: 'test BLEU',
  bits: 'bits per character',
  loss: 'test loss',
};

/** The same before a figure, in a line. */
export function testName(kind: MetricKind): string {
  return testNames[kind];
}

/** What was counted: "963 of 1,000 test examples right". */
export function testedOn({ kind, value }: Metric, examples: number): string {
  const all = formatExact(examples);
  const right = formatExact(Math.round(value * examples));
  switch (kind) {
    case 'accuracy':
      return `${right} of ${all} test examples right`;
    case 'sequences':
      return `${right} of ${all} test sequences`;
    case 'bleu':
      return `on ${all} test sentences; the most is 100`;
    case 'bits':
      return `on ${all} pieces of test text; fewer are better`;
    default:
      return `mean over ${all} test examples`;
  }
}

/** After a figure, where it is no share: " BLEU", " bits". */
export function metricUnit(kind: MetricKind): string {
  return kind === 'bleu' ? ' BLEU' : kind === 'bits' ? ' bits' : '';
}

const heldOutNames: Readonly<Record<MetricKind, string>> = {
  accuracy: 'held-out examples',
  sequences: 'held-out sequences, right in every token',
  tokens: 'next tokens of held-out text',
  bleu: 'held-out texts',
  bits: 'held-out text',
  loss: 'held-out examples',
};

/** What the marks of a curve were measured on. */
export function heldOutName(kind: MetricKind): string {
  return heldOutNames[kind];
}
