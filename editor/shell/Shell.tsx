/** The editor: top bar, blocks, canvas, inspector, lab. */
import { type DragEvent, lazy, Suspense, useCallback, useMemo, useState } from 'react';
import { Canvas } from '../canvas/Canvas';
import { useSideBySide } from '../compare/canvases/canvasesView';
import { VariantBar } from '../compare/VariantBar';
import { useVariants, VariantsProvider } from '../compare/VariantsContext';
import { createVariantActions } from '../compare/variantActions';
import { Gallery } from '../gallery/Gallery';
import { Inspector } from '../inspector/Inspector';
import type { RuntimeController } from '../lab/runtimeController';
import { Palette } from '../palette/Palette';
import { useEditor, useEditorStore } from '../store/EditorContext';
import { Button } from '../ui/Button';
import { Dialog } from '../ui/Dialog';
import { ErrorBoundary } from '../ui/ErrorBoundary';
import { Resizer } from '../ui/Resizer';
import { useMedia } from '../ui/useMedia';
import { asBoolean, useStored, within } from '../ui/useStored';
import { Banners } from './Banners';
import { LabSlot } from './LabSlot';
import { OpenContext } from './OpenContext';
import type { OpenActions } from './openActions';
import { ShareDialog } from './ShareDialog';
import { ShortcutsSheet } from './ShortcutsSheet';
import { type DialogName, TopBar } from './TopBar';
import { useShortcuts } from './useShortcuts';
import { VersionsDialog } from './VersionsDialog';
import { useWorkspace } from './WorkspaceContext';
import './shell.css';

/** Asked for seldom: not a part of the first screen. */
const Canvases = lazy(() =>
  import('../compare/canvases/Canvases').then((module) => ({ default: module.Canvases })),
);

const LEFT = { initial: 248, min: 200, max: 400 };
const RIGHT = { initial: 320, min: 260, max: 520 };
const leftRange = within(LEFT.min, LEFT.max);
const rightRange = within(RIGHT.min, RIGHT.max);

interface ShellProps {
  readonly open: OpenActions;
  readonly controller: Promise<RuntimeController>;
}

export function Shell(props: ShellProps) {
  const { controller } = props;
  const store = useEditorStore();
  const variants = useMemo(
    () =>
      createVariantActions({
        store,
        mayLeave: async () => (await controller.catch(() => null))?.confirmLeave('variant') ?? true,
      }),
    [store, controller],
  );
  return (
    <VariantsProvider actions={variants}>
      <OpenContext value={props.open}>
        <Frame {...props} />
      </OpenContext>
    </VariantsProvider>
  );
}

function Frame({ open, controller }: ShellProps) {
  const store = useEditorStore();
  const workspace = useWorkspace();
  const document = useEditor((state) => state.document);
  const [dialog, setDialog] = useState<DialogName | null>(null);
  // On a small page the canvas needs the room more.
  const small = innerWidth < 1200;
  const [left, setLeft] = useStored('left', small ? LEFT.min + 12 : LEFT.initial, leftRange);
  const [right, setRight] = useStored('right', small ? RIGHT.min + 16 : RIGHT.initial, rightRange);
  const panels = usePanels();
  const sideBySide = useSideBySide();
  const close = useCallback(() => setDialog(null), []);
  const variants = useVariants();
  const context = useMemo(
    () => ({ store, workspace, variants, show: setDialog }),
    [store, workspace, variants],
  );
  useShortcuts(context);
  const rescue = <Button onClick={() => workspace.download()}>Download my graph</Button>;
  const after = (work: Promise<void>) => void work.then(close);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: files are dropped on the page as a whole
    <div
      className={`shell ${panels.narrow ? 'narrow' : ''}`}
      style={
        {
          '--left': panels.left && !panels.narrow ? `${left}px` : '0px',
          '--right': panels.right && !panels.narrow ? `${right}px` : '0px',
        } as React.CSSProperties
      }
      onDragOver={allowFiles}
      onDrop={(event) => {
        const file = droppedFile(event);
        if (file) void open.file(file);
      }}
    >
      <TopBar open={open} show={setDialog} panels={panels} onPanel={panels.toggle} />
      <div className="shell-banners">
        <Banners open={open} />
      </div>
      {panels.left && (
        <aside className="panel left" aria-label="Blocks">
          <ErrorBoundary name="The palette">
            <Palette />
          </ErrorBoundary>
          {!panels.narrow && (
            <Resizer
              {...LEFT}
              label="Width of the blocks"
              side="left"
              width={left}
              onWidth={setLeft}
            />
          )}
        </aside>
      )}
      <main className="shell-canvas" aria-label="Graph">
        <ErrorBoundary name="The variants" resetKey={document}>
          <VariantBar controls="shown-graph" />
        </ErrorBoundary>
        <div className="shell-figure" id="shown-graph">
          <ErrorBoundary name="The canvas" actions={rescue} resetKey={document}>
            {sideBySide ? (
              <Suspense fallback={null}>
                <Canvases />
              </Suspense>
            ) : (
              <Canvas />
            )}
          </ErrorBoundary>
        </div>
      </main>
      {panels.right && (
        <aside className="panel right" aria-label="Inspector">
          <ErrorBoundary name="The inspector" resetKey={document}>
            <Inspector />
          </ErrorBoundary>
          {!panels.narrow && (
            <Resizer
              {...RIGHT}
              label="Width of the inspector"
              side="right"
              width={right}
              onWidth={setRight}
            />
          )}
        </aside>
      )}
      <div className="shell-lab">
        <LabSlot controller={controller} />
      </div>
      {dialog === 'gallery' && (
        <Dialog title="Open" wide onClose={close}>
          <Gallery
            onPreset={(preset) => after(open.preset(preset))}
            onEmpty={() => after(open.empty())}
            onFile={() => after(open.file())}
            onStored={(id) => after(open.stored(id))}
          />
        </Dialog>
      )}
      {dialog === 'share' && <ShareDialog onClose={close} />}
      {dialog === 'versions' && <VersionsDialog onClose={close} />}
      {dialog === 'shortcuts' && <ShortcutsSheet onClose={close} />}
    </div>
  );
}

/** Which panels are seen. Narrow pages show one at a time, as a sheet over the canvas. */
function usePanels() {
  const narrow = useMedia('(max-width: 899px)');
  const [left, setLeft] = useStored('left.open', true, asBoolean);
  const [right, setRight] = useStored('right.open', true, asBoolean);
  const [sheet, setSheet] = useState<'left' | 'right' | null>(null);
  const toggle = (side: 'left' | 'right') => {
    if (narrow) setSheet(sheet === side ? null : side);
    else if (side === 'left') setLeft(!left);
    else setRight(!right);
  };
  return {
    narrow,
    left: narrow ? sheet === 'left' : left,
    right: narrow ? sheet === 'right' : right,
    toggle,
  };
}

function allowFiles(event: DragEvent): void {
  if (event.dataTransfer.types.includes('Files')) event.preventDefault();
}

/** A graph's file that was dropped on the page; what the lab took is its own. */
function droppedFile(event: DragEvent): File | null {
  const file = event.dataTransfer.files[0];
  if (!file || event.isPropagationStopped()) return null;
  event.preventDefault();
  return /\.json$/i.test(file.name) || file.type === 'application/json' ? file : null;
}
