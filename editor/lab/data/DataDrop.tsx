/** A place to drop files and folders of data, or to choose them. */
import { FileText, FolderOpen } from 'lucide-react';
import { useRef, useState } from 'react';
import type { ImportFile } from '../../../runtime/index';
import { Button } from '../../ui/Button';
import { useDropTarget } from '../../ui/useDropTarget';
import { filesOfDrop, filesOfList } from './droppedFiles';

export function DataDrop({
  onFiles,
}: {
  readonly onFiles: (files: readonly ImportFile[]) => void;
}) {
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const take = (chosen: readonly ImportFile[], empty: string | null) => {
    setProblem(chosen.length > 0 ? null : empty);
    if (chosen.length > 0) onFiles(chosen);
  };
  const { over, target } = useDropTarget((transfer) => {
    filesOfDrop(transfer).then(
      (found) => take(found, 'There are no files in this folder.'),
      () => setProblem('This folder could not be read. Choose it with the button.'),
    );
  });
  return (
    <div className={`own-drop ${over ? 'over' : ''}`} {...target}>
      <p className="own-drop-title">Drop files or a folder here</p>
      <p className="own-drop-actions">
        <Button onClick={() => files.current?.click()}>
          <FileText size={15} aria-hidden /> Choose files
        </Button>
        <Button onClick={() => folder.current?.click()}>
          <FolderOpen size={15} aria-hidden /> Choose a folder
        </Button>
      </p>
      <input
        ref={files}
        type="file"
        multiple
        className="visually-hidden"
        tabIndex={-1}
        aria-label="Files of data"
        onChange={(event) => {
          const chosen = filesOfList(event.target.files);
          event.target.value = '';
          take(chosen, null);
        }}
      />
      <input
        ref={folder}
        type="file"
        {...{ webkitdirectory: '' }}
        className="visually-hidden"
        tabIndex={-1}
        aria-label="Folder of data"
        onChange={(event) => {
          const chosen = filesOfList(event.target.files);
          event.target.value = '';
          take(chosen, 'There are no files in this folder.');
        }}
      />
      <dl className="own-kinds">
        <dt>Pictures</dt>
        <dd>a folder or zip with a folder for each class; CIFAR and MNIST files</dd>
        <dt>Tables</dt>
        <dd>CSV or TSV: numbers or texts with a label, or pairs of texts</dd>
        <dt>Texts</dt>
        <dd>TXT or Markdown</dd>
      </dl>
      <p className="muted">Everything stays on this computer; nothing is uploaded.</p>
      {problem && (
        <p className="lab-problem" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}
