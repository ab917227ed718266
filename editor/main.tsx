/** Starts the editor. */
import '@fontsource-variable/inter/wght.css';
import './ui/tokens.css';
import './ui/base.css';
import './ui/overlay.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App';
import { createWorkspace } from './persistence/createWorkspace';
import { reloadOnceWhenStale } from './shell/staleChunks';
import { createEditorStore } from './store/createEditorStore';
import { startTheme } from './ui/theme';

startTheme();
const store = createEditorStore();
const workspace = createWorkspace({ store });
reloadOnceWhenStale(() => workspace.flush());
// The lab is not part of the first screen; it comes right after it.
const controller = import('./lab/runtimeController').then(({ createRuntimeController }) =>
  createRuntimeController({ store, workspace }),
);

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <App store={store} workspace={workspace} controller={controller} />
  </StrictMode>,
);
