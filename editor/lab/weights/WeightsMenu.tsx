/** Weights in and out: the menu in the strip of the lab. */
import { Eraser, FolderDown, FolderUp, Undo2 } from 'lucide-react';
import { useRef } from 'react';
import { useEditor } from '../../store/EditorContext';
import { selectAnalysis } from '../../store/selectors';
import { isBusy } from '../../store/session';
import { Menu } from '../../ui/Menu';
import { useController, useLabState } from '../labContext';
import './weights.css';

export function WeightsMenu() {
  const { weights } = useController();
  const file = useRef<HTMLInputElement>(null);
  const busy = useEditor((state) => isBusy(state.session));
  const none = useEditor((state) => selectAnalysis(state).total.params === 0);
  const loaded = useLabState((state) => state.loaded);
  const kept = useLabState((state) => state.training !== null || state.loaded !== null);
  return (
    <div className="lab-weights">
      <input
        ref={file}
        type="file"
        accept=".safetensors"
        className="visually-hidden"
        tabIndex={-1}
        aria-label="File of weights"
        onChange={(event) => {
          const chosen = event.target.files?.[0];
          event.target.value = '';
          if (chosen) void weights.inspect(chosen);
        }}
      />
      <Menu
        label="Weights"
        align="end"
        buttonClass="button quiet small"
        sections={[
          [
            {
              label: 'Load weights',
              icon: <FolderUp size={16} aria-hidden />,
              disabled: busy || none,
              run: () => file.current?.click(),
            },
            {
              label: 'Save weights',
              icon: <FolderDown size={16} aria-hidden />,
              disabled: none || busy,
              run: () => void weights.askToSave(),
            },
          ],
          [
            {
              label: 'Put the former weights back',
              icon: <Undo2 size={16} aria-hidden />,
              disabled: busy || !loaded?.undoable,
              run: () => void weights.putBack(),
            },
            {
              label: 'Forget these weights',
              icon: <Eraser size={16} aria-hidden />,
              disabled: busy || !kept,
              run: weights.askToForget,
            },
          ],
        ]}
      >
        Weights
      </Menu>
    </div>
  );
}
