/** "Your data": add files of one's own, look at what they become, use them, and what is kept. */
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { type Diagnostic, type Experiment, needsOf, type OwnDataset } from '../../../runtime/index';
import { setExperiment } from '../../commands/document';
import { useEditor, useEditorStore } from '../../store/EditorContext';
import { analysisOf, selectAnalysis } from '../../store/selectors';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { announce } from '../../ui/notices';
import { Diagnostics } from '../Diagnostics';
import { defaultExperiment } from '../train/experiments';
import { DataDrop } from './DataDrop';
import { ImportPreviewPanel } from './ImportPreviewPanel';
import './ownData.css';
import { OwnList } from './OwnList';
import { closeOwnData, ownData, useFollowOwn } from './ownDatasets';
import { useImport } from './useImport';

/** Nothing while it is closed. */
export function OwnDataDialog() {
  useFollowOwn();
  const open = useStore(ownData, (state) => state.open !== null);
  return open && <OpenDialog />;
}

function OpenDialog() {
  const store = useEditorStore();
  const files = useStore(ownData, (state) => state.open);
  const drops = useStore(ownData, (state) => state.drops);
  const readOnly = useEditor((state) => state.readOnly);
  const { state, read, revise, keep, drop } = useImport();
  const [used, setUsed] = useState<OwnDataset | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: each drop is read once, also the same files
  useEffect(() => {
    if (!files || files.length === 0) return;
    setUsed(null);
    read(files);
  }, [drops]);

  const use = (data: OwnDataset) => {
    const { document, commit } = store.getState();
    const needs = needsOf(analysisOf(document).plan.program);
    const experiment = document.experiment ?? defaultExperiment(needs);
    commit(setExperiment({ ...experiment, dataset: data.id }));
    setUsed(data);
    announce(`This graph is trained on “${data.title}” now.`);
  };
  const keepAndUse = async (title: string) => {
    const kept = await keep(title);
    if (kept && !readOnly) use(kept);
  };

  return (
    <Dialog title="Your data" wide className="own-data" onClose={closeOwnData}>
      {used ? (
        <Used data={used} onAnother={() => setUsed(null)} />
      ) : (
        <>
          {state.kind === 'none' && <DataDrop onFiles={read} />}
          {state.kind === 'reading' && <Reading progress={state.progress} onStop={drop} />}
          {state.kind === 'failed' && (
            <>
              <Diagnostics diagnostics={state.diagnostics} />
              <div className="dialog-actions">
                <Button variant="primary" onClick={drop}>
                  Choose other files
                </Button>
              </div>
            </>
          )}
          {state.kind === 'preview' && (
            <ImportPreviewPanel
              preview={state.preview}
              busy={state.busy}
              problems={state.problems}
              action={readOnly ? 'Keep this data' : 'Use this data'}
              onRevise={revise}
              onKeep={keepAndUse}
              onDrop={drop}
            />
          )}
          {state.kind === 'none' && <OwnList onUse={readOnly ? null : use} />}
        </>
      )}
    </Dialog>
  );
}

function Reading({
  progress,
  onStop,
}: {
  readonly progress: { readonly done: number; readonly total: number } | null;
  readonly onStop: () => void;
}) {
  const share = progress && progress.total > 0 ? progress.done / progress.total : 0;
  return (
    <div className="own-reading">
      <p role="status">Reading the files{progress ? `: ${Math.round(100 * share)} %` : ''}</p>
      <progress max={1} value={share} aria-label="Read so far" />
      <Button onClick={onStop}>Stop</Button>
    </div>
  );
}

/** What does not fit the graph yet, with a press that mends it. */
function Used({ data, onAnother }: { readonly data: OwnDataset; readonly onAnother: () => void }) {
  const analysis = useEditor(selectAnalysis);
  const experiment = useEditor((state) => state.document.experiment);
  const misfits = [
    ...analysis.diagnostics.filter(({ code }) => code === 'train/data').map(withinWindow),
    ...(experiment ? checkBatch(data, experiment) : []),
  ];
  return (
    <div className="own-used">
      <p>
        This graph is trained on <strong>{data.title}</strong> from now on. It is kept on this
        computer and never leaves it.
      </p>
      {misfits.length > 0 ? (
        <>
          <p>It does not fit the graph yet:</p>
          <Diagnostics diagnostics={misfits} />
        </>
      ) : (
        <p className="own-fits">It fits the inputs of the graph.</p>
      )}
      <div className="dialog-actions">
        <Button onClick={onAnother}>Add other data</Button>
        <Button variant="primary" onClick={closeOwnData}>
          {misfits.length > 0 ? 'Close' : 'Done'}
        </Button>
      </div>
    </div>
  );
}

/** The block cannot be shown while the window is open. */
function withinWindow({ message, ...rest }: Diagnostic): Diagnostic {
  return { ...rest, message: message.replace(/^This block/, 'An input of the graph'), at: {} };
}

/** Few examples of one's own, and a batch for many. */
function checkBatch({ title, info }: OwnDataset, { batchSize }: Experiment): Diagnostic[] {
  const { train } = info.sizes;
  if (info.kind === 'text' || batchSize <= train) return [];
  const fitting = 2 ** Math.floor(Math.log2(train));
  return [
    {
      code: 'train/settings',
      severity: 'warning',
      message: `The batch of ${batchSize} is larger than the ${train} training examples of ${title}.`,
      at: {},
      fixes: [
        {
          label: `Set the batch to ${fitting}`,
          edits: [{ kind: 'setExperiment', part: { batchSize: fitting } }],
        },
      ],
    },
  ];
}
