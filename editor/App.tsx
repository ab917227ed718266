/** Opens what was open last, or a link; shows the gallery when there is nothing. */
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react';
import type { RuntimeController } from './lab/runtimeController';
import type { Opened, Workspace } from './persistence/workspace';
import { createOpenActions } from './shell/openActions';
import { Welcome } from './shell/Welcome';
import { WorkspaceProvider } from './shell/WorkspaceContext';
import type { EditorStore } from './store/createEditorStore';
import { EditorProvider } from './store/EditorContext';
import { selectWhole } from './store/selectors';
import { Button } from './ui/Button';
import { ErrorBoundary } from './ui/ErrorBoundary';
import { notify } from './ui/notices';
import { Toasts } from './ui/Toasts';

const opening = <div className="opening" aria-busy="true" />;

/** Loaded beside the gallery, so that it is there when a graph is opened. */
const shell = import('./shell/Shell');
// A failure is told where the editor is shown.
shell.catch(() => {});
const Shell = lazy(async () => ({ default: (await shell).Shell }));

interface AppProps {
  readonly store: EditorStore;
  readonly workspace: Workspace;
  readonly controller: Promise<RuntimeController>;
}

type View =
  | { readonly kind: 'opening' }
  | { readonly kind: 'editor' }
  | { readonly kind: 'welcome'; readonly failed: Opened | null };

export function App({ store, workspace, controller }: AppProps) {
  const [view, setView] = useState<View>({ kind: 'opening' });

  const shown = useRef(view);
  shown.current = view;

  const open = useMemo(
    () =>
      createOpenActions({
        workspace,
        mayLeave: async () => (await controller.catch(() => null))?.confirmLeave('graph') ?? true,
        onOpened: (opened) => {
          if (opened.kind === 'opened') setView({ kind: 'editor' });
          // What is open stays open, with a word about what could not be.
          else if (shown.current.kind === 'editor') tellFailure(opened);
          else setView({ kind: 'welcome', failed: opened });
        },
        onCompared: () =>
          void controller.then(
            (it) => it.show('compare'),
            () => undefined,
          ),
      }),
    [workspace, controller],
  );

  useEffect(() => {
    void open.link(location.hash);
    const onHash = () => {
      if (location.hash.length > 1) void open.link(location.hash);
    };
    addEventListener('hashchange', onHash);
    return () => removeEventListener('hashchange', onHash);
  }, [open]);

  useTitle(store);
  return (
    <EditorProvider store={store}>
      <WorkspaceProvider workspace={workspace}>
        <ErrorBoundary
          name="Patchbay"
          actions={<Button onClick={() => workspace.download()}>Download my graph</Button>}
        >
          {view.kind === 'editor' && (
            <Suspense fallback={opening}>
              <Shell open={open} controller={controller} />
            </Suspense>
          )}
          {view.kind === 'welcome' && <Welcome open={open} failed={view.failed} />}
          {view.kind === 'opening' && opening}
        </ErrorBoundary>
        <Toasts />
      </WorkspaceProvider>
    </EditorProvider>
  );
}

function tellFailure(opened: Opened): void {
  if (opened.kind !== 'refused' && opened.kind !== 'unreadable') return;
  const [problem] = opened.diagnostics;
  notify([problem?.message ?? 'This could not be read.', problem?.hint].filter(Boolean).join(' '));
}

/** The name of the tab follows the title of the graph. */
function useTitle(store: EditorStore): void {
  useEffect(
    () =>
      store.subscribe((state, before) => {
        const { title } = selectWhole(state);
        if (title !== selectWhole(before).title) document.title = `${title} · Patchbay`;
      }),
    [store],
  );
}
