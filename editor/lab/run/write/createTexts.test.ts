/** Texts as the controller has them written: told as they go, beside a training, and stopped. */
import { beforeEach, describe, expect, it } from 'vitest';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { preset as translator } from '../../../../presets/transformer-tiny';
import { preset as vit } from '../../../../presets/vit-tiny';
import type { Experiment, GenerateEvent, GraphDocument } from '../../../../runtime/index';
import { analysisOf } from '../../../store/selectors';
import { emptyLab, type LabState } from '../../labState';
import { createFakeRuntime, type FakeRuntime, generateResult } from '../../testing/fakeRuntime';
import { createTexts, promptOf } from './createTexts';
import { usualSettings } from './decoding';
import { findWriting, type Writing } from './findWriting';
import { languageModel } from './testing/languageModel';

const reader = translator.document;
const experiment = reader.experiment as Experiment;
const writingOf = (document: GraphDocument) =>
  findWriting(document, analysisOf(document)) as Writing;
const token = (text: string): GenerateEvent => ({
  kind: 'token',
  id: 9,
  text,
  place: 0,
  probability: 1,
  top: [],
  attention: {},
});

let runtime: FakeRuntime;
let lab: StoreApi<LabState>;
let epoch: number;
let texts: ReturnType<typeof createTexts>;

beforeEach(() => {
  runtime = createFakeRuntime();
  lab = createStore<LabState>()(() => ({
    ...emptyLab,
    tab: 'run',
    open: true,
    touched: true,
    writing: usualSettings,
  }));
  epoch = 0;
  texts = createTexts({ runtime, lab, epoch: () => epoch });
});

describe('a graph writes', () => {
  it('where its tokens come from what it wrote', () => {
    expect(writingOf(reader)).toMatchObject({
      reads: true,
      answers: true,
      input: { path: 'target' },
    });
    expect(writingOf(languageModel)).toMatchObject({
      reads: false,
      answers: false,
      input: { path: 'written', tokens: 8, vocabulary: 13, tokenizer: 'digits' },
    });
    expect(findWriting(vit.document, analysisOf(vit.document))).toBeNull();
  });

  it('from a task, where its data sets tasks', () => {
    const asked = { ...languageModel, experiment: { ...experiment, dataset: 'addition' } };
    const writing = writingOf(asked);
    expect(writing).toMatchObject({ reads: false, answers: true });
    expect(promptOf(asked, writing, {})).toEqual({ written: { kind: 'sample', index: 0 } });
    // An example that was chosen there is none of a text.
    const chosen = { written: { kind: 'sample', index: 3 } } as const;
    expect(promptOf(asked, writing, chosen)).toEqual(chosen);
    expect(promptOf(languageModel, writingOf(languageModel), chosen)).toEqual({});
  });

  it('and not where they lead nowhere', () => {
    const { out: _out, ...nodes } = languageModel.nodes;
    const edges = languageModel.edges.filter(({ target }) => target !== 'out');
    const mute = { ...languageModel, nodes, edges };
    expect(findWriting(mute, analysisOf(mute))).toBeNull();
  });
});

describe('a text', () => {
  const request = { document: languageModel, inputs: {}, taps: [] };

  it('is told as it goes, with the settings of its kind', async () => {
    const ended = texts.write(request, writingOf(languageModel));
    expect(runtime.texts[0].decoding).toEqual(usualSettings.continuing);
    runtime.write([{ kind: 'prompt', tokens: [{ id: 1, text: '<start>' }] }, token('a')]);
    runtime.write([token('b')]);
    expect(lab.getState().written?.tokens.map(({ text }) => text)).toEqual(['a', 'b']);
    expect(lab.getState().written?.result).toBeNull();
    runtime.finishText();
    expect((await ended).ok).toBe(true);
    expect(lab.getState().written?.result).toBe(generateResult);
  });

  it('keeps what was written where it fails', async () => {
    const ended = texts.write(request, writingOf(languageModel));
    runtime.write([token('a')]);
    runtime.finishText({ ok: false, diagnostics: [] });
    await ended;
    expect(lab.getState().written).toMatchObject({ tokens: [{ text: 'a' }], result: null });
  });

  it('of another graph is dropped', async () => {
    const ended = texts.write(request, writingOf(languageModel));
    epoch++;
    lab.setState({ written: null });
    runtime.write([token('a')]);
    runtime.finishText();
    await ended;
    expect(lab.getState().written).toBeNull();
  });
});

describe('beside a training', () => {
  const settle = () => new Promise((resolve) => setTimeout(resolve, 0));
  const wanted = () => lab.setState({ writing: { ...usualSettings, samples: true } });
  const answer = (step: number, text: string) =>
    runtime.finishText({
      ok: true,
      diagnostics: [],
      value: {
        ...generateResult,
        trainedSteps: step,
        expected: '321',
        outputs: [{ kind: 'tokens', path: 'out', name: 'Out', tokens: [], text }],
      },
    });

  it('nothing is written unless it is wanted', async () => {
    await texts.sample(languageModel);
    wanted();
    await texts.sample(vit.document);
    expect(runtime.texts).toEqual([]);
  });

  it('a short text is, of the weights of its step, and one at a time', async () => {
    wanted();
    const first = texts.sample(reader);
    await texts.sample(reader);
    expect(runtime.texts).toHaveLength(1);
    expect(runtime.texts[0]).toMatchObject({
      inputs: { source: { kind: 'sample', index: 0 } },
      taps: [],
      decoding: { method: 'greedy', maxTokens: 80 },
    });
    answer(40, '123');
    await settle();
    // The one that came meanwhile was of newer weights, which have theirs.
    expect(runtime.texts).toHaveLength(2);
    answer(80, '321');
    await first;
    expect(runtime.texts).toHaveLength(2);
    expect(lab.getState().trainingTexts).toEqual([
      { step: 40, text: '123', expected: '321' },
      { step: 80, text: '321', expected: '321' },
    ]);
    expect(lab.getState().written).toBeNull();
  });

  it('none follows one that was stopped', async () => {
    wanted();
    const first = texts.sample(reader);
    await texts.sample(reader);
    runtime.finishText({ ok: false, diagnostics: [] });
    await first;
    expect(runtime.texts).toHaveLength(1);
    expect(lab.getState().trainingTexts).toEqual([]);
  });

  it('what the user typed is gone on with, and the last few are kept', async () => {
    wanted();
    lab.setState({ inputs: { written: { kind: 'text', text: '27' } } });
    for (let step = 1; step <= 8; step++) {
      const written = texts.sample(languageModel);
      answer(step, 'x');
      await written;
    }
    expect(runtime.texts[7].inputs).toEqual({ written: { kind: 'text', text: '27' } });
    expect(lab.getState().trainingTexts.map(({ step }) => step)).toEqual([3, 4, 5, 6, 7, 8]);
  });
});
