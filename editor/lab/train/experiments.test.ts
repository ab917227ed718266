/** Settings of a training as they are typed. */
import { describe, expect, test } from 'vitest';
import type { GraphInput } from '../run/graphInputs';
import { defaultExperiment, numberFields, parseField } from './experiments';

const field = (key: string) =>
  numberFields.find((each) => each.key === key) as (typeof numberFields)[0];

describe('parseField', () => {
  test.each([
    ['steps', '1,000', 1000],
    ['steps', ' 12 ', 12],
    ['steps', '0', null],
    ['steps', '1.5', null],
    ['steps', '', null],
    ['steps', 'many', null],
    ['steps', 'Infinity', null],
    ['learningRate', '1e-3', 0.001],
    ['learningRate', '2', null],
    ['seed', '0', 0],
    ['seed', '-1', null],
  ])('%s "%s"', (key, text, value) => {
    expect(parseField(field(key), text)).toBe(value);
  });
});

test('the default suits the inputs and its own ranges', () => {
  const text: GraphInput = {
    kind: 'text',
    path: 't',
    title: 'Text',
    tokens: 9,
    vocabulary: 13,
    tokenizer: 'digits',
  };
  expect(defaultExperiment([text]).dataset).toBe('reverse-digits');
  const experiment = defaultExperiment([]);
  for (const each of numberFields) {
    expect(parseField(each, String(experiment[each.key]))).toBe(experiment[each.key]);
  }
});
