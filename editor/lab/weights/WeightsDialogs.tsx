/** What is asked and told about files of weights, in windows. */
import { LoaderCircle } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { WeightNaming } from '../../../runtime/index';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { formatExact } from '../../ui/format';
import { Diagnostics } from '../Diagnostics';
import { useController, useLabState } from '../labContext';
import { ReportDialog } from './ReportDialog';
import { shortName } from './weightsState';

export function WeightsDialogs() {
  const { weights } = useController();
  const dialog = useLabState((state) => state.weightsDialog);
  if (!dialog) return null;
  switch (dialog.kind) {
    case 'reading':
    case 'loading':
      return (
        <Dialog
          title={dialog.kind === 'reading' ? 'Reading the file' : 'Loading the weights'}
          onClose={weights.close}
        >
          <Waiting>{dialog.name}</Waiting>
        </Dialog>
      );
    case 'report':
      return <ReportDialog file={dialog.file} report={dialog.report} />;
    case 'saving':
      return (
        <Dialog title="Save weights" onClose={weights.close}>
          {dialog.namings ? (
            <Namings namings={dialog.namings} />
          ) : (
            <Waiting>Gathering the weights</Waiting>
          )}
        </Dialog>
      );
    case 'forgetting':
      return <ForgetDialog />;
    case 'failed':
      return (
        <Dialog
          title={
            dialog.task === 'load' ? 'The weights were not loaded' : 'The weights were not saved'
          }
          onClose={weights.close}
        >
          <Diagnostics diagnostics={dialog.diagnostics} />
          <p className="lab-weights-stay">Your graph and its weights are as they were.</p>
          <div className="dialog-actions">
            <Button variant="primary" onClick={weights.close}>
              Close
            </Button>
          </div>
        </Dialog>
      );
  }
}

function Waiting({ children }: { readonly children: ReactNode }) {
  return (
    <p className="lab-weights-waiting" role="status">
      <LoaderCircle className="lab-turning" size={16} aria-hidden />
      <span className="clip">{children}</span>
    </p>
  );
}

const explanations: Readonly<Record<string, string>> = {
  patchbay: 'Names and layout of this graph. Use it to load the weights here again.',
  pytorch: 'For a module of the same structure: layers are called as your blocks.',
};

function Namings({ namings }: { readonly namings: readonly WeightNaming[] }) {
  const { weights } = useController();
  const [chosen, setChosen] = useState(namings[0].id);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void weights.save(chosen);
      }}
    >
      <p>A safetensors file, which PyTorch and other tools open, too.</p>
      <fieldset className="lab-weights-namings">
        <legend>Names of the weights</legend>
        {namings.map(({ id, title }) => (
          <label key={id}>
            <input
              type="radio"
              name="naming"
              checked={id === chosen}
              onChange={() => setChosen(id)}
            />
            <span>
              {title}
              <small>{explanations[id] ?? 'For this architecture in that library.'}</small>
            </span>
          </label>
        ))}
      </fieldset>
      <div className="dialog-actions">
        <Button onClick={weights.close}>Cancel</Button>
        <Button variant="primary" type="submit">
          Save
        </Button>
      </div>
    </form>
  );
}

function ForgetDialog() {
  const { weights } = useController();
  const steps = useLabState((state) => state.training?.progress.step ?? 0);
  const loaded = useLabState((state) => state.loaded);
  const from = loaded ? `The weights from “${shortName(loaded.name)}”` : 'The weights';
  return (
    <Dialog title="Forget these weights?" onClose={weights.close}>
      <p>
        {from}
        {steps > 0 ? ` and what was learned in ${formatExact(steps)} steps` : ''} will be dropped,
        also from this computer. The next run begins with the starting values of the seed. The graph
        stays as it is.
      </p>
      <div className="dialog-actions">
        <Button onClick={weights.close}>Keep them</Button>
        <Button variant="primary" onClick={() => void weights.forget()}>
          Forget
        </Button>
      </div>
    </Dialog>
  );
}
