/** Each preset offers the views that fit what it answers with. */
import { expect, it } from 'vitest';
import { presets } from '../../../../presets/index';
import { analyze, type GraphDocument, needsOf } from '../../../../runtime/index';
import { defaultExperiment } from '../experiments';
import { judgeUpdate, updateText } from './updateSize';
import { describeLook, viewsOf } from './views';

function titles(preset: string): string[] {
  const document = presets.find(({ id }) => id === preset)?.document as GraphDocument;
  const analysis = analyze(document);
  const { experiment = defaultExperiment(needsOf(analysis.plan.program)) } = document;
  return viewsOf(analysis, experiment).map(({ title }) => title);
}

it('offers what fits', () => {
  expect(titles('vit-tiny')).toEqual(['Curves', 'Mistakes', 'Classes', 'Weights']);
  expect(titles('character-model')).toEqual(['Curves', 'Samples', 'Weights']);
  expect(titles('translator')).toEqual(['Curves', 'Translations', 'Weights']);
  expect(titles('sequence-model')).toEqual(['Curves', 'Answers', 'Weights']);
  expect(titles('detr-tiny')).toEqual(['Curves', 'Boxes', 'Weights']);
  expect(titles('masked-model')).toEqual(['Curves', 'Weights']);
});

it('says of when and of what an answer is', () => {
  const told = { split: 'test', examples: 64, available: 1000, step: 300 } as const;
  const pairs = {
    ...told,
    what: 'translation',
    bleu: 0,
    exact: 0,
    baseline: null,
    pairs: [],
  } as const;
  expect(describeLook(pairs)).toBe('Of step 300, on the first 64 of 1,000 test examples.');
  expect(describeLook({ ...pairs, step: 0, examples: 1000 })).toBe(
    'Before the first step, on all 1,000 test examples.',
  );
  expect(
    describeLook({ ...told, what: 'histograms', loss: 0, learningRate: 0.1, blocks: [] }),
  ).toBe('Of step 300, on the next batch of 64 training examples.');
});

it('judges updates by a plain rule', () => {
  expect([9e-5, 1e-4, 1e-3, 1e-2, 1.1e-2].map(judgeUpdate)).toEqual([
    'tiny',
    'usual',
    'usual',
    'usual',
    'large',
  ]);
  expect([0, 1 / 1234, 0.125, 2.06].map(updateText)).toEqual(['0', '1/1,200', '1/8', '2.1 ×']);
});
