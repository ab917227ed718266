/** Figures of other data are told from those of the data that is shown. */
import { expect, test } from 'vitest';
import { preset } from '../../../presets/vit-tiny';
import type { Experiment, GraphDocument } from '../../../runtime/index';
import { formerData } from './formerData';

const { document } = preset;
const experiment = document.experiment as Experiment;
const trainedOn = (dataset: string): GraphDocument => ({
  ...document,
  experiment: { ...experiment, dataset },
});

test('data that was changed after the training is named', () => {
  expect(formerData(trainedOn('digits-8x8'), { ...experiment, dataset: 'mnist' })).toBe(
    'Digits, 8 x 8',
  );
  expect(formerData(trainedOn('own:bars-0123abcd'), { ...experiment, dataset: 'mnist' })).toBe(
    'Bars',
  );
});

test('the same data, and one that is not known, are not', () => {
  expect(formerData(trainedOn('mnist'), { ...experiment, dataset: 'mnist' })).toBeNull();
  expect(formerData(null, experiment)).toBeNull();
  expect(formerData({ ...document, experiment: undefined }, experiment)).toBeNull();
});
