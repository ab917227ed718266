/** A training that was interrupted goes on, elsewhere, as if it had not been. */
import { expect, it } from 'vitest';
import type { Experiment } from '../graph/document';
import type { Checkpoint, RuntimeApi, TrainEvent } from '../protocol';
import { watched } from './testing/datasets';
import { classifier } from './testing/documents';
import {
  startSession,
  type Trained,
  trainOn,
  trainRequest,
  withoutTime,
} from './testing/startSession';

/** Batch norm and dropout are in the graph. */
const settings: Partial<Experiment> = {
  steps: 60,
  optimizer: 'adamw',
  weightDecay: 0.05,
  learningRate: 0.01,
  clipNorm: 2,
  flip: true,
  crop: 1,
  erase: 0.3,
  mixup: 0.4,
  keepBest: true,
};

/** Trains up to a step, in a session that is given up afterwards. */
async function interrupted(at: number, changes: Partial<Experiment> = settings) {
  const session: RuntimeApi = await startSession(
    'wasm',
    watched((count) => count === at && void session.stop('v')),
  );
  const { summary } = await trainRequest(
    session,
    { document: classifier, resume: false, slot: 'v' },
    { ...changes, keepBest: false },
  );
  expect(summary.steps).toBe(at);
  const checkpoint = await session.checkpoint('v');
  await session.dispose();
  if (!checkpoint) throw new Error('nothing was learned');
  return structuredClone(checkpoint);
}

/** The whole training, with the weights that it ends with. */
async function straight(changes: Partial<Experiment> = settings) {
  const session = await startSession('wasm');
  const trained = await trainOn(session, classifier, changes);
  const weights = await session.checkpoint();
  await session.dispose();
  return { trained, weights };
}

const validationsOf = ({ events }: Trained) =>
  events.filter(
    (event): event is TrainEvent & { kind: 'validation' } => event.kind === 'validation',
  );

/** What two trainings end with; how long they took differs. */
function ended({ seconds: _, ...checkpoint }: Checkpoint) {
  return checkpoint;
}

// Before the first validation, at it and after it.
it.each([13, 20, 33])('from a checkpoint of step %i, to the last digit', async (at) => {
  const whole = await straight();
  const checkpoint = await interrupted(at);
  const session = await startSession('wasm');
  const rest = await trainRequest(
    session,
    { document: classifier, resume: true, slot: 'w', checkpoint },
    settings,
  );
  expect(withoutTime(rest.points)).toEqual(withoutTime(whole.trained.points.slice(at)));
  // One that fell to the interruption is made up for.
  expect(validationsOf(rest)).toEqual(
    validationsOf(whole.trained).filter(({ step }) => step >= at),
  );
  const { test, best, weightsOf, loss } = whole.trained.summary;
  expect(rest.summary).toMatchObject({ steps: 60, test, best, weightsOf, loss });
  const kept = await session.checkpoint('w');
  expect(ended(kept!)).toEqual(ended(whole.weights!));
  await session.dispose();
});

it('keeps the best weights through an interruption', async () => {
  const at = 50;
  const changes = { ...settings, learningRate: 0.002 };
  let taken: Checkpoint | null = null;
  const session: RuntimeApi = await startSession(
    'wasm',
    watched((count) => {
      if (count !== at) return;
      // As the page takes it while the training goes on.
      void session.checkpoint().then((checkpoint) => {
        taken = structuredClone(checkpoint);
      });
    }),
  );
  const whole = await trainOn(session, classifier, changes);
  const weights = await session.checkpoint();
  await session.dispose();
  const checkpoint = taken as Checkpoint | null;
  expect(checkpoint).toMatchObject({ step: at - 1, best: { step: 20, dataset: 'stripes' } });
  expect(Object.keys(checkpoint?.best?.tensors ?? {}).sort()).toEqual(
    Object.keys(weights?.tensors ?? {})
      .filter((name) => !name.includes('#'))
      .sort(),
  );
  const other = await startSession('wasm');
  const rest = await trainRequest(
    other,
    { document: classifier, resume: true, checkpoint: checkpoint! },
    changes,
  );
  expect(withoutTime(rest.points)).toEqual(withoutTime(whole.points.slice(at - 1)));
  expect(rest.summary.weightsOf).toBe(whole.summary.weightsOf);
  expect(ended((await other.checkpoint())!)).toEqual(ended(weights!));
  await other.dispose();
});

it('counts the seconds of training on', async () => {
  const checkpoint = await interrupted(20);
  const session = await startSession('wasm');
  const rest = await trainRequest(
    session,
    { document: classifier, resume: true, checkpoint },
    settings,
  );
  expect(checkpoint.seconds).toBeGreaterThan(0);
  expect(rest.points[0].seconds).toBeGreaterThan(checkpoint.seconds ?? 0);
  expect(rest.summary.seconds).toBeGreaterThan(rest.points[0].seconds);
  await session.dispose();
});
