import { beforeEach, describe, expect, it } from 'vitest';
import {
  emptyDocument,
  encodeLink,
  type GraphDocument,
  serializeDocument,
} from '../../runtime/index';
import { setTitle } from '../commands/document';
import { addNode } from '../commands/nodes';
import { noProgress } from '../store/session';
import { openIndexedDb } from './indexedDbStorage';
import { openMemoryStorage } from './memoryStorage';
import { createFakeBrowser } from './testing/fakeBrowser';
import { describeSave } from './workspace';

let browser: ReturnType<typeof createFakeBrowser>;
beforeEach(() => {
  browser = createFakeBrowser();
});

type Tab = ReturnType<typeof browser.openTab>;

const preset: GraphDocument = addNode({
  level: [],
  block: 'linear',
  position: { x: 0, y: 0 },
}).apply(emptyDocument('Preset'));
const edit = (tab: Tab, title: string) => tab.state().commit(setTitle(title));
const until = async (met: () => boolean) => {
  for (let tries = 0; !met() && tries < 2000; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  expect(met()).toBe(true);
};

/** A tab with the preset open. */
async function openPreset(more: Parameters<typeof browser.openTab>[0] = {}) {
  const tab = browser.openTab(more);
  const opened = await tab.workspace.openCopy(preset, { source: 'preset:p' });
  if (opened.kind !== 'opened') throw new Error(opened.kind);
  return { tab, id: opened.id };
}

/** The same document in another tab. */
async function openAgain(more: Parameters<typeof browser.openTab>[0] = {}) {
  const tab = browser.openTab(more);
  const opened = await tab.workspace.openInitial();
  return { tab, opened };
}

describe('a first visit and the next', () => {
  it('finds nothing, then what was open', async () => {
    const first = browser.openTab();
    expect(await first.workspace.openInitial({ hash: '' })).toEqual({ kind: 'none' });
    expect(first.work()).toMatchObject({
      storage: { kind: 'kept', persisted: null },
      current: null,
    });
    await first.workspace.openCopy(preset, { source: 'preset:p' });
    edit(first, 'Mine');
    await until(() => first.work().save.kind === 'saved' && !!first.state().history.past.length);
    expect(describeSave(first.work())).toEqual({ tone: 'ok', text: 'Saved' });
    expect(first.work().storage).toEqual({ kind: 'kept', persisted: true });
    first.close();

    const { tab, opened } = await openAgain();
    expect(opened).toMatchObject({ kind: 'opened', id: 'd1', diagnostics: [] });
    expect(tab.state().document).toEqual({ ...preset, title: 'Mine' });
    expect(tab.state().readOnly).toBe(false);
  });

  it('opens what was never edited again instead of copying it again', async () => {
    const { tab, id } = await openPreset();
    const again = await tab.workspace.openCopy(preset, { source: 'preset:p' });
    expect(again).toMatchObject({ kind: 'opened', id, earlier: null });
    edit(tab, 'Mine');
    const copy = await tab.workspace.openCopy(preset, { source: 'preset:p' });
    expect(copy).toMatchObject({ kind: 'opened', earlier: { id, title: 'Mine' } });
    expect((await tab.workspace.list()).map((entry) => entry.title).sort()).toEqual([
      'Mine',
      'Preset',
    ]);
  });

  it('saves when the page is hidden, without waiting', async () => {
    const { tab } = await openPreset();
    edit(tab, 'Last words');
    tab.hide();
    tab.close();
    await until(() => true);
    const { tab: next } = await openAgain();
    expect(next.state().document.title).toBe('Last words');
  });
});

describe('links', () => {
  it('open as a copy, leave the address, and say when there is an edited one', async () => {
    const hash = `#${await encodeLink(preset)}`;
    const tab = browser.openTab();
    const opened = await tab.workspace.openInitial({ hash });
    expect(opened).toMatchObject({ kind: 'opened', earlier: null });
    expect(tab.cleared.hash).toBe(true);
    expect(tab.state().document).toEqual(preset);
    edit(tab, 'Mine');
    await tab.workspace.flush();
    tab.close();
    const next = browser.openTab();
    expect(await next.workspace.openInitial({ hash })).toMatchObject({
      kind: 'opened',
      earlier: { title: 'Mine' },
    });
    expect(next.state().document).toEqual(preset);
  });

  it('that are cut or damaged change nothing and open nothing else', async () => {
    const { tab } = await openPreset();
    tab.close();
    const link = await encodeLink(preset);
    for (const hash of [link.slice(0, -5), `x${link.slice(1)}`, 'g1', `#${link}A`]) {
      const next = browser.openTab();
      const opened = await next.workspace.openInitial({ hash });
      expect(opened.kind, hash).toBe('refused');
      expect(next.work().current).toBeNull();
      expect(next.cleared.hash).toBe(false);
      expect(await next.workspace.list()).toHaveLength(1);
      next.close();
    }
    const next = browser.openTab();
    expect(await next.workspace.openInitial({ hash: '#canvas' })).toMatchObject({ kind: 'opened' });
  });
});

describe('files', () => {
  it('open as new documents and are told what was left out', async () => {
    const tab = browser.openTab();
    const text = serializeDocument(preset).replace('"linear"', '7');
    const opened = await tab.workspace.openFile(new Blob([text]));
    expect(opened).toMatchObject({
      kind: 'opened',
      diagnostics: [{ message: '1 block dropped: n1.' }],
    });
    const before = tab.state().document;
    expect((await tab.workspace.openFile(new Blob(['not a graph']))).kind).toBe('refused');
    expect(tab.state().document).toBe(before);
    tab.workspace.download();
    expect(browser.downloads).toEqual([
      { name: 'Preset.patchbay.json', text: serializeDocument(before) },
    ]);
  });
});

describe('what cannot be read', () => {
  it('stays byte for byte, and can be taken out', async () => {
    const { tab, id } = await openPreset();
    tab.close();
    const storage = await openIndexedDb();
    const record = await storage.read(id);
    if (!record) throw new Error('it was saved');
    const text = '{"format":"patchbay","version":9,"new":true}';
    await storage.write({ document: { ...record, text }, expected: 1, snapshot: null });
    storage.close();

    const { tab: next, opened } = await openAgain();
    expect(opened).toMatchObject({
      kind: 'unreadable',
      id,
      title: 'Preset',
      diagnostics: [{ code: 'document/newer' }],
    });
    expect(next.work().current).toBeNull();
    await next.workspace.downloadStored(id);
    expect(browser.downloads.at(-1)?.text).toBe(text);
    await next.workspace.openNew('Beside');
    edit(next, 'Beside it');
    await next.workspace.flush();
    expect(await next.workspace.rename(id, 'Other')).toBe(false);
    await next.workspace.downloadStored(id);
    expect(browser.downloads.at(-1)?.text).toBe(text);
  });
});

describe('faults', () => {
  it('a full disk is told until it is over, and nothing is opened over unsaved work', async () => {
    const { tab } = await openPreset();
    browser.fail('quota');
    edit(tab, 'Too much');
    expect(await tab.workspace.flush()).toBe(false);
    expect(tab.work().save).toMatchObject({ kind: 'failed', reason: 'full', final: false });
    expect(describeSave(tab.work()).tone).toBe('error');
    expect(await tab.workspace.openNew()).toMatchObject({ kind: 'unsaved' });
    expect(tab.state().document.title).toBe('Too much');
    browser.fail(null);
    expect(await tab.workspace.flush()).toBe(true);
    expect(tab.work().save.kind).toBe('saved');
    expect((await tab.workspace.list())[0].title).toBe('Too much');
  });

  it('a full disk is met by dropping trainings of other documents first', async () => {
    const { tab } = await openPreset();
    const checkpoint = { step: 1, seed: 1, tensors: {} };
    const training = { document: preset, checkpoint, progress: noProgress, summary: null };
    expect(await tab.workspace.saveTraining(training)).toBe(true);
    await tab.workspace.openNew('Second');
    await tab.workspace.saveTraining({ ...training, document: tab.state().document });
    browser.fail('quota', 1);
    edit(tab, 'Second with room');
    expect(await tab.workspace.flush()).toBe(true);
    expect(await tab.workspace.loadTraining()).not.toBeNull();
    await tab.workspace.open('d1');
    expect(await tab.workspace.loadTraining()).toBeNull();
    browser.fail('quota');
    expect(await tab.workspace.saveTraining(training)).toBe(false);
  });

  it('an aborted write is tried again by itself', async () => {
    const { tab } = await openPreset();
    browser.fail('abort');
    edit(tab, 'Again');
    await until(() => tab.work().save.kind === 'failed');
    expect(tab.work().save).toMatchObject({ reason: 'unknown' });
    browser.fail(null);
    await until(() => tab.work().save.kind === 'saved');
    expect((await tab.workspace.list())[0].title).toBe('Again');
  });

  it('a new document that found no room is saved when there is some', async () => {
    const tab = browser.openTab();
    browser.fail('quota');
    expect((await tab.workspace.openNew('New')).kind).toBe('opened');
    await until(() => tab.work().save.kind === 'failed');
    expect(await tab.workspace.list()).toEqual([]);
    browser.fail(null);
    expect(await tab.workspace.flush()).toBe(true);
    expect(await tab.workspace.list()).toMatchObject([{ title: 'New', counter: 1 }]);
    edit(tab, 'Newer');
    expect(await tab.workspace.flush()).toBe(true);
  });

  it('denied storage: everything works, and it is said that nothing stays', async () => {
    const { tab } = await openPreset({
      openStorage: async () => ({ storage: openMemoryStorage(), reason: 'No storage here.' }),
    });
    edit(tab, 'Mine');
    expect(await tab.workspace.flush()).toBe(true);
    expect(await tab.workspace.list()).toMatchObject([{ title: 'Mine' }]);
    expect(describeSave(tab.work())).toEqual({
      tone: 'warning',
      text: 'Kept in this tab only. No storage here.',
    });
  });
});

describe('tabs', () => {
  it('the second one reads; it takes over what the first one saved at that moment', async () => {
    const { tab: first } = await openPreset();
    const { tab: second } = await openAgain();
    expect(second.work().ownership).toBe('reader');
    expect(second.state().readOnly).toBe(true);
    edit(second, 'Refused');
    expect(second.state().document.title).toBe('Preset');
    edit(first, 'From the first');
    await second.workspace.takeOver();
    await until(() => !second.state().readOnly && first.state().readOnly);
    expect(second.state().document.title).toBe('From the first');
    expect(first.work().ownership).toBe('reader');
    edit(second, 'From the second');
    expect(await second.workspace.flush()).toBe(true);
    await first.workspace.takeOver();
    await until(() => !first.state().readOnly);
    expect(first.state().document.title).toBe('From the second');
    first.close();
    second.close();
  });

  it('what is under way in the first one is ended before the second one has the document', async () => {
    const { tab: first } = await openPreset();
    const { tab: second } = await openAgain();
    const seen: string[] = [];
    first.workspace.onHandOver(async () => {
      seen.push(`ends, ${first.work().ownership}`);
      await Promise.resolve();
      edit(first, 'What came of it');
    });
    first.workspace.onHandOver(async () => seen.push('once more'))();
    await second.workspace.takeOver();
    await until(() => !second.state().readOnly);
    expect(seen).toEqual(['ends, owner']);
    expect(second.state().document.title).toBe('What came of it');
  });

  it('the second one goes on when the first one dies', async () => {
    const { tab: first } = await openPreset();
    const { tab: second } = await openAgain();
    edit(first, 'Saved before the end');
    await first.workspace.flush();
    edit(first, 'Never saved');
    first.close();
    await until(() => !second.state().readOnly);
    expect(second.state().document.title).toBe('Saved before the end');
    edit(second, 'Goes on');
    expect(await second.workspace.flush()).toBe(true);
  });

  it('what the first one could not save before it lost the document stays as a copy', async () => {
    const { tab: first } = await openPreset();
    const { tab: second } = await openAgain({ openChannel: () => null });
    edit(first, 'Quick');
    await second.workspace.takeOver();
    await until(() => !second.state().readOnly && first.state().readOnly);
    let titles: string[] = [];
    for (let tries = 0; titles.length < 2 && tries < 100; tries++) {
      titles = (await second.workspace.list()).map((entry) => entry.title);
    }
    expect(titles.sort()).toEqual(['Preset', 'Quick (other tab)']);
  });

  it('a reader may open a copy', async () => {
    const { tab: first } = await openPreset();
    const { tab: second } = await openAgain();
    const opened = await second.workspace.openAsCopy();
    expect(opened).toMatchObject({ kind: 'opened' });
    expect(second.state()).toMatchObject({ readOnly: false, document: { title: 'Preset (copy)' } });
    edit(first, 'One');
    edit(second, 'Two');
    expect(await first.workspace.flush()).toBe(true);
    expect(await second.workspace.flush()).toBe(true);
  });

  it('without locks, the second writer is stopped and told, and keeps its work as a copy', async () => {
    const locks = null as unknown as LockManager;
    const { tab: first } = await openPreset({ locks });
    const { tab: second } = await openAgain({ locks });
    expect(second.work().ownership).toBe('unguarded');
    edit(first, 'One');
    expect(await first.workspace.flush()).toBe(true);
    edit(second, 'Two');
    expect(await second.workspace.flush()).toBe(false);
    expect(second.work().save).toMatchObject({ kind: 'failed', reason: 'conflict', final: true });
    await second.workspace.openAsCopy();
    expect(second.work().save.kind).toBe('saved');
    const titles = (await first.workspace.list()).map((entry) => entry.title);
    expect(titles.sort()).toEqual(['One', 'Two (copy)']);
  });
});

describe('versions', () => {
  it('are kept every five minutes of work, and come back as one step', async () => {
    const { tab } = await openPreset();
    for (let minute = 1; minute <= 12; minute++) {
      browser.clock.now += 60_000;
      edit(tab, `Minute ${minute}`);
      await tab.workspace.flush();
    }
    const versions = await tab.workspace.versions();
    expect(versions.map((version) => version.title)).toEqual(['Minute 10', 'Minute 5', 'Preset']);
    expect(await tab.workspace.restoreVersion(versions[1])).toBe(true);
    expect(tab.state().document.title).toBe('Minute 5');
    expect((await tab.workspace.versions())[0]).toMatchObject({
      title: 'Minute 12',
      reason: 'restore',
    });
    tab.state().undo();
    expect(tab.state().document.title).toBe('Minute 12');
    expect(await tab.workspace.restoreVersion({ ...versions[0], text: 'x' })).toBe(false);
  });

  it('are kept before a reset, with what was not saved yet', async () => {
    const { tab } = await openPreset();
    edit(tab, 'Work');
    await tab.workspace.replace(preset, 'Reset');
    expect(tab.state().document).toBe(preset);
    expect((await tab.workspace.versions()).map((version) => version.title)).toContain('Work');
  });
});

describe('the list', () => {
  it('renames the open document and others', async () => {
    const { tab, id } = await openPreset();
    expect(await tab.workspace.rename(id, 'Open')).toBe(true);
    expect(tab.state().document.title).toBe('Open');
    await tab.workspace.openNew('Second');
    expect(await tab.workspace.rename(id, 'Closed')).toBe(true);
    expect(await tab.workspace.rename('gone', 'X')).toBe(false);
    await tab.workspace.open(id);
    expect(tab.state().document.title).toBe('Closed');
    edit(tab, 'Edited after');
    expect(await tab.workspace.flush()).toBe(true);
  });

  it('deletes, and takes that back with the newest state', async () => {
    const { tab, id } = await openPreset();
    edit(tab, 'Not saved yet');
    await tab.workspace.remove(id);
    expect(tab.work().current).toBeNull();
    expect(tab.state()).toMatchObject({ readOnly: true, document: { nodes: {} } });
    expect(await tab.workspace.list()).toEqual([]);
    expect(await tab.workspace.open(id)).toEqual({ kind: 'none' });
    expect(await tab.workspace.restore(id)).toBe(true);
    expect(await tab.workspace.open(id)).toMatchObject({ kind: 'opened' });
    expect(tab.state().document.title).toBe('Not saved yet');
    expect(await tab.workspace.restore(id)).toBe(false);
  });
});

describe('trainings', () => {
  it('come back with their document, and tell whether the graph is the same', async () => {
    const { tab } = await openPreset();
    const data = Float32Array.from({ length: 1000 }, (_, at) => at / 7);
    const checkpoint = { step: 5, seed: 3, tensors: { 'n1/kernel': { shape: [10, 100], data } } };
    await tab.workspace.saveTraining({
      document: tab.state().document,
      checkpoint,
      progress: { ...noProgress, step: 5 },
      summary: null,
    });
    tab.close();
    const { tab: next } = await openAgain();
    const loaded = await next.workspace.loadTraining();
    expect(loaded?.fits).toBe(true);
    expect(loaded?.training.checkpoint).toEqual(checkpoint);
    expect(loaded?.training.progress.step).toBe(5);
    edit(next, 'Another title computes the same');
    expect((await next.workspace.loadTraining())?.fits).toBe(true);
    next.state().commit(addNode({ level: [], block: 'add', position: { x: 0, y: 0 } }));
    expect((await next.workspace.loadTraining())?.fits).toBe(false);
    await next.workspace.forgetTrainings();
    expect(await next.workspace.loadTraining()).toBeNull();
  });
});
