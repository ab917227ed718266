/** Earlier versions of the open graph, kept by themselves; taking one back is one undo step. */
import { useEffect, useState } from 'react';
import { BASE } from '../../runtime/index';
import { useVariants } from '../compare/VariantsContext';
import type { DocumentVersion, SnapshotReason } from '../persistence/storage';
import { useEditor } from '../store/EditorContext';
import { Button } from '../ui/Button';
import { Dialog } from '../ui/Dialog';
import { notify } from '../ui/notices';
import { useWorkspace } from './WorkspaceContext';

const when = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });

const reasons: Readonly<Record<SnapshotReason, string>> = {
  activity: 'kept while you worked',
  reset: 'kept before it was replaced',
  restore: 'kept before an earlier version came back',
  delete: 'kept before it was deleted',
};

export function VersionsDialog({ onClose }: { readonly onClose: () => void }) {
  const workspace = useWorkspace();
  const variant = useEditor((state) => state.view.variant);
  const { mayLeave } = useVariants();
  const [versions, setVersions] = useState<readonly DocumentVersion[] | null>(null);
  useEffect(() => {
    let current = true;
    workspace.versions().then(
      (found) => current && setVersions(found),
      () => current && setVersions([]),
    );
    return () => {
      current = false;
    };
  }, [workspace]);

  const restore = async (version: DocumentVersion) => {
    // The variant that is shown may not be in it.
    if (variant !== BASE && !(await mayLeave())) return;
    const done = await workspace.restoreVersion(version);
    notify(
      done
        ? 'The version is back. Undo returns to what was there.'
        : 'This version cannot be read.',
    );
    if (done) onClose();
  };

  return (
    <Dialog title="Versions" onClose={onClose}>
      {versions === null && <p className="muted">Looking for versions</p>}
      {versions?.length === 0 && (
        <p className="muted">
          No earlier version yet. One is kept every few minutes while you work, and before anything
          is replaced.
        </p>
      )}
      <ul className="versions">
        {versions?.map((version) => (
          <li key={version.key}>
            <span>
              {when.format(version.saved)}
              <small className="muted">{reasons[version.reason]}</small>
            </span>
            <Button small onClick={() => void restore(version)}>
              Take back
            </Button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
