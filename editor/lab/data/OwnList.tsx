/** Data that is kept on this computer: use, rename, delete. */
import { Pencil, Trash2 } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useStore } from 'zustand';
import {
  describeOwn,
  formatBytes,
  type OwnDataset,
  removeOwn,
  renameOwn,
} from '../../../runtime/index';
import { useEditor } from '../../store/EditorContext';
import { selectWhole } from '../../store/selectors';
import { Button, IconButton } from '../../ui/Button';
import { notify } from '../../ui/notices';
import { ownData, refreshOwn } from './ownDatasets';

interface Props {
  /** Null where the graph cannot be changed. */
  readonly onUse: ((data: OwnDataset) => void) | null;
}

export function OwnList({ onUse }: Props) {
  const records = useStore(ownData, (state) => state.records);
  const whole = useEditor(selectWhole);
  const [editing, setEditing] = useState<{
    readonly id: string;
    readonly task: 'name' | 'delete';
  } | null>(null);
  if (!records || records.length === 0) return null;
  const uses = (id: string) => JSON.stringify(whole).includes(JSON.stringify(id));
  const done = async (work: Promise<void>) => {
    setEditing(null);
    try {
      await work;
    } catch {
      notify('This browser did not allow the change. Reload the page and try again.');
    }
    await refreshOwn();
  };
  return (
    <section className="own-kept" aria-label="Kept on this computer">
      <h3>Kept on this computer</h3>
      <ul>
        {records.map((data) => {
          const { id, title, bytes, info } = data;
          const task = editing?.id === id ? editing.task : null;
          if (task === 'name') {
            return (
              <li key={id}>
                <Rename
                  title={title}
                  onCancel={() => setEditing(null)}
                  onRename={(next) => void done(renameOwn(id, next))}
                />
              </li>
            );
          }
          if (task === 'delete') {
            return (
              <li key={id} className="own-asking">
                <p role="alert">
                  Delete “{title}” from this computer? It cannot be brought back.
                  {uses(id) && ' The open graph is trained on it.'}
                </p>
                <Button small onClick={() => setEditing(null)}>
                  Keep it
                </Button>
                <Button small variant="primary" onClick={() => void done(removeOwn(id))}>
                  Delete
                </Button>
              </li>
            );
          }
          return (
            <li key={id}>
              <div>
                <strong className="clip">{title}</strong>
                <p className="muted">
                  {describeOwn(info)}, {formatBytes(bytes)}
                </p>
              </div>
              <IconButton
                label={`Rename ${title}`}
                onClick={() => setEditing({ id, task: 'name' })}
              >
                <Pencil size={15} aria-hidden />
              </IconButton>
              <IconButton
                label={`Delete ${title}`}
                align="end"
                onClick={() => setEditing({ id, task: 'delete' })}
              >
                <Trash2 size={15} aria-hidden />
              </IconButton>
              {onUse && (
                <Button small aria-label={`Use ${title}`} onClick={() => onUse(data)}>
                  Use
                </Button>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

interface RenameProps {
  readonly title: string;
  readonly onRename: (title: string) => void;
  readonly onCancel: () => void;
}

function Rename({ title, onRename, onCancel }: RenameProps) {
  const [text, setText] = useState(title);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim()) onRename(text.trim());
  };
  return (
    <form className="own-rename" onSubmit={submit}>
      <input
        className="field"
        aria-label="Title"
        value={text}
        maxLength={60}
        ref={(element) => element?.focus()}
        onChange={(event) => setText(event.target.value)}
      />
      <Button small onClick={onCancel}>
        Cancel
      </Button>
      <Button small variant="primary" type="submit" disabled={!text.trim()}>
        Rename
      </Button>
    </form>
  );
}
