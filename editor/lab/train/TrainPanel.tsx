/** The Train tab: settings, live curves, and what came of it. */
import { RotateCcw } from 'lucide-react';
import { useMemo, useState } from 'react';
import { allBlocks, needsOf } from '../../../runtime/index';
import { useBoard } from '../../compare/board/useBoard';
import { useEditor } from '../../store/EditorContext';
import { selectAnalysis } from '../../store/selectors';
import { isBusy } from '../../store/session';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { formatExact } from '../../ui/format';
import { canRun, whyNot } from '../canRun';
import { Diagnostics } from '../Diagnostics';
import { EmptyState } from '../EmptyState';
import { useController, useLabState } from '../labContext';
import { isTrained, type SaveState } from '../labState';
import { MemoryNote } from '../MemoryNote';
import { SampleSwitch, TrainingTexts } from '../run/write/TrainingTexts';
import { sameGraph } from '../sameGraph';
import { shortName } from '../weights/weightsState';
import { Curves } from './Curves';
import { ExperimentForm } from './ExperimentForm';
import { ExaminePanel } from './examine/ExaminePanel';
import { defaultExperiment } from './experiments';
import { formerData } from './formerData';
import { hasLoss } from './hasLoss';
import { useInvalidField } from './invalidFields';
import { LiveFigures } from './LiveFigures';
import { TestFigure } from './TestFigure';

export function TrainPanel() {
  const controller = useController();
  const document = useEditor((state) => state.document);
  const analysis = useEditor(selectAnalysis);
  const busy = useEditor((state) => isBusy(state.session));
  const training = useLabState((state) => state.training);
  const trainedOn = useLabState((state) => state.trainedOn);
  const saved = useLabState((state) => state.saved);
  const loaded = useLabState((state) => state.loaded);
  const comparing = useBoard((state) => state.running);
  const invalid = useInvalidField();
  const [asking, setAsking] = useState(false);
  const experiment = useMemo(
    () => document.experiment ?? defaultExperiment(needsOf(analysis.plan.program)),
    [document, analysis],
  );
  const former = training && !busy ? formerData(trainedOn, experiment) : null;
  const edited = training !== null && !(trainedOn && sameGraph(document, trainedOn));

  if (!training && !canRun(analysis)) return <EmptyState {...whyNot(analysis)} />;
  return (
    <div className="lab-train">
      <div className="lab-train-side scroll">
        <ExperimentForm experiment={experiment} disabled={busy} />
        <SampleSwitch />
        {!busy && <MemoryNote />}
        {training && isTrained(training) && !busy && (
          <Button
            small
            disabled={invalid}
            title={invalid ? 'Correct the marked setting first' : undefined}
            onClick={() => setAsking(true)}
          >
            <RotateCcw size={14} aria-hidden /> Start over
          </Button>
        )}
        <SavedNote saved={saved} />
      </div>
      <div className="lab-train-main scroll">
        {edited && (
          <p className="lab-note">
            {busy
              ? 'Training goes on with the graph as it was when you pressed Train. Your edits count from the next training.'
              : 'Trained before your last edits. Weights that still fit are used; the others start anew.'}
          </p>
        )}
        {former !== null && (
          <p className="lab-note">
            What is shown was learned on “{former}”. Training more goes on from there with the data
            that is chosen now; Start over forgets it first.
          </p>
        )}
        {training && training.diagnostics.length > 0 && (
          <Diagnostics diagnostics={training.diagnostics} />
        )}
        {!hasLoss(analysis) && !busy && <MissingLoss />}
        {training ? (
          <>
            {training.summary && <TestFigure summary={training.summary} />}
            {training.progress.points.length > 0 ? (
              <ExaminePanel
                curves={
                  <>
                    <LiveFigures training={training} />
                    <Curves training={training} />
                  </>
                }
              />
            ) : (
              busy && (
                <EmptyState
                  title="Getting ready"
                  text="Loss and accuracy are drawn here from the first step on."
                />
              )
            )}
            <TrainingTexts />
          </>
        ) : (
          hasLoss(analysis) &&
          (comparing ? (
            <EmptyState
              title="The comparison is being trained"
              text="Compare shows its curves. When it has ended, this graph can be trained here."
            />
          ) : (
            <EmptyState
              title={loaded ? `Weights from “${shortName(loaded.name)}”` : 'Not trained yet'}
              text={`Press Train${loaded ? ' to go on from them' : ''}: loss and accuracy are drawn here while it learns.`}
            />
          ))
        )}
      </div>
      {asking && (
        <Dialog title="Start over?" onClose={() => setAsking(false)}>
          <p>
            What was learned in {formatExact(training?.progress.step ?? 0)} steps is dropped, and
            training begins again from the seed. The graph stays as it is.
          </p>
          <div className="dialog-actions">
            <Button onClick={() => setAsking(false)}>Keep the weights</Button>
            <Button
              variant="primary"
              onClick={() => {
                setAsking(false);
                void controller.startOver();
              }}
            >
              Drop and train
            </Button>
          </div>
        </Dialog>
      )}
    </div>
  );
}

/** Blocks that give a loss, by the titles of the catalogue. */
function MissingLoss() {
  const titles = allBlocks()
    .filter((block) => Object.hasOwn(block.outputs, 'loss'))
    .map((block) => block.title);
  return (
    <EmptyState
      title="No loss to train on"
      text={`Training makes a loss smaller, and this graph has none. Add “${titles.join('” or “')}” and wire the scores and the right answers to it.`}
    />
  );
}

function SavedNote({ saved }: { readonly saved: SaveState }) {
  const text = describeSaved(saved);
  return text && <p className={`lab-saved ${saved.kind}`}>{text}</p>;
}

function describeSaved(saved: SaveState): string | null {
  switch (saved.kind) {
    case 'none':
      return null;
    case 'saving':
      return 'Saving the weights';
    case 'saved':
      if (saved.step === 0) return 'The loaded weights are saved on this computer.';
      return `Weights of step ${formatExact(saved.step)} are saved on this computer.`;
    case 'too-large':
      return 'These weights are too large to save here: they last until the page closes.';
    case 'failed':
      return 'There was no room to save the weights: they last until the page closes.';
  }
}
