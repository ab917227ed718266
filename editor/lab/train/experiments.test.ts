/** Settings of a training as they are typed. */
import { describe, expect, test } from 'vitest';
import type { Experiment, InputNeed } from '../../../runtime/index';
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
    ['warmupSteps', '1,000', 1000],
    ['batchSize', ' 12 ', 12],
    ['batchSize', '0', undefined],
    ['batchSize', '1.5', undefined],
    ['batchSize', '', undefined],
    ['batchSize', 'many', undefined],
    ['batchSize', 'Infinity', undefined],
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
  const experiment = defaultExperiment([]);
  for (const each of mainFields) {
    expect(parseField(each, String(experiment[each.key]))).toBe(experiment[each.key]);
  }
});

describe('the data of the default', () => {
  const need = (role: InputNeed['role'], field: string, shape: number[], vocabulary?: number) =>
    ({ path: field, role, field, shape, vocabulary, params: [] }) satisfies InputNeed;
  const label = (classes: number) => need('labels', 'label', [], classes);
  const picture = (...shape: number[]) => need('image', 'image', shape);

  test.each<[string, InputNeed[], Partial<Experiment>]>([
    ['nothing', [], { dataset: 'mnist' }],
    ['small digits', [picture(28, 28, 1), label(10)], { dataset: 'mnist' }],
    ['smaller digits', [picture(8, 8, 1), label(10)], { dataset: 'digits-8x8' }],
    ['two classes', [picture(28, 28, 1), label(2)], { dataset: 'shapes' }],
    ['small photographs', [picture(32, 32, 3), label(10)], { dataset: 'cifar10-small' }],
    [
      'larger photographs',
      [picture(64, 64, 3), label(10)],
      { dataset: 'cifar10-small', resizeImages: true },
    ],
    ['MNIST in colour', [picture(28, 28, 3), label(10)], { dataset: 'cifar10-small' }],
    [
      'boxes',
      [picture(64, 64, 1), need('labels', 'boxes', [8, 4]), need('labels', 'boxLabels', [8], 10)],
      { dataset: 'digit-boxes' },
    ],
    ['tokens', [need('tokens', 'source', [9], 13)], { dataset: 'reverse-digits' }],
    ['other tokens', [need('tokens', 'source', [7], 5)], { dataset: 'reverse-digits' }],
    ['a sound', [need('sequence', 'sequence', [100, 2])], { dataset: 'mnist' }],
  ])('suits %s', (_, needs, expected) => {
    const { dataset, resizeImages, convertChannels } = defaultExperiment(needs);
    expect({ dataset, resizeImages, convertChannels }).toMatchObject(expected);
    expect(convertChannels).toBe(undefined);
  });
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
