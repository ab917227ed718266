/** The bar over everything: the graph's menu, undo, share, where it computes, whether it is saved. */
import {
  ChevronDown,
  Clock,
  CloudOff,
  CopyPlus,
  Download,
  FilePlus2,
  FolderOpen,
  Keyboard,
  LayoutGrid,
  Link,
  Moon,
  PanelLeft,
  PanelRight,
  PencilLine,
  Redo2,
  Sun,
  TriangleAlert,
  Undo2,
} from 'lucide-react';
import { useVariants } from '../compare/VariantsContext';
import { BackendBadge } from '../lab/BackendBadge';
import { describeSave } from '../persistence/workspace';
import { useEditor, useEditorStore } from '../store/EditorContext';
import { selectRedoLabel, selectUndoLabel, selectWhole } from '../store/selectors';
import { Button, IconButton } from '../ui/Button';
import { ErrorBoundary } from '../ui/ErrorBoundary';
import { showKeys } from '../ui/keys';
import { Menu } from '../ui/Menu';
import { toggleTheme, useDark } from '../ui/theme';
import { Logo } from './Logo';
import type { OpenActions } from './openActions';
import { useWorkspace, useWorkspaceState } from './WorkspaceContext';

export type DialogName = 'gallery' | 'share' | 'versions' | 'shortcuts';

interface TopBarProps {
  readonly open: OpenActions;
  readonly show: (dialog: DialogName) => void;
  readonly panels: { readonly left: boolean; readonly right: boolean };
  readonly onPanel: (side: 'left' | 'right') => void;
}

export function TopBar({ open, show, panels, onPanel }: TopBarProps) {
  const dark = useDark();
  return (
    <header className="topbar">
      <Logo />
      <TitleMenu open={open} show={show} />
      <SaveState />
      <span className="topbar-space" />
      <UndoRedo />
      <span className="topbar-rule" />
      <IconButton
        label={panels.left ? 'Hide the blocks' : 'Show the blocks'}
        aria-pressed={panels.left}
        onClick={() => onPanel('left')}
      >
        <PanelLeft size={16} aria-hidden />
      </IconButton>
      <IconButton
        label={panels.right ? 'Hide the inspector' : 'Show the inspector'}
        aria-pressed={panels.right}
        onClick={() => onPanel('right')}
      >
        <PanelRight size={16} aria-hidden />
      </IconButton>
      <IconButton label="Keyboard shortcuts" keys="?" onClick={() => show('shortcuts')}>
        <Keyboard size={16} aria-hidden />
      </IconButton>
      <IconButton label={dark ? 'Light theme' : 'Dark theme'} onClick={toggleTheme}>
        {dark ? <Sun size={16} aria-hidden /> : <Moon size={16} aria-hidden />}
      </IconButton>
      <span className="topbar-rule" />
      <ErrorBoundary name="The badge">
        <BackendBadge />
      </ErrorBoundary>
      <Button className="share" onClick={() => show('share')}>
        <Link size={15} aria-hidden />
        Share
      </Button>
    </header>
  );
}

function TitleMenu({ open, show }: Pick<TopBarProps, 'open' | 'show'>) {
  const title = useEditor((state) => selectWhole(state).title);
  const workspace = useWorkspace();
  const size = 15;
  const rename = () => {
    // The title stands in the inspector, which shows the graph when nothing is selected.
    const field = 'input[aria-label="Title of the graph"]';
    setTimeout(() => document.querySelector<HTMLInputElement>(field)?.select());
  };
  const store = useEditorStore();
  return (
    <h1 className="topbar-title">
      <Menu
        label={`${title}, menu of the graph`}
        buttonClass="title-button"
        sections={[
          [
            {
              label: 'New graph',
              icon: <FilePlus2 size={size} aria-hidden />,
              run: () => void open.empty(),
            },
            {
              label: 'Open a preset or a graph',
              icon: <LayoutGrid size={size} aria-hidden />,
              keys: showKeys('Mod+O'),
              run: () => show('gallery'),
            },
            {
              label: 'Open file',
              icon: <FolderOpen size={size} aria-hidden />,
              run: () => void open.file(),
            },
          ],
          [
            {
              label: 'Rename',
              icon: <PencilLine size={size} aria-hidden />,
              run: () => {
                store.getState().open([]);
                rename();
              },
            },
            {
              label: 'Duplicate',
              icon: <CopyPlus size={size} aria-hidden />,
              run: () => void open.copy(),
            },
            {
              label: 'Versions',
              icon: <Clock size={size} aria-hidden />,
              run: () => show('versions'),
            },
          ],
          [
            {
              label: 'Save as file',
              icon: <Download size={size} aria-hidden />,
              keys: showKeys('Mod+Shift+S'),
              run: () => workspace.download(),
            },
            { label: 'Share', icon: <Link size={size} aria-hidden />, run: () => show('share') },
          ],
        ]}
      >
        <span className="clip">{title}</span>
        <ChevronDown size={14} aria-hidden />
      </Menu>
    </h1>
  );
}

function SaveState() {
  const { tone, text } = describeSave(useWorkspaceState((state) => state));
  const reader = useWorkspaceState(({ ownership }) => ownership === 'reader');
  const warning = reader ? 'Read only' : 'Not kept';
  return (
    <span className={`save-state ${tone}`} title={text}>
      {tone === 'error' && <CloudOff size={13} aria-hidden />}
      {tone === 'warning' && <TriangleAlert size={13} aria-hidden />}
      <span>{tone === 'error' ? 'Not saved' : tone === 'warning' ? warning : text}</span>
    </span>
  );
}

function UndoRedo() {
  const variants = useVariants();
  const undoLabel = useEditor(selectUndoLabel);
  const redoLabel = useEditor(selectRedoLabel);
  const readOnly = useEditor((state) => state.readOnly);
  const tip = (verb: string, label: string | null, keys: string) =>
    `${verb}${label ? ` ${label.toLowerCase()}` : ''}  ${showKeys(keys)}`;
  return (
    <>
      <IconButton
        label="Undo"
        data-tip={tip('Undo', undoLabel, 'Mod+Z')}
        disabled={readOnly || undoLabel === null}
        onClick={() => void variants.undo()}
      >
        <Undo2 size={16} aria-hidden />
      </IconButton>
      <IconButton
        label="Redo"
        data-tip={tip('Redo', redoLabel, 'Mod+Shift+Z')}
        disabled={readOnly || redoLabel === null}
        onClick={() => void variants.redo()}
      >
        <Redo2 size={16} aria-hidden />
      </IconButton>
    </>
  );
}
