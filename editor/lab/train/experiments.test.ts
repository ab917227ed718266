/** Settings of a training as they are typed. */
import { describe, expect, test } from 'vitest';
import type { GraphInput } from '../run/graphInputs';
import {
  defaultExperiment,
  mainFields,
  optimizerFields,
  parseField,
  settingOf,
  withOptimizer,
  withSetting,
} from './experiments';

const allFields = [...mainFields, ...Object.values(optimizerFields)];
const field = (key: string) => allFields.find((each) => each.key === key) as (typeof allFields)[0];

describe('parseField', () => {
  test.each([
    ['steps', '1,000', 1000],
    ['steps', ' 12 ', 12],
    ['steps', '0', undefined],
    ['steps', '1.5', undefined],
    ['steps', '', undefined],
    ['steps', 'many', undefined],
    ['steps', 'Infinity', undefined],
    ['learningRate', '1e-3', 0.001],
    ['learningRate', '2', undefined],
    ['seed', '0', 0],
    ['seed', '-1', undefined],
    ['clipNorm', '', null],
    ['clipNorm', '0', undefined],
    ['momentum', '', undefined],
    ['momentum', '1', undefined],
    ['epsilon', '1e-9', 1e-9],
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
  for (const each of mainFields) {
    expect(parseField(each, String(experiment[each.key]))).toBe(experiment[each.key]);
  }
});

describe('optional settings', () => {
  const experiment = defaultExperiment([]);

  test('are what is meant where nothing is said', () => {
    for (const each of Object.values(optimizerFields)) {
      expect(settingOf(experiment, each)).toBe(each.absent);
      if (each.absent !== null) expect(parseField(each, String(each.absent))).toBe(each.absent);
    }
  });

  test('are left out where they say what is meant anyway', () => {
    const clipped = withSetting(experiment, 'clipNorm', 2, undefined);
    expect(clipped).toEqual({ ...experiment, clipNorm: 2 });
    expect(Object.keys(withSetting(clipped, 'clipNorm', undefined, undefined))).toEqual(
      Object.keys(experiment),
    );
    expect(withSetting(experiment, 'beta1', 0.9, 0.9)).not.toHaveProperty('beta1');
  });

  test('AdamW brings its usual decay and takes it along', () => {
    const adamw = withOptimizer(experiment, 'adamw');
    expect(adamw).toMatchObject({ optimizer: 'adamw', weightDecay: 0.01 });
    expect(withOptimizer(adamw, 'adam')).toEqual(experiment);
    const chosen = { ...experiment, weightDecay: 0.2 };
    expect(withOptimizer(chosen, 'adamw').weightDecay).toBe(0.2);
    expect(withOptimizer({ ...adamw, weightDecay: 0.2 }, 'sgd').weightDecay).toBe(0.2);
  });
});
