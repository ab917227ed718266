/** What is made of results: records, rows, curves, words and files. */
import { describe, expect, test } from 'vitest';
import {
  type Fix,
  type GraphDocument,
  parseDocument,
  serializeDocument,
} from '../../../runtime/index';
import { setExperiment } from '../../commands/document';
import { applyFixTo } from '../../commands/fixes';
import { noProgress, type TrainProgress } from '../../store/session';
import { logTicks, niceTicks } from './axisTicks';
import { type BoardCurves, boardCurves, smoothByStep, topOf } from './boardCurves';
import { isInterrupted, nextAction, standingOf } from './boardPlan';
import { boardRows, measuresBeside, sortedRows } from './boardRows';
import { emptyBoard, type Lane } from './boardState';
import { axisText, ratioText, rowStatus, spreadText } from './boardWords';
import { contestantsOf } from './contestants';
import { curvesCsv, runsCsv } from './export/boardCsv';
import { runsOf, spreadOf, toRecord, withRecord } from './runRecords';
import { sharedProblems } from './sharedProblems';
import { pair, recordOf } from './testing/records';

const rowsOf = (whole: GraphDocument, lanes: readonly Lane[] = []) =>
  boardRows({
    whole,
    contestants: contestantsOf(whole),
    board: { ...emptyBoard, lanes },
    backend: 'wasm',
    slotOf: (id) => id,
  });

const withResults = (...results: ReturnType<typeof recordOf>[]): GraphDocument => ({
  ...pair,
  results,
});

describe('records', () => {
  const progress: TrainProgress = {
    ...noProgress,
    step: 1000,
    steps: 1000,
    points: Array.from({ length: 1000 }, (_, step) => ({
      step,
      loss: 1 / (step + 3),
      accuracy: null,
      gradientNorm: null,
      seconds: step / 7,
    })),
  };
  const outcome = {
    variant: 'base',
    fingerprint: 'f',
    seed: 1,
    backend: 'wasm',
    progress,
    cost: { parameters: 1, stepFlops: 2, peakBytes: 3 },
    saved: 4,
  };

  test('are compact, and a document keeps them as they are', () => {
    const loss = 0.123456789012;
    const record = toRecord({
      ...outcome,
      problem: null,
      summary: {
        steps: 1000,
        stopped: false,
        loss,
        test: { metric: { kind: 'accuracy', value: 0.9123456789 }, examples: 10 },
        best: null,
        weightsOf: 1000,
        seconds: 142.7142857,
        stepMs: 1,
        stepFlops: 5,
        peakBytes: 6,
        parameters: 7,
        backend: 'wasm',
      },
    });
    expect(record.curve.step).toHaveLength(120);
    expect([record.curve.step[0], record.curve.step.at(-1)]).toEqual([0, 999]);
    expect(record.curve.loss[0]).toBe(0.333333);
    expect(record.loss).toBe(loss);
    expect(record.test?.value).toBe(0.9123456789);
    const again = parseDocument(serializeDocument({ ...pair, results: [record] }));
    expect(again.document?.results).toEqual([record]);
  });

  test('of a failure keep its curve and say why', () => {
    const record = toRecord({ ...outcome, summary: null, problem: 'Not a number' });
    expect(record).toMatchObject({ status: 'failed', problem: 'Not a number', parameters: 1 });
    expect(record.curve.step).toHaveLength(120);
  });

  test('hold no value that was not a number', () => {
    const { progress } = outcome;
    const bad = { step: 1000, loss: Number.NaN, accuracy: null, gradientNorm: null, seconds: 9 };
    const points = [...progress.points, bad];
    const record = toRecord({
      ...outcome,
      summary: null,
      problem: null,
      progress: { ...progress, points },
    });
    expect(record.curve.step.at(-1)).toBe(999);
  });

  test('one for each seed; those of the graph before stay, for when an edit is undone', () => {
    const [one, two] = [recordOf('v1', { seed: 7 }), recordOf('v1', { seed: 8 })];
    const older = recordOf('v1', { fingerprint: 'long before', seed: 9, saved: 1 });
    const old = recordOf('v1', { fingerprint: 'before', seed: 9, saved: 2 });
    const base = recordOf('base');
    expect(withRecord([older, old, base, one], two)).toEqual([old, base, one, two]);
    const better = { ...one, loss: 0.1 };
    expect(withRecord([one, two], better)).toEqual([two, better]);
    expect(runsOf([old, base, older], 'v1', one.fingerprint)).toEqual({
      current: [],
      former: [old],
    });
    const all = withRecord([old, base], one);
    expect(runsOf(all, 'v1', one.fingerprint)).toEqual({ current: [one], former: [] });
    expect(runsOf(all, 'v1', 'before')).toEqual({ current: [old], former: [] });
  });
});

test('a training that was stopped takes no result away', () => {
  const done = recordOf('v1', { status: 'done' });
  const stopped = { ...done, status: 'stopped' as const, steps: 3 };
  expect(withRecord([done], stopped)).toEqual([done]);
  expect(withRecord([stopped], done)).toEqual([done]);
});

test('nor does one that failed before it began, as without its data; one that diverged does', () => {
  const done = recordOf('v1', { status: 'done' });
  const failed = { ...done, status: 'failed' as const, problem: 'It is not here.', steps: 0 };
  expect(withRecord([done], failed)).toEqual([done]);
  expect(withRecord([], failed)).toEqual([failed]);
  const diverged = { ...failed, steps: 3 };
  expect(withRecord([done], diverged)).toEqual([diverged]);
});

test('an axis is not stretched by a curve that runs away for a while', () => {
  const curvesOf = (mean: readonly number[]) =>
    ({ x: mean.map((_, at) => at), rows: [{ mean }] }) as unknown as BoardCurves;
  expect(topOf(curvesOf([3, 2.5, 2, 1.5, 1]))).toBe(Number.POSITIVE_INFINITY);
  const steady = Array.from({ length: 60 }, () => 2);
  expect(topOf(curvesOf([...steady, 1e18]))).toBe(6);
});

test('spread is the sample standard deviation', () => {
  expect(spreadOf([1, 2, 3, 4])).toEqual({ mean: 2.5, deviation: Math.sqrt(5 / 3), count: 4 });
  expect(spreadOf([3])).toEqual({ mean: 3, deviation: null, count: 1 });
  expect(spreadOf([])).toBeNull();
  const cell = { kind: 'accuracy', mean: 0.882, deviation: 0.004, count: 3, mark: null } as const;
  expect(spreadText(cell)).toBe('88.2 ± 0.4 % (3)');
  expect(spreadText({ ...cell, deviation: null, count: 1 })).toBe('88.2 %');
});

test('figures beside those of the base', () => {
  expect(ratioText(88, 100)).toBe('−12 %');
  expect(ratioText(812, 100)).toBe('×8.1');
  expect(ratioText(100, 100)).toBe('same');
  expect(ratioText(100, 0)).toBeNull();
});

describe('rows', () => {
  test('mark the best, tell a tie, and do not compare what was before an edit', () => {
    const marks = (whole: GraphDocument) => rowsOf(whole).map((row) => row.test?.mark ?? null);
    const good = recordOf('v1', { test: { kind: 'accuracy', value: 0.9 } });
    expect(marks(withResults(recordOf('base'), good))).toEqual([null, 'best']);
    expect(marks(withResults(recordOf('base'), recordOf('v1')))).toEqual([null, null]);
    const loss = (value: number) => ({ kind: 'loss', value }) as const;
    expect(
      marks(withResults(recordOf('base', { test: loss(1) }), recordOf('v1', { test: loss(2) }))),
    ).toEqual(['best', null]);
    const edited = setExperiment({ ...pair.experiment, warmupSteps: 9 } as never).apply(
      withResults(recordOf('base'), good),
    );
    expect(rowsOf(edited).map(({ former }) => former)).toEqual([true, true]);
    expect(marks(edited)).toEqual([null, null]);
  });

  test('say what went on', () => {
    const problem = 'The loss is not a number.';
    const failed = recordOf('v1', { status: 'failed', problem, best: undefined, test: undefined });
    const [base, variant] = rowsOf(withResults(recordOf('base'), failed));
    expect(rowStatus(base, 2)).toEqual({ tone: 'muted', text: '1 of 2 seeds' });
    expect(rowStatus(base, 1)).toEqual({ tone: 'done', text: 'Done' });
    expect(rowStatus(variant, 1)).toEqual({ tone: 'error', text: 'Failed', detail: problem });
    expect(variant.test).toBeNull();
  });

  test('a failure is told while it is of the graph as it is', () => {
    const problem = 'The loss is not a number.';
    const failed = recordOf('v1', { status: 'failed', problem, fingerprint: 'before' });
    const [, variant] = rowsOf(withResults(failed));
    expect(rowStatus(variant, 1)).toEqual({ tone: 'muted', text: 'Before your last edit' });
    const [, idle] = rowsOf(withResults({ ...failed, steps: 0 }));
    expect(rowStatus(idle, 1)).toEqual({ tone: 'muted', text: 'Not compared yet' });
    const { contestant } = variant;
    const lane: Lane = {
      slot: 'v1',
      seed: 7,
      ...contestant,
      state: {
        kind: 'failed',
        task: 'train',
        progress: noProgress,
        diagnostics: [
          { severity: 'error', code: 'train/data', message: 'It is not here.', at: {} },
        ],
      },
    };
    const mended = { ...lane, fingerprint: 'before' };
    const [, edited] = rowsOf(pair, [mended]);
    expect(rowStatus(edited, 1)).toEqual({ tone: 'muted', text: 'Not compared yet' });
    const [, kept] = rowsOf(withResults(recordOf('v1')), [lane]);
    expect(kept.test?.mean).toBe(0.75);
    expect(rowStatus(kept, 1)).toEqual({
      tone: 'error',
      text: 'Failed',
      detail: 'It is not here.',
    });
  });

  test('one press mends what failed alike, for the base and for what follows it', () => {
    const fix: Fix = {
      label: 'Use the small part',
      edits: [{ kind: 'setExperiment', part: { dataset: 'cifar10-small' } }],
    };
    const lanes = contestantsOf(pair).map(({ id, ...rest }): Lane => {
      const message = 'This site does not have all of it.';
      const diagnostic = { severity: 'error', code: 'run/pack', message, at: {} } as const;
      const diagnostics = [{ ...diagnostic, fixes: [fix] }];
      const state = { kind: 'failed', task: 'train', progress: noProgress, diagnostics } as const;
      return { slot: id, seed: 7, ...rest, state };
    });
    const [problem, ...others] = sharedProblems(rowsOf(pair, lanes));
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ variants: ['base', 'v1'], fixes: [fix] });
    const mended = applyFixTo(problem.variants, fix).apply(pair);
    const [base, variant] = contestantsOf(mended).map(({ experiment }) => experiment);
    expect([base.dataset, variant.dataset]).toEqual(['cifar10-small', 'cifar10-small']);
    expect(variant.learningRate).toBe(0.001);
    expect(mended.variants).toBe(pair.variants);
    expect(sharedProblems(rowsOf(mended, lanes))).toEqual([]);
  });

  test('figures are set beside those of the base where they tell something', () => {
    const besideOf = (whole: GraphDocument) => {
      const [base, variant] = rowsOf(whole);
      return measuresBeside(variant, base);
    };
    const ended = besideOf(withResults(recordOf('base'), recordOf('v1')));
    expect([ended.test?.mean, ended.seconds]).toEqual([0.75, 2]);
    const stopped = recordOf('v1', { status: 'stopped', steps: 3, seconds: 0.2 });
    expect(besideOf(withResults(recordOf('base'), stopped)).seconds).toBeNull();
    const [, mixed] = rowsOf(withResults(recordOf('v1'), { ...stopped, seed: 8 }));
    expect(mixed.seconds).toBe(2);
    const other = withResults(recordOf('base'), recordOf('v1'));
    const [base, variant] = rowsOf(other);
    expect(measuresBeside({ ...variant, otherData: true }, base)).toMatchObject({
      best: null,
      test: null,
    });
  });

  test('sort by a figure, those without one last', () => {
    const rows = rowsOf(withResults(recordOf('v1')));
    const ids = (descending: boolean) =>
      sortedRows(rows, { key: 'test', descending }).map(({ id }) => id);
    expect(ids(true)).toEqual(['v1', 'base']);
    expect(ids(false)).toEqual(['v1', 'base']);
  });
});

describe('curves', () => {
  const options = { plot: 'loss', axis: 'step', smoothing: 0 } as const;

  test('are a mean over the seeds, between the least and the most of them', () => {
    const other = recordOf('base', {
      seed: 8,
      curve: { step: [0, 20, 39], loss: [4, 3, 1.5], seconds: [0.1, 2, 4] },
    });
    const { x, rows } = boardCurves(rowsOf(withResults(recordOf('base'), other)), options);
    expect(x).toEqual([1, 21, 40]);
    expect(rows[0]).toMatchObject({ mean: [3, 2, 1], low: [2, 1, 0.5], high: [4, 3, 1.5] });
    expect(rows[1].mean).toEqual([null, null, null]);
  });

  test('by time and by operations', () => {
    const rows = rowsOf(withResults(recordOf('base')));
    expect(boardCurves(rows, { ...options, axis: 'time' }).x).toEqual([0.05, 1.05, 2]);
    expect(boardCurves(rows, { ...options, axis: 'flops' }).x).toEqual([1000, 21000, 40000]);
    const held = boardCurves(rows, { ...options, plot: 'metric', axis: 'time' });
    expect(held.x).toEqual([1, 2]);
    expect(held.rows[0].mean).toEqual([0.5, 0.8]);
  });

  test('a thinned curve is smoothed as the whole one', () => {
    const step = Array.from({ length: 400 }, (_, at) => at);
    const whole = smoothByStep(step, step, 0.9);
    const some = step.filter((at) => at % 4 === 0);
    const thinned = smoothByStep(some, some, 0.9);
    const last = some.length - 1;
    expect(Math.abs(thinned[last] - whole[some[last]])).toBeLessThan(3);
  });
});

test('what comes next', () => {
  const standing = (whole: GraphDocument) => standingOf(whole, contestantsOf(whole));
  expect(standing(pair)).toEqual({ done: 0, asked: 4 });
  expect(nextAction(standing(pair), false)).toBe('train');
  const stopped = recordOf('v1', { status: 'stopped' });
  const some = withResults(recordOf('base'), stopped);
  expect(standing(some)).toEqual({ done: 1, asked: 4 });
  expect(nextAction(standing(some), false)).toBe('rest');
  expect(nextAction(standing(some), true)).toBe('resume');
  const seeds = [7, 8].flatMap((seed) => ['base', 'v1'].map((id) => recordOf(id, { seed })));
  expect(nextAction(standing(withResults(...seeds)), false)).toBe('again');
  const [contestant] = contestantsOf(pair);
  const state = { kind: 'interrupted', progress: noProgress } as const;
  const lane = { ...contestant, slot: 'base', seed: 7, state };
  const board = { ...emptyBoard, lanes: [lane] };
  expect(isInterrupted(board, contestantsOf(pair))).toBe(true);
  expect(
    isInterrupted({ ...board, lanes: [{ ...lane, fingerprint: 'before' }] }, contestantsOf(pair)),
  ).toBe(false);
});

describe('files', () => {
  const whole = withResults(recordOf('v1'), recordOf('base'));

  test('one row a training, whatever a title holds', () => {
    const [head, base, variant] = runsCsv(whole, '1.2.3').trimEnd().split('\r\n');
    expect(head.split(',').slice(0, 4)).toEqual(['variant', 'variant_id', 'seed', 'fingerprint']);
    expect(base.split(',')).toHaveLength(head.split(',').length);
    expect(base).toMatch(/^Base,base,7,[0-9a-f]+,yes,done,,stripes,40,2,100,1000,5000,0\.5,/);
    expect(base).toMatch(/,wasm,1970-01-01T00:00:00\.000Z,1\.2\.3$/);
    // Neither a formula nor another column.
    expect(variant).toMatch(/^"'=1\+1, ""slow""",v1,7,/);
  });

  test('one row a point', () => {
    const lines = curvesCsv(whole).trimEnd().split('\r\n');
    expect(lines).toHaveLength(1 + 2 * (3 + 2));
    expect(lines[1]).toMatch(/^Base,base,7,[0-9a-f]+,train,1,2,,,0\.05$/);
    expect(lines[4]).toMatch(/,held-out,20,1\.1,accuracy,0\.5,$/);
    expect(lines[3]).toMatch(/,train,40,0\.5,,,2$/);
  });

  test('round numbers on an axis', () => {
    expect(niceTicks(0, 1, 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(niceTicks(0.3, 2.8, 5)).toEqual([0, 0.5, 1, 1.5, 2, 2.5, 3]);
    expect(logTicks(1, 3000)).toEqual([1, 10, 100, 1000]);
    expect(logTicks(1, 40)).toEqual([1, 2, 5, 10, 20]);
    expect([0, 0.05, 0.1, 2].map((each) => axisText('time', each))).toEqual([
      '0',
      '50 ms',
      '100 ms',
      '2.0 s',
    ]);
    // No power of ten lies between these.
    expect(logTicks(2.9e7, 4.4e7)).toEqual([3e7, 3.5e7, 4e7]);
  });
});
