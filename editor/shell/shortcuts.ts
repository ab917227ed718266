/** Every keyboard command of the editor in one table: it runs them, and prints the help sheet. */
import { titleOf, viewBlock } from '../canvas/blockView';
import { canvasControl } from '../canvas/canvasActions';
import { whyNotBypass } from '../canvas/whyNotBypass';
import { setBypass } from '../commands/bypass';
import { duplicate } from '../commands/clipboard';
import { groupNodes, whyNotGroup } from '../commands/group';
import { levelAt } from '../commands/levels';
import { removeSelection } from '../commands/nodes';
import { isSideBySide, showSideBySide } from '../compare/canvases/canvasesView';
import type { VariantActions } from '../compare/variantActions';
import type { Workspace } from '../persistence/workspace';
import type { EditorStore } from '../store/createEditorStore';
import { selectEditable } from '../store/selectors';
import { type KeyPress, matchesKeys } from '../ui/keys';
import { announce, notify } from '../ui/notices';
import { toggleTheme } from '../ui/theme';

export interface ShortcutContext {
  readonly store: EditorStore;
  readonly workspace: Workspace;
  readonly variants: VariantActions;
  readonly show: (dialog: 'shortcuts' | 'share' | 'gallery') => void;
}

export interface Shortcut {
  readonly keys: readonly string[];
  readonly label: string;
  readonly group: 'Edit' | 'Blocks' | 'Variants' | 'View' | 'File';
  /** Absent for what the canvas does by itself; it stands here for the help sheet. */
  readonly run?: (context: ShortcutContext, press: KeyPress) => void;
  /** Works while a text is typed, too. */
  readonly always?: boolean;
}

export const shortcuts: readonly Shortcut[] = [
  { keys: ['Mod+Z'], label: 'Undo', group: 'Edit', run: ({ variants }) => void variants.undo() },
  {
    keys: ['Mod+Shift+Z', 'Mod+Y'],
    label: 'Redo',
    group: 'Edit',
    run: ({ variants }) => void variants.redo(),
  },
  { keys: ['Delete', 'Backspace'], label: 'Delete what is selected', group: 'Edit', run: remove },
  { keys: ['Mod+C'], label: 'Copy', group: 'Edit', run: () => void canvasControl()?.copy() },
  { keys: ['Mod+X'], label: 'Cut', group: 'Edit', run: () => void canvasControl()?.cut() },
  { keys: ['Mod+V'], label: 'Paste', group: 'Edit', run: () => void canvasControl()?.paste() },
  { keys: ['Mod+D'], label: 'Duplicate', group: 'Edit', run: duplicateSelection },
  { keys: ['Mod+G'], label: 'Group into a block', group: 'Edit', run: groupSelection },
  { keys: ['Mod+B'], label: 'Bypass, or use again', group: 'Edit', run: bypassSelection },
  { keys: ['Mod+A'], label: 'Select all', group: 'Edit', run: selectAll },
  {
    keys: ['Shift+F'],
    label: 'Fork the shown variant',
    group: 'Variants',
    run: ({ variants }) => void variants.fork(),
  },
  {
    keys: ['1', '2', '3', '4', '5', '6'],
    label: 'Show the base or a variant',
    group: 'Variants',
    run: ({ variants }, { key }) => void variants.showAt(Number(key) - 1),
  },
  {
    keys: ['V'],
    label: 'Variants side by side',
    group: 'Variants',
    run: ({ store }) => showSideBySide(!isSideBySide(store.getState())),
  },
  { keys: ['F2'], label: 'Rename the focused tab', group: 'Variants' },
  {
    keys: ['/', 'Space'],
    label: 'Add a block',
    group: 'Blocks',
    run: () => canvasControl()?.quickAdd(),
  },
  {
    keys: ['C'],
    label: 'Connect the selected block',
    group: 'Blocks',
    run: () => canvasControl()?.connect(),
  },
  { keys: ['L'], label: 'Arrange blocks', group: 'Blocks', run: () => canvasControl()?.arrange() },
  { keys: ['Enter'], label: 'Open the focused block', group: 'Blocks' },
  { keys: ['Escape'], label: 'Deselect, then go up a level', group: 'Blocks', run: stepBack },
  { keys: ['Arrows'], label: 'Walk along the wires', group: 'Blocks' },
  { keys: ['Shift+Arrows'], label: 'Move what is selected', group: 'Blocks' },
  { keys: ['.', 'Mod+1'], label: 'Fit to view', group: 'View', run: () => canvasControl()?.fit() },
  { keys: ['+', '='], label: 'Zoom in', group: 'View', run: () => canvasControl()?.zoomIn() },
  { keys: ['-'], label: 'Zoom out', group: 'View', run: () => canvasControl()?.zoomOut() },
  { keys: ['Shift+D'], label: 'Light or dark', group: 'View', run: toggleTheme },
  { keys: ['?'], label: 'Keyboard shortcuts', group: 'View', run: ({ show }) => show('shortcuts') },
  {
    keys: ['Mod+S'],
    label: 'Save now',
    group: 'File',
    always: true,
    run: ({ workspace }) => {
      void workspace.flush().then((saved) => {
        if (saved) notify('Saved on this computer');
      });
    },
  },
  {
    keys: ['Mod+Shift+S'],
    label: 'Save as a file',
    group: 'File',
    always: true,
    run: ({ workspace }) => workspace.download(),
  },
  {
    keys: ['Mod+O'],
    label: 'Open a preset',
    group: 'File',
    always: true,
    run: ({ show }) => show('gallery'),
  },
];

/** The command of a key press; undefined when the keys mean nothing here. */
export function shortcutFor(
  press: KeyPress,
  { typing }: { readonly typing: boolean },
): Shortcut | undefined {
  return shortcuts.find(
    (shortcut) =>
      shortcut.run &&
      (!typing || shortcut.always) &&
      shortcut.keys.some((keys) => matchesKeys(keys, press)),
  );
}

function remove({ store }: ShortcutContext): void {
  const state = store.getState();
  const { nodes, edge } = state.selection;
  if ((nodes.length === 0 && edge === null) || !selectEditable(state)) return;
  const command = removeSelection({ level: state.view.openPath, nodes, edge });
  state.commit(command);
  announce(command.label.replace('Delete', 'Deleted'));
}

function duplicateSelection({ store }: ShortcutContext): void {
  const state = store.getState();
  if (state.selection.nodes.length === 0 || !selectEditable(state)) return;
  state.commit(duplicate(state.view.openPath, state.selection.nodes));
}

function groupSelection({ store }: ShortcutContext): void {
  const state = store.getState();
  const { nodes } = state.selection;
  if (!selectEditable(state)) return;
  const reason = whyNotGroup(state.document, state.view.openPath, nodes);
  if (reason !== null) {
    notify(reason);
    return;
  }
  state.commit(groupNodes(state.view.openPath, nodes));
  announce(`Grouped ${nodes.length === 1 ? 'one block' : `${nodes.length} blocks`} into one`);
}

/** Uses all of them again where all are bypassed; else all or none are bypassed. */
function bypassSelection({ store }: ShortcutContext): void {
  const state = store.getState();
  const { document, view, selection } = state;
  if (!selectEditable(state)) return;
  const graph = levelAt(document, view.openPath)?.graph;
  const nodes = selection.nodes.flatMap((id) => graph?.nodes[id] ?? []);
  if (nodes.length === 0) {
    notify('Select a block first.');
    return;
  }
  const used = nodes.filter(({ bypass }) => !bypass);
  for (const { id } of used) {
    const reason = whyNotBypass(document, view.openPath, id);
    if (reason === null) continue;
    notify(reason);
    return;
  }
  const on = used.length > 0;
  const changed = on ? used : nodes;
  const title = titleOf(changed[0], viewBlock(document, changed[0].block));
  const ids = changed.map(({ id }) => id);
  const command = setBypass(view.openPath, ids, on, title);
  state.commit(command);
  announce(command.label.replace(/^Bypass/, 'Bypassed').replace(/^Use/, 'Using'));
}

function selectAll({ store }: ShortcutContext): void {
  // Nobody would see which blocks the next key deletes.
  if (isSideBySide(store.getState())) return;
  const { document, view, select } = store.getState();
  select({ nodes: Object.keys(levelAt(document, view.openPath)?.graph.nodes ?? {}) });
}

function stepBack({ store }: ShortcutContext): void {
  const { selection, view, draft, cancel, select, open } = store.getState();
  if (draft !== null) cancel();
  else if (selection.nodes.length > 0 || selection.edge !== null) select({});
  else if (view.openPath.length > 0) open(view.openPath.slice(0, -1));
}
