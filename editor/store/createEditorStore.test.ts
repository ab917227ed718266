import { describe, expect, it } from 'vitest';
import { emptyDocument } from '../../runtime/index';
import { connect } from '../commands/edges';
import { addNode, moveNodes, removeSelection } from '../commands/nodes';
import { setLabel } from '../commands/params';
import { createEditorStore } from './createEditorStore';
import { MAX_STEPS } from './history';
import {
  selectAnalysis,
  selectEditable,
  selectLevel,
  selectRedoLabel,
  selectUndoLabel,
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
