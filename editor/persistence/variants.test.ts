/** A document with variants is one document: saved, copied, shared and versioned as a whole. */
import { beforeEach, describe, expect, it } from 'vitest';
import {
  BASE,
  type Checkpoint,
  encodeLink,
  type GraphDocument,
  parseDocument,
  type RunRecord,
  serializeDocument,
} from '../../runtime/index';
import { setExperiment, setTitle } from '../commands/document';
import { addNode } from '../commands/nodes';
import { forkVariant, makeBase, removeVariant, renameVariant } from '../commands/variants';
import { selectWhole } from '../store/selectors';
import { noProgress } from '../store/session';
import { createFakeBrowser } from './testing/fakeBrowser';

let browser: ReturnType<typeof createFakeBrowser>;
beforeEach(() => {
  browser = createFakeBrowser();
});

type Tab = ReturnType<typeof browser.openTab>;

const experiment = {
  dataset: 'mnist',
  batchSize: 8,
  steps: 10,
  optimizer: 'adam',
  learningRate: 0.01,
  warmupSteps: 0,
  seed: 1,
} as const;

/** A document whose variant has another learning rate and the same graph. */
async function openForked(): Promise<Tab> {
  const tab = browser.openTab();
  await tab.workspace.openNew('Graph');
  tab.state().commit(addNode({ level: [], block: 'linear', position: { x: 0, y: 0 } }));
  tab.state().commit(forkVariant(BASE, { experiment }));
  tab.state().commit(setExperiment({ ...experiment, learningRate: 0.1 }));
  return tab;
}

const whole = (tab: Tab) => selectWhole(tab.state());
const result = { variant: 'v1', fingerprint: 'f', seed: 1, backend: 'wasm' } as RunRecord;
const full: RunRecord = {
  ...result,
  status: 'done',
  steps: 1,
  seconds: 1,
  parameters: 1,
  stepFlops: 1,
  peakBytes: 1,
  loss: 1,
  curve: { step: [], loss: [], seconds: [] },
  validation: { step: [], loss: [], metric: [] },
  saved: 1,
};

/** Saves weights of so many steps for the variant that is shown. */
const learn = (tab: Tab, step: number) =>
  tab.workspace.saveTraining({
    document: tab.state().document,
    checkpoint: { step, seed: 1, tensors: {} } satisfies Checkpoint,
    progress: { ...noProgress, step },
    summary: null,
  });
const learned = async (tab: Tab) => (await tab.workspace.loadTraining())?.training.checkpoint.step;

describe('a document with variants', () => {
  it('is saved whole, whichever variant is shown, and opens at its base', async () => {
    const tab = await openForked();
    tab.state().annotate(() => [full]);
    expect(await tab.workspace.flush()).toBe(true);
    const saved = whole(tab);
    expect(saved.variants).toHaveLength(1);
    tab.close();
    const next = browser.openTab();
    await next.workspace.openInitial();
    expect(serializeDocument(whole(next))).toBe(serializeDocument(saved));
    expect(next.state().view.variant).toBe(BASE);
    expect(next.state().document).not.toHaveProperty('variants');
    expect((await next.workspace.list())[0].title).toBe('Graph');
  });

  it('keeps its title apart from those of its variants', async () => {
    const tab = await openForked();
    tab.state().commit(renameVariant('v1', 'Faster'));
    tab.state().commit(setTitle('Other'));
    expect(tab.state().document.title).toBe('Faster');
    tab.workspace.download();
    expect(browser.downloads[0].name).toBe('Other.patchbay.json');
    const file = parseDocument(browser.downloads[0].text).document as GraphDocument;
    expect(file).toMatchObject({ title: 'Other', variants: [{ title: 'Faster' }] });
    const again = browser.openTab();
    await again.workspace.openFile(new Blob([browser.downloads[0].text]));
    expect(serializeDocument(whole(again))).toBe(browser.downloads[0].text);
  });

  it('is copied, linked and taken back with its variants', async () => {
    const tab = await openForked();
    await tab.workspace.openAsCopy();
    expect(whole(tab)).toMatchObject({ title: 'Graph (copy)', variants: [{ id: 'v1' }] });
    const hash = await encodeLink(whole(tab));
    const other = browser.openTab();
    await other.workspace.openInitial({ hash });
    expect(serializeDocument(whole(other))).toBe(serializeDocument(whole(tab)));

    tab.state().annotate(() => [full]);
    await tab.workspace.replace({ ...whole(tab), variants: undefined }, 'Reset');
    expect(whole(tab).variants).toBeUndefined();
    const [version] = await tab.workspace.versions();
    expect(await tab.workspace.restoreVersion(version)).toBe(true);
    expect(whole(tab)).toMatchObject({ variants: [{ id: 'v1' }], results: [full] });
  });

  it('goes over to another tab with what the first one had', async () => {
    const first = await openForked();
    const second = browser.openTab();
    await first.workspace.flush();
    await second.workspace.openInitial();
    second.state().showVariant('v1');
    expect(second.state()).toMatchObject({ readOnly: true, view: { variant: 'v1' } });
    second.state().commit(renameVariant('v1', 'Refused'));
    expect(whole(second).variants?.[0].title).toBe('Variant 1');
    first.state().commit(renameVariant('v1', 'From the first'));
    await second.workspace.takeOver();
    for (let tries = 0; second.state().readOnly && tries < 200; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(whole(second).variants?.[0].title).toBe('From the first');
  });
});

describe('trainings', () => {
  it('are of the variant that was shown, though another has the same graph', async () => {
    const tab = await openForked();
    await learn(tab, 11);
    tab.state().showVariant(BASE);
    expect(await learned(tab)).toBeUndefined();
    await learn(tab, 10);
    tab.state().showVariant('v1');
    expect(await tab.workspace.loadTraining()).toMatchObject({
      fits: true,
      training: { checkpoint: { step: 11 } },
    });
    await tab.workspace.forgetTrainings();
    expect(await learned(tab)).toBeUndefined();
    tab.state().showVariant(BASE);
    expect(await learned(tab)).toBe(10);
  });

  it('follow their graph when it becomes the base, and back', async () => {
    const tab = await openForked();
    await learn(tab, 11);
    tab.state().showVariant(BASE);
    await learn(tab, 10);
    const both = async () => {
      const { variant } = tab.state().view;
      const steps = [];
      for (const id of [BASE, 'v1']) {
        tab.state().showVariant(id);
        steps.push(await learned(tab));
      }
      tab.state().showVariant(variant);
      return steps;
    };
    expect(await both()).toEqual([10, 11]);
    tab.state().commit(makeBase('v1'));
    expect(await both()).toEqual([11, 10]);
    tab.state().undo();
    expect(await both()).toEqual([10, 11]);
    tab.state().redo();
    tab.state().undo();
    tab.state().redo();
    expect(await both()).toEqual([11, 10]);
    await tab.workspace.flush();
    tab.close();
    const next = browser.openTab();
    await next.workspace.openInitial();
    expect(await learned(next)).toBe(11);
  });

  it('of a deleted variant come back with undo, and are gone after a reload', async () => {
    const tab = await openForked();
    await learn(tab, 11);
    tab.state().commit(removeVariant('v1'));
    tab.state().undo();
    expect(tab.state().view.variant).toBe('v1');
    expect(await learned(tab)).toBe(11);
    tab.state().commit(removeVariant('v1'));
    await tab.workspace.flush();
    tab.close();
    const next = browser.openTab();
    await next.workspace.openInitial();
    next.state().commit(forkVariant(BASE));
    expect(next.state().view.variant).toBe('v1');
    expect(await learned(next)).toBeUndefined();
  });
});
