import { expect, it } from 'vitest';
import { noProgress } from '../store/session';
import type { StoredTraining } from './storage';
import { upgradeTraining } from './upgradeTraining';

const old = {
  progress: {
    step: 2,
    steps: 2,
    points: [{ step: 0, loss: 2, accuracy: 0.5 }],
    validations: [{ step: 2, accuracy: 0.75, loss: 1 }],
    secondsLeft: null,
    examplesPerSecond: 100,
  },
  summary: {
    steps: 2,
    stopped: false,
    loss: 1,
    testAccuracy: 0.9,
    testExamples: 50,
    accuracyName: 'sequences right in every token, written by the model alone',
    seconds: 9,
    backend: 'wasm',
  },
};

const upgrade = (training: unknown) =>
  upgradeTraining(training as Pick<StoredTraining, 'progress' | 'summary'>);

it('tells what an earlier Patchbay kept in the words of today', () => {
  const { progress, summary } = upgrade(old);
  expect(summary).toMatchObject({
    steps: 2,
    seconds: 9,
    test: { metric: { kind: 'sequences', value: 0.9 }, examples: 50 },
    best: null,
    weightsOf: 2,
  });
  expect(summary).not.toHaveProperty('testAccuracy');
  expect(progress).toEqual({
    ...noProgress,
    step: 2,
    steps: 2,
    points: [{ step: 0, loss: 2, accuracy: 0.5, gradientNorm: null, seconds: 0 }],
    validations: [{ step: 2, loss: 1, metric: { kind: 'sequences', value: 0.75 }, best: false }],
    examplesPerSecond: 100,
  });
});

it('keeps a training without an end, and one of today', () => {
  const stopped = { ...old, summary: { ...old.summary, testAccuracy: null, stopped: true } };
  expect(upgrade(stopped).summary).toMatchObject({ test: null, stopped: true });
  expect(upgrade({ ...old, summary: null }).summary).toBeNull();
  const today = upgrade(old);
  expect(upgrade(today)).toEqual(today);
});
