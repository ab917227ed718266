/** Answers are kept by kind; what was asked for before another look, or another graph, is dropped. */
import { expect, it } from 'vitest';
import { presets } from '../../../../presets/index';
import {
  type Examination,
  type ExamineEvent,
  type ExamineRequest,
  failure,
  type GraphDocument,
  type Result,
  success,
} from '../../../../runtime/index';
import { createExaminations } from './examinations';

const digits = presets.find(({ id }) => id === 'vit-tiny')?.document as GraphDocument;

const found: Examination = {
  what: 'histograms',
  step: 7,
  split: 'test',
  examples: 8,
  available: 80,
  loss: 1,
  learningRate: 0.1,
  blocks: [],
};

function start() {
  const asked: ExamineRequest[] = [];
  const signals: (AbortSignal | undefined)[] = [];
  const answers: ((result: Result<Examination>) => void)[] = [];
  const tell: ((event: ExamineEvent) => void)[] = [];
  const examinations = createExaminations({
    examine: (request, onEvent, options) => {
      asked.push(request);
      signals.push(options?.signal);
      tell.push(onEvent);
      return new Promise((resolve) => answers.push(resolve));
    },
  });
  const read = () => examinations.store.getState();
  return { asked, signals, answers, tell, examinations, read };
}

it('tells how far it is, then what was found, of the data of the graph', async () => {
  const { asked, answers, tell, examinations, read } = start();
  const look = examinations.look('histograms', digits);
  expect(read().histograms).toMatchObject({ progress: { kind: 'compiling' }, found: null });
  tell[0]({ kind: 'looking', done: 1, total: 4 });
  expect(read().histograms?.progress).toEqual({ kind: 'looking', done: 1, total: 4 });
  answers[0](success(found));
  await look;
  expect(read().histograms).toEqual({ progress: null, found, dataset: 'mnist', diagnostics: [] });
  expect(asked[0]).toMatchObject({ what: 'histograms', experiment: digits.experiment });
});

it('keeps the last answer where the next look fails', async () => {
  const { answers, examinations, read } = start();
  const first = examinations.look('histograms', digits);
  answers[0](success(found));
  await first;
  const second = examinations.look('histograms', digits);
  const problem = { code: 'run/input', severity: 'error', message: 'No.', at: {} } as const;
  answers[1](failure(problem));
  await second;
  expect(read().histograms).toMatchObject({ found, diagnostics: [problem], progress: null });
});

it('drops what comes late: of a look that was ended, or of another graph', async () => {
  const { signals, answers, tell, examinations, read } = start();
  const first = examinations.look('classes', digits);
  const second = examinations.look('histograms', digits);
  expect(signals[0]?.aborted).toBe(true);
  expect(read().classes?.progress).toBeNull();
  examinations.clear();
  expect(signals[1]?.aborted).toBe(true);
  tell[1]({ kind: 'comparing' });
  answers[0](success(found));
  answers[1](success(found));
  await Promise.all([first, second]);
  expect(read()).toEqual({});
});
