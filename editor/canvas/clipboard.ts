/** Copy and paste by the system's clipboard, so that blocks travel between tabs. */
import { copyNodes, fromClipboard, pasteNodes, toClipboard } from '../commands/clipboard';
import { removeSelection } from '../commands/nodes';
import type { EditorStore } from '../store/createEditorStore';
import { selectEditable } from '../store/selectors';
import { formatPlural } from '../ui/format';
import { notify } from '../ui/notices';

/** What was copied last: for browsers that do not let a page read the clipboard. */
let lastCopied = '';

/** Copies the selected blocks; false when nothing is selected. */
export async function copySelection(store: EditorStore): Promise<boolean> {
  const { document, view, selection } = store.getState();
  if (selection.nodes.length === 0) return false;
  lastCopied = toClipboard(copyNodes(document, view.openPath, selection.nodes));
  try {
    await navigator.clipboard.writeText(lastCopied);
  } catch {
    // Without the system's clipboard, copies stay within this tab.
  }
  notify(`${formatPlural(selection.nodes.length, 'block')} copied`);
  return true;
}

export async function cutSelection(store: EditorStore): Promise<void> {
  if (!selectEditable(store.getState()) || !(await copySelection(store))) return;
  const { view, selection } = store.getState();
  store.getState().commit(removeSelection({ level: view.openPath, nodes: selection.nodes }));
}

/** Pastes blocks from the clipboard; other text is left alone, with a word about it. */
export async function pasteClipboard(store: EditorStore): Promise<void> {
  if (!selectEditable(store.getState())) {
    notify('This graph is read-only here.');
    return;
  }
  pasteText(store, await readClipboard());
}

/** Pastes blocks from a text; false when it holds none. */
function pasteText(store: EditorStore, text: string): boolean {
  const result = fromClipboard(text);
  if (!result?.fragment) {
    notify(result?.diagnostics[0]?.message ?? 'The clipboard holds no blocks.');
    return false;
  }
  const state = store.getState();
  state.commit(pasteNodes(state.view.openPath, result.fragment));
  const lost = result.diagnostics.length;
  if (lost > 0) notify(`${formatPlural(lost, 'part')} of what was copied could not be read.`);
  return true;
}

async function readClipboard(): Promise<string> {
  try {
    return await navigator.clipboard.readText();
  } catch {
    return lastCopied;
  }
}
