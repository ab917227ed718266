/** Makes the workspace: opens, saves and lists documents. See workspace.ts for what it offers. */
import { createStore } from 'zustand/vanilla';
import type { GraphDocument, ParseResult } from '../../runtime/index';
import {
  decodeLink,
  emptyDocument,
  parseDocument,
  parseDocumentFile,
  serializeDocument,
  variantDocument,
  variantIds,
} from '../../runtime/index';
import { replaceDocument, setTitle } from '../commands/document';
import type { EditorStore } from '../store/createEditorStore';
import { selectWhole } from '../store/selectors';
import { browserEnvironment, type Environment } from './environment';
import { fileNameOf } from './files';
import { graphHash, textHash } from './hash';
import { type OpenDocument, openDocument } from './openDocument';
import {
  boardVariant,
  type DocumentStorage,
  type DocumentSummary,
  ownerOf,
  type SnapshotReason,
  type StoredDocument,
  type StoredTraining,
  slotKey,
} from './storage';
import type { OpenCopyOptions, Opened, Workspace, WorkspaceState } from './workspace';

const LAST = 'last-document';

export function createWorkspace(options: {
  readonly store: EditorStore;
  readonly environment?: Partial<Environment>;
}): Workspace {
  const { store } = options;
  const environment: Environment = { ...browserEnvironment(), ...options.environment };
  const state = createStore<WorkspaceState>()(() => ({
    storage: { kind: 'opening', blocked: false },
    current: null,
    ownership: null,
    save: { kind: 'saved', at: null },
    outdated: false,
  }));
  let open: OpenDocument | null = null;
  const handingOver = new Set<() => Promise<unknown>>();

  const ready: Promise<DocumentStorage> = environment
    .openStorage({
      onBlocked: () => state.setState({ storage: { kind: 'opening', blocked: true } }),
      onOutdated: () => state.setState({ outdated: true }),
    })
    .then(async ({ storage, reason }) => {
      const kept = reason === null;
      state.setState({
        storage: kept ? { kind: 'kept', persisted: null } : { kind: 'memory', reason },
      });
      await storage.purgeDeleted(environment.now()).catch(() => {});
      return storage;
    });

  // One at a time: two documents that open at once would save into one another.
  let queue: Promise<unknown> = Promise.resolve();
  function inTurn<T>(work: (storage: DocumentStorage) => Promise<T>): Promise<T> {
    const result = queue.then(() => ready).then(work);
    queue = result.catch(() => {});
    return result;
  }

  const stopHiding = environment.onHide(() => open?.hide());

  /** False when the open document could not be saved. */
  async function leave(force = false): Promise<boolean> {
    if (!open) return true;
    if (!(await open.flush()) && !force) return false;
    open.close();
    open = null;
    state.setState({ current: null, ownership: null, save: { kind: 'saved', at: null } });
    return true;
  }

  function unsaved(): Opened {
    const { save } = state.getState();
    const message = save.kind === 'failed' ? save.message : 'The open graph is not saved yet.';
    return { kind: 'unsaved', message };
  }

  async function show(
    storage: DocumentStorage,
    record: StoredDocument,
    document: GraphDocument,
  ): Promise<void> {
    open = await openDocument({
      store,
      storage,
      environment,
      record,
      document,
      onSave: (save) => state.setState({ save }),
      onOwnership: (ownership) => state.setState({ ownership }),
      onFirstSave: () => void askToPersist(),
      onHandOver: () => Promise.all([...handingOver].map((work) => work())),
      async keepAside(aside) {
        const title = `${aside.title} (other tab)`;
        await storage.write(newRecord({ ...aside, title }, null)).catch(() => {});
      },
    });
    state.setState({ current: { id: record.id, source: record.source } });
    await storage.putSetting(LAST, record.id).catch(() => {});
    if (state.getState().ownership === 'reader') return;
    // What was deleted cannot be taken back any more.
    const ids = variantIds(document);
    await storage.deleteTrainings(record.id, (id) => !ids.includes(ownerOf(id))).catch(() => {});
  }

  async function askToPersist(): Promise<void> {
    const { storage } = state.getState();
    if (storage.kind !== 'kept' || storage.persisted !== null) return;
    const persisted = await environment.persist().catch(() => null);
    state.setState({ storage: { kind: 'kept', persisted } });
  }

  function newRecord(document: GraphDocument, source: string | null) {
    const text = serializeDocument(document);
    const hash = textHash(text);
    const record: StoredDocument = {
      id: environment.newDocumentId(),
      title: document.title,
      updated: environment.now(),
      text,
      hash,
      counter: 1,
      source,
      sourceHash: source === null ? null : hash,
    };
    return { document: record, expected: null, snapshot: null };
  }

  async function openStored(
    storage: DocumentStorage,
    id: string,
    { force = false, earlier = null as DocumentSummary | null } = {},
  ): Promise<Opened> {
    const record = await storage.read(id);
    if (!record) return { kind: 'none' };
    const { document, diagnostics, report } = parseDocument(record.text);
    if (!document) return { kind: 'unreadable', id, title: record.title, diagnostics };
    if (open?.id !== id) {
      if (!(await leave(force))) return unsaved();
      await show(storage, record, document);
    }
    const unplaced = report.repairs.positions > 0;
    return { kind: 'opened', id, diagnostics, unplaced, earlier };
  }

  async function openAsNew(
    storage: DocumentStorage,
    document: GraphDocument,
    { source = null, diagnostics = [], unplaced = false, force = false }: OpenCopyOptions,
  ): Promise<Opened> {
    // What is open may be an edited copy of the same source.
    await open?.flush();
    const record = newRecord(document, source);
    const copies =
      source === null ? [] : (await storage.list()).filter((known) => known.source === source);
    const untouched = copies.find((known) => known.hash === record.document.hash);
    const earlier = copies.find((known) => known.hash !== known.sourceHash) ?? null;
    if (untouched) {
      const opened = await openStored(storage, untouched.id, { force, earlier });
      return opened.kind === 'opened' ? { ...opened, diagnostics, unplaced } : opened;
    }
    if (!(await leave(force))) return unsaved();
    // Without room for a new document it still opens; the next change tries again.
    const written = await storage.write(record).then(
      () => true,
      () => false,
    );
    await show(storage, written ? record.document : unwritten(record.document), document);
    return { kind: 'opened', id: record.document.id, diagnostics, unplaced, earlier };
  }

  async function openParsed(storage: DocumentStorage, parsed: ParseResult): Promise<Opened> {
    const { document, diagnostics, report } = parsed;
    if (!document) return { kind: 'refused', diagnostics };
    return openAsNew(storage, document, { diagnostics, unplaced: report.repairs.positions > 0 });
  }

  async function openLink(storage: DocumentStorage, hash: string): Promise<Opened> {
    const link = await decodeLink(hash);
    if (link.kind !== 'document') return { kind: 'refused', diagnostics: link.diagnostics };
    const { document, diagnostics, report } = link;
    const source = `link:${textHash(serializeDocument(document))}`;
    const unplaced = report.repairs.positions > 0;
    const opened = await openAsNew(storage, document, { source, diagnostics, unplaced });
    if (opened.kind === 'opened') environment.clearHash();
    return opened;
  }

  async function replace(
    document: GraphDocument,
    label: string,
    reason: SnapshotReason = 'reset',
  ): Promise<void> {
    await open?.flush();
    open?.snapshotNext(reason);
    store.getState().commit(replaceDocument(document, label));
    await open?.flush();
  }

  /** Keeps a training of the open document; false when there was no room. */
  async function keepTraining(
    variant: string,
    hash: string,
    training: Pick<StoredTraining, 'checkpoint' | 'progress' | 'summary'>,
  ): Promise<boolean> {
    if (!open || !(await open.settle())) return false;
    const { checkpoint, progress, summary } = training;
    const kept: StoredTraining = {
      documentId: open.id,
      slot: slotKey(variant, hash),
      saved: environment.now(),
      checkpoint,
      progress,
      summary,
    };
    return (await ready).putTraining(kept).then(
      () => true,
      () => false,
    );
  }

  return {
    state,
    openInitial: ({ hash = '' } = {}) =>
      inTurn(async (storage) => {
        if (isLink(hash)) return openLink(storage, hash);
        const last = await storage.getSetting(LAST).catch(() => null);
        return typeof last === 'string' ? openStored(storage, last) : { kind: 'none' };
      }),
    open: (id, settings) => inTurn((storage) => openStored(storage, id, settings)),
    openCopy: (document, settings = {}) =>
      inTurn((storage) => openAsNew(storage, document, settings)),
    openNew: (title) => inTurn((storage) => openAsNew(storage, emptyDocument(title), {})),
    openFile: (file) =>
      inTurn(async (storage) => openParsed(storage, await parseDocumentFile(file))),
    openAsCopy: () =>
      inTurn((storage) => {
        const whole = selectWhole(store.getState());
        const copy = { ...whole, title: `${whole.title} (copy)` };
        return openAsNew(storage, copy, { force: true });
      }),
    takeOver: async () => open?.takeOver(),
    onHandOver(work) {
      handingOver.add(work);
      return () => handingOver.delete(work);
    },
    flush: async () => (open ? open.flush() : true),
    download() {
      const whole = selectWhole(store.getState());
      environment.download(fileNameOf(whole.title), serializeDocument(whole));
    },
    async downloadStored(id) {
      const record = await (await ready).read(id);
      if (record) environment.download(fileNameOf(record.title), record.text);
    },
    replace,
    async versions(id = open?.id) {
      return id === undefined ? [] : (await ready).versions(id);
    },
    async restoreVersion(version) {
      const { document } = parseDocument(version.text);
      if (!document) return false;
      await replace(document, 'Restore version', 'restore');
      return true;
    },
    list: async () => (await ready).list(),
    rename: (id, title) =>
      inTurn(async (storage) => {
        if (open?.id === id) {
          store.getState().commit(setTitle(title));
          return open.flush();
        }
        const record = await storage.read(id);
        const document = record && parseDocument(record.text).document;
        if (!record || !document) return false;
        const renamed = setTitle(title).apply(document);
        const { document: next } = newRecord(renamed, record.source);
        const { sourceHash, counter } = record;
        await storage.write({
          document: { ...next, id, sourceHash, counter: counter + 1 },
          expected: counter,
          snapshot: null,
        });
        return true;
      }),
    remove: (id) =>
      inTurn(async (storage) => {
        if (open?.id === id) {
          await leave(true);
          store.getState().load(emptyDocument(), { readOnly: true });
        }
        await storage.remove(id, environment.now());
      }),
    restore: (id) => inTurn(async (storage) => (await storage.restore(id)) !== null),
    saveTraining: (training, variant = store.getState().view.variant) =>
      keepTraining(variant, graphHash(training.document), training),
    async loadTraining(variant = store.getState().view.variant) {
      if (!open || !(await open.settle())) return null;
      const { id } = open;
      const storage = await ready;
      const document = variantDocument(selectWhole(store.getState()), variant);
      if (!document) return null;
      const find = (hash?: string) => storage.getTraining(id, variant, hash).catch(() => null);
      const hash = graphHash(document);
      const training = (await find(hash)) ?? (await find());
      return training && { training, fits: training.slot === slotKey(variant, hash) };
    },
    saveBoardTraining: (training, variant, fingerprint) =>
      keepTraining(boardVariant(variant), fingerprint, training),
    async loadBoardTraining(variant, fingerprint) {
      if (!open || !(await open.settle())) return null;
      const storage = await ready;
      return storage.getTraining(open.id, boardVariant(variant), fingerprint).catch(() => null);
    },
    async forgetBoardTrainings(variants) {
      if (!open || !(await open.settle())) return;
      const gone = variants.map(boardVariant);
      await (await ready).deleteTrainings(open.id, (each) => gone.includes(each)).catch(() => {});
    },
    async forgetTrainings() {
      if (!open || !(await open.settle())) return;
      const { variant } = store.getState().view;
      await (await ready).deleteTrainings(open.id, (each) => each === variant);
    },
    dispose() {
      stopHiding();
      open?.close();
      open = null;
      void ready.then((storage) => storage.close());
    },
  };
}

/** Everything after `#` that is not the name of a place in the page is taken for a link. */
function isLink(hash: string): boolean {
  const text = hash.replace(/^#/, '');
  return text.startsWith('g') || text.includes('.') || text.length > 40;
}

/** A record that is not stored yet: the next write makes it. */
function unwritten(record: StoredDocument): StoredDocument {
  return { ...record, hash: '', counter: 0 };
}
