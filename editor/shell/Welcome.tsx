/** The first visit: what this is in one sentence, and everything one can begin with. */
import { CircleAlert } from 'lucide-react';
import { Gallery } from '../gallery/Gallery';
import type { Opened } from '../persistence/workspace';
import { Button } from '../ui/Button';
import { Logo } from './Logo';
import type { OpenActions } from './openActions';
import { useWorkspace } from './WorkspaceContext';

interface WelcomeProps {
  readonly open: OpenActions;
  /** Why there is nothing to show. */
  readonly failed: Opened | null;
}

export function Welcome({ open, failed }: WelcomeProps) {
  return (
    <div className="welcome">
      <header className="topbar">
        <Logo words />
      </header>
      <main className="scroll">
        <div className="welcome-inner">
          {failed && <Failure failed={failed} />}
          <h1>Wire attention, block by block</h1>
          <p className="welcome-lead">
            Open an architecture, see the shape on every wire, change it, then run and train it on
            this machine. Nothing leaves it.
          </p>
          <Gallery
            onPreset={(preset) => void open.preset(preset)}
            onEmpty={() => void open.empty()}
            onFile={() => void open.file()}
            onStored={(id) => void open.stored(id)}
          />
        </div>
      </main>
    </div>
  );
}

function Failure({ failed }: { readonly failed: Opened }) {
  const workspace = useWorkspace();
  if (failed.kind !== 'refused' && failed.kind !== 'unreadable') return null;
  const [problem] = failed.diagnostics;
  return (
    <div className="failure" role="alert">
      <CircleAlert size={18} aria-hidden />
      <div>
        <h2>
          {failed.kind === 'refused'
            ? 'This graph could not be opened'
            : `“${failed.title}” could not be read`}
        </h2>
        <p>{problem?.message ?? 'It is damaged.'}</p>
        {problem?.hint && <p className="muted">{problem.hint}</p>}
        {failed.kind === 'unreadable' && (
          <>
            <p className="muted">What is stored stays as it is.</p>
            <Button small onClick={() => void workspace.downloadStored(failed.id)}>
              Download what is stored
            </Button>
          </>
        )}
      </div>
    </div>
  );
}
