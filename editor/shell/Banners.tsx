/** What must be known for as long as it lasts: not saved, read-only here, a newer Patchbay. */
import { CloudOff, Eye, RefreshCw, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../ui/Button';
import type { OpenActions } from './openActions';
import { useWorkspace, useWorkspaceState } from './WorkspaceContext';

export function Banners({ open }: { readonly open: OpenActions }) {
  const workspace = useWorkspace();
  const { save, storage, ownership, outdated } = useWorkspaceState((state) => state);
  const [hidden, setHidden] = useState(false);
  if (outdated) {
    return (
      <div className="banner error" role="alert">
        <RefreshCw size={16} aria-hidden />
        <p>A newer Patchbay is open in another tab. Reload this page to go on.</p>
        <Button small onClick={() => location.reload()}>
          Reload
        </Button>
      </div>
    );
  }
  if (save.kind === 'failed') {
    return (
      <div className="banner error" role="alert">
        <CloudOff size={16} aria-hidden />
        <p>{save.message}</p>
        <Button small onClick={() => workspace.download()}>
          Save as a file
        </Button>
        <Button small onClick={() => void (save.final ? open.copy() : workspace.flush())}>
          {save.final ? 'Go on in a copy' : 'Try again'}
        </Button>
      </div>
    );
  }
  if (ownership === 'reader') {
    return (
      <div className="banner info" role="status">
        <Eye size={16} aria-hidden />
        <p>This graph is open in another tab. Here it can be looked at, but not changed.</p>
        <Button small onClick={() => void workspace.takeOver()}>
          Edit here
        </Button>
        <Button small onClick={() => void open.copy()}>
          Open a copy
        </Button>
      </div>
    );
  }
  if (storage.kind === 'memory' && !hidden) {
    return (
      <div className="banner" role="status">
        <TriangleAlert size={16} aria-hidden />
        <p>{storage.reason} What you make is kept in this tab only; save it as a file.</p>
        <Button small onClick={() => workspace.download()}>
          Save as a file
        </Button>
        <Button small variant="quiet" onClick={() => setHidden(true)}>
          Hide
        </Button>
      </div>
    );
  }
  return null;
}
