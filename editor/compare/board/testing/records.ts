/** Records of trainings for tests of what is made of them. */
import { type GraphDocument, type RunRecord, toVariant } from '../../../../runtime/index';
import { classifier } from '../../../../runtime/session/testing/documents';
import { experiment } from '../../../../runtime/session/testing/startSession';
import { contestantOf } from '../contestants';

const base: GraphDocument = { ...classifier, title: 'Stripes', experiment };

/** A base and one variant that learns slower, without results. */
export const pair: GraphDocument = {
  ...base,
  variants: [
    toVariant(
      'v1',
      { ...base, title: '=1+1, "slow"', experiment: { ...experiment, learningRate: 0.001 } },
      experiment,
    ),
  ],
  comparison: { seeds: 2 },
};

export function recordOf(variant: string, changes: Partial<RunRecord> = {}): RunRecord {
  return {
    variant,
    fingerprint: contestantOf(pair, variant)?.fingerprint ?? '',
    seed: 7,
    backend: 'wasm',
    status: 'done',
    steps: 40,
    seconds: 2,
    parameters: 100,
    stepFlops: 1000,
    peakBytes: 5000,
    loss: 0.5,
    curve: { step: [0, 20, 39], loss: [2, 1, 0.5], seconds: [0.05, 1.05, 2] },
    validation: { step: [20, 40], loss: [1.1, 0.6], metric: [0.5, 0.8] },
    best: { kind: 'accuracy', value: 0.8, step: 40 },
    test: { kind: 'accuracy', value: 0.75 },
    saved: 0,
    ...changes,
  };
}
