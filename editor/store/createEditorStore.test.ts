import { describe, expect, it } from 'vitest';
import { BASE, emptyDocument, type RunRecord } from '../../runtime/index';
import { replaceDocument, setTitle } from '../commands/document';
import { connect } from '../commands/edges';
import { addNode, moveNodes, removeSelection } from '../commands/nodes';
import { setLabel } from '../commands/params';
import { forkVariant, makeBase, removeVariant, renameVariant } from '../commands/variants';
import { createEditorStore } from './createEditorStore';
import { MAX_STEPS } from './history';
import {
  selectAnalysis,
  selectEditable,
  selectLevel,
  selectRedoLabel,
  selectUndoLabel,
  selectWhole,
  slotOf,
} from './selectors';

const position = { x: 0, y: 0 };
const add = (block = 'add') => addNode({ level: [], block, position }, block);

function start() {
  const store = createEditorStore();
  return { store, state: () => store.getState() };
}

describe('history', () => {
  it('takes back and does again, to the same objects', () => {
    const { state } = start();
    const before = state().document;
    state().commit(add('linear'));
    const after = state().document;
    expect(selectUndoLabel(state())).toBe('Add linear');
    state().undo();
    expect(state().document).toBe(before);
    expect(selectUndoLabel(state())).toBeNull();
    expect(selectRedoLabel(state())).toBe('Add linear');
    state().redo();
    expect(state().document).toBe(after);
    state().undo();
    state().commit(add('softmax'));
    expect(selectRedoLabel(state())).toBeNull();
  });

  it('records no step for a change of nothing', () => {
    const { state } = start();
    state().commit(removeSelection({ level: [], nodes: ['gone'] }));
    expect(state().history.past).toHaveLength(0);
  });

  it('makes one step of a gesture, from where it began', () => {
    const { state } = start();
    state().commit(add());
    const before = state().document;
    for (let frame = 1; frame <= 60; frame++) {
      state().preview(moveNodes([], { n1: { x: frame, y: 0 } }));
      expect(state().document.nodes.n1.position.x).toBe(frame);
      expect(state().history.present).toBe(before);
    }
    state().commit();
    expect(state().history.past).toHaveLength(2);
    state().undo();
    expect(state().document).toBe(before);
  });

  it('drops a gesture that is cancelled, and one that undo interrupts', () => {
    const { state } = start();
    state().commit(add());
    const before = state().document;
    state().preview(moveNodes([], { n1: { x: 9, y: 9 } }));
    state().cancel();
    expect(state().document).toBe(before);
    expect(state().draft).toBeNull();
    state().preview(moveNodes([], { n1: { x: 9, y: 9 } }));
    state().undo();
    expect(state().draft).toBeNull();
    expect(state().document.nodes).toEqual({});
    state().commit();
    expect(state().history.future).toHaveLength(1);
  });

  it('keeps 200 steps', () => {
    const { state } = start();
    for (let step = 0; step < MAX_STEPS + 50; step++) state().commit(add());
    expect(state().history.past).toHaveLength(MAX_STEPS);
    for (let step = 0; step < MAX_STEPS + 50; step++) state().undo();
    expect(Object.keys(state().document.nodes)).toHaveLength(50);
  });

  it('changes nothing in a document that another tab owns', () => {
    const { state } = start();
    state().commit(add());
    state().setReadOnly(true);
    const before = state().document;
    state().commit(add());
    state().preview(add());
    state().undo();
    expect(state().document).toBe(before);
    expect(selectEditable(state())).toBe(false);
  });
});

describe('selection and levels', () => {
  it('selects what was added', () => {
    const { state } = start();
    state().commit(add());
    expect(state().selection).toEqual({ nodes: ['n1'], edge: null });
    state().commit(add());
    expect(state().selection.nodes).toEqual(['n2']);
  });

  it('holds only what is there', () => {
    const { state } = start();
    state().commit(add());
    state().commit(add());
    state().commit(connect([], { source: 'n1', sourcePort: 'y', target: 'n2', targetPort: 'a' }));
    state().select({ nodes: ['n1', 'n2', 'gone'] });
    expect(state().selection).toEqual({ nodes: ['n1', 'n2'], edge: null });
    state().select({ edge: 'n2.a' });
    expect(state().selection).toEqual({ nodes: [], edge: 'n2.a' });
    state().commit(removeSelection({ level: [], nodes: ['n1'] }));
    expect(state().selection).toEqual({ nodes: [], edge: null });
  });

  it('opens composites and leaves those that are gone', () => {
    const { state } = start();
    state().commit(add('encoder-layer'));
    state().open(['n1']);
    expect(state().view.openPath).toEqual(['n1']);
    expect(selectLevel(state()).kind).toBe('builtin');
    expect(selectEditable(state())).toBe(false);
    state().undo();
    expect(state().view.openPath).toEqual([]);
    expect(selectLevel(state()).kind).toBe('document');
    state().open(['gone']);
    expect(state().view.openPath).toEqual([]);
  });
});

describe('load', () => {
  it('forgets history, selection, level and results', () => {
    const { state } = start();
    state().commit(add());
    state().dispatch({ kind: 'run-requested' });
    state().load(emptyDocument('Other'), { readOnly: true });
    expect(state()).toMatchObject({
      document: { title: 'Other' },
      readOnly: true,
      selection: { nodes: [], edge: null },
      session: { kind: 'idle' },
      lastRun: null,
    });
    expect(state().history.past).toHaveLength(0);
  });
});

describe('variants', () => {
  const fork = forkVariant(BASE);

  it('shows one as a document of its own; what is recorded is the whole', () => {
    const { state } = start();
    state().commit(add('linear'));
    state().commit(fork);
    expect(state()).toMatchObject({ view: { variant: 'v1' }, document: { title: 'Variant 1' } });
    state().commit(setLabel([], 'n1', 'Other'));
    expect(state().document.nodes.n1.label).toBe('Other');
    expect(selectWhole(state())).toMatchObject({ title: 'Untitled', variants: [{ id: 'v1' }] });
    expect(selectWhole(state()).nodes.n1.label).toBeUndefined();
    state().showVariant(BASE);
    expect(state().document).toEqual({ ...selectWhole(state()), variants: undefined });
    state().showVariant('gone');
    expect(state().view.variant).toBe(BASE);
  });

  it('edits the one that is shown, by a gesture too, and titles the document from any', () => {
    const { state } = start();
    state().commit(add());
    state().commit(fork);
    state().preview(moveNodes([], { n1: { x: 9, y: 9 } }));
    expect(state().document.nodes.n1.position).toEqual({ x: 9, y: 9 });
    state().showVariant(BASE);
    expect(state().draft).toBeNull();
    state().showVariant('v1');
    expect(state().document.nodes.n1.position).toEqual({ x: 0, y: 0 });
    state().commit(setTitle('Graph'));
    expect(state().document.title).toBe('Variant 1');
    expect(selectWhole(state()).title).toBe('Graph');
  });

  it('shows what undo and redo change', () => {
    const { state } = start();
    state().commit(add());
    state().commit(fork);
    state().commit(setLabel([], 'n1', 'Other'));
    state().showVariant(BASE);
    state().commit(setLabel([], 'n1', 'Base'));
    state().undo();
    expect(state().view.variant).toBe(BASE);
    state().undo();
    expect(state().view.variant).toBe('v1');
    state().showVariant(BASE);
    state().redo();
    expect(state().view.variant).toBe('v1');
    state().undo();
    state().undo();
    expect(state().view.variant).toBe(BASE);
    expect(selectWhole(state()).variants).toBeUndefined();
    state().redo();
    expect(state().view.variant).toBe('v1');
  });

  it('shows the neighbour of one that goes, and it again when it comes back', () => {
    const { state } = start();
    for (let count = 0; count < 3; count++) state().commit(fork);
    state().showVariant('v2');
    state().commit(removeVariant('v2'));
    expect(state().view.variant).toBe('v1');
    state().commit(removeVariant('v1'));
    expect(state().view.variant).toBe(BASE);
    state().undo();
    expect(state().view.variant).toBe('v1');
    state().commit(removeVariant('v3'));
    expect(state().view.variant).toBe('v1');
    state().undo();
    expect(state().view.variant).toBe('v3');
  });

  it('keeps level and selection where the other variant has them', () => {
    const { state } = start();
    state().commit(add('encoder-layer'));
    state().commit(fork);
    state().open(['n1']);
    state().select({ nodes: ['attention'] });
    state().showVariant(BASE);
    expect(state()).toMatchObject({
      view: { openPath: ['n1'], variant: BASE },
      selection: { nodes: ['attention'] },
    });
    state().commit(removeSelection({ level: [], nodes: ['n1'] }));
    state().showVariant('v1');
    expect(state().view).toEqual({ openPath: [], variant: 'v1' });
  });

  it('forgets what was computed of another, and keeps it when the shown one becomes the base', () => {
    const { state } = start();
    state().commit(fork);
    const training = { kind: 'train-requested', steps: 3, resume: false } as const;
    state().dispatch(training);
    state().commit(makeBase('v1'));
    expect(state()).toMatchObject({ view: { variant: BASE }, session: { kind: 'starting' } });
    expect(slotOf(state())).toBe('v1');
    state().undo();
    expect(state()).toMatchObject({ view: { variant: 'v1' }, session: { kind: 'starting' } });
    state().showVariant(BASE);
    expect(state().session.kind).toBe('idle');
  });

  it('analyses each once, however often they take turns', () => {
    const { state } = start();
    state().commit(add());
    const shared = selectAnalysis(state());
    state().commit(fork);
    expect(selectAnalysis(state())).toBe(shared);
    state().commit(add('linear'));
    const own = selectAnalysis(state());
    expect(own).not.toBe(shared);
    for (let turn = 0; turn < 3; turn++) {
      state().showVariant(BASE);
      expect(selectAnalysis(state())).toBe(shared);
      state().showVariant('v1');
      expect(selectAnalysis(state())).toBe(own);
      state().preview(moveNodes([], { n1: { x: turn + 1, y: 0 } }));
      expect(selectAnalysis(state())).toBe(own);
      state().commit();
    }
    state().commit(renameVariant('v1', 'Two'));
    expect(selectAnalysis(state())).toBe(own);
  });
});

describe('results', () => {
  const record = { variant: BASE, fingerprint: 'f' } as RunRecord;

  it('are no step, and no step brings them back or takes them away', () => {
    const { state } = start();
    state().commit(add());
    const document = state().document;
    state().annotate((results) => [...results, record]);
    expect(state().document).toBe(document);
    expect(state().history.past).toHaveLength(1);
    state().undo();
    expect(selectWhole(state()).results).toEqual([record]);
    state().annotate(() => []);
    state().redo();
    expect(selectWhole(state()).results).toBeUndefined();
    state().annotate(() => [record]);
    state().commit(replaceDocument({ ...emptyDocument('Reset'), results: [] }, 'Reset'));
    expect(selectWhole(state())).toMatchObject({ title: 'Reset', results: [record] });
  });

  it('stay with a gesture under way, and are not for a tab that only reads', () => {
    const { state } = start();
    state().commit(add());
    state().preview(moveNodes([], { n1: { x: 9, y: 9 } }));
    state().annotate(() => [record]);
    expect(state().document.nodes.n1.position.x).toBe(9);
    state().commit();
    expect(selectWhole(state())).toMatchObject({
      results: [record],
      nodes: { n1: { position: { x: 9 } } },
    });
    state().setReadOnly(true);
    state().annotate(() => []);
    expect(selectWhole(state()).results).toEqual([record]);
  });
});

describe('analysis', () => {
  it('is computed once for a document, and shared by those that differ in places alone', () => {
    const { state } = start();
    state().commit(add());
    const analysis = selectAnalysis(state());
    expect(selectAnalysis(state())).toBe(analysis);
    expect(analysis.diagnostics.length).toBeGreaterThan(0);
    state().preview(moveNodes([], { n1: { x: 40, y: 0 } }));
    expect(selectAnalysis(state())).toBe(analysis);
    state().cancel();
    state().commit(setLabel([], 'n1', 'Named'));
    expect(selectAnalysis(state())).not.toBe(analysis);
    state().undo();
    expect(selectAnalysis(state())).toBe(analysis);
    const named = state().document;
    state().commit(add());
    expect(selectAnalysis(state())).not.toBe(analysis);
    expect(state().document).not.toBe(named);
  });
});
