/** Keys that work on the canvas alone: walking, moving, opening, and finding by name. */
import type { KeyboardEvent } from 'react';
import { levelAt } from '../commands/levels';
import { moveNodes } from '../commands/nodes';
import type { EditorStore } from '../store/createEditorStore';
import { selectEditable, selectRecorded } from '../store/selectors';
import { type Arrow, neighbour, readingOrder } from './navigation';
import type { Scene } from './scene';

interface KeyContext {
  readonly store: EditorStore;
  readonly scene: Scene;
  /** The node that has the focus. */
  readonly focused: string | null;
  readonly focus: (id: string) => void;
  readonly open: (id: string) => void;
  /** Distances that held arrow keys have moved the selection by, until they are let go. */
  readonly nudge: { x: number; y: number };
}

const STEP = 8;
const BIG_STEP = 40;

/** True when the key was meant for the canvas. */
export function handleCanvasKey(event: KeyboardEvent, context: KeyContext): boolean {
  const { scene, focused, focus } = context;
  const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
  if (event.key.startsWith('Arrow') && event.shiftKey && !event.ctrlKey && !event.metaKey) {
    return move(event.key as Arrow, event.altKey ? BIG_STEP : STEP, context);
  }
  if (!plain) return false;
  if (event.key.startsWith('Arrow')) {
    const next = focused ? neighbour(scene, focused, event.key as Arrow) : readingOrder(scene)[0];
    if (next) focus(next);
    return true;
  }
  if (event.key === 'Home' || event.key === 'End') {
    const next = readingOrder(scene).at(event.key === 'Home' ? 0 : -1);
    if (next) focus(next);
    return true;
  }
  if (event.key === 'Enter' && focused) {
    context.open(focused);
    return true;
  }
  return false;
}

function move(arrow: Arrow, step: number, { store, nudge }: KeyContext): boolean {
  const state = store.getState();
  const ids = state.selection.nodes;
  if (ids.length === 0 || !selectEditable(state)) return false;
  nudge.x += arrow === 'ArrowLeft' ? -step : arrow === 'ArrowRight' ? step : 0;
  nudge.y += arrow === 'ArrowUp' ? -step : arrow === 'ArrowDown' ? step : 0;
  // From the recorded document: each preview starts there.
  const level = state.view.openPath;
  const nodes = levelAt(selectRecorded(state), level)?.graph.nodes ?? {};
  const positions = Object.fromEntries(
    ids
      .filter((id) => Object.hasOwn(nodes, id))
      .map((id) => {
        const { x, y } = nodes[id].position;
        return [id, { x: x + nudge.x, y: y + nudge.y }];
      }),
  );
  state.preview(moveNodes(level, positions));
  return true;
}

/** Letting go of the keys records the whole move as one step. */
export function endNudge(store: EditorStore, nudge: { x: number; y: number }): void {
  if (nudge.x === 0 && nudge.y === 0) return;
  nudge.x = 0;
  nudge.y = 0;
  store.getState().commit();
}
