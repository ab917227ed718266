/** In the Train tab: a switch for a sample text at each check, and the last of them. */
import { useMemo } from 'react';
import { useEditor } from '../../../store/EditorContext';
import { selectAnalysis } from '../../../store/selectors';
import { formatExact } from '../../../ui/format';
import { useController, useLabState } from '../../labContext';
import { Switch } from '../../train/Switch';
import { findWriting } from './findWriting';

/** Nothing for a graph that does not write. */
export function SampleSwitch() {
  const controller = useController();
  const settings = useLabState((state) => state.writing);
  const writes = useWrites();
  if (!writes) return null;
  return (
    <Switch
      label="Write a sample at each check"
      doc="A short text by the weights so far, so that you see it learn. Training waits for it, 3 s at most."
      checked={settings.samples}
      disabled={false}
      onChange={(samples) => controller.setWriting({ ...settings, samples })}
    />
  );
}

/** Newest first. */
export function TrainingTexts() {
  const texts = useLabState((state) => state.trainingTexts);
  const on = useLabState((state) => state.writing.samples);
  const training = useEditor((state) => state.session.kind === 'training');
  const writes = useWrites();
  if (texts.length === 0 && !(on && training && writes)) return null;
  return (
    <section className="write-samples" aria-label="Texts written while training">
      <h2>
        Texts written while training <small className="muted">newest first</small>
      </h2>
      {texts.length === 0 && <p className="muted">The first one comes with the first check.</p>}
      <ol>
        {texts.toReversed().map(({ step, text, expected }) => (
          <li key={step}>
            <span className="numeric muted">step {formatExact(step)}</span>
            <span className="write-sample">
              {text === '' ? <em className="muted">nothing</em> : text}
              {expected !== null && <small className="muted"> right answer: {expected}</small>}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function useWrites(): boolean {
  const document = useEditor((state) => state.document);
  const analysis = useEditor(selectAnalysis);
  return useMemo(() => findWriting(document, analysis) !== null, [document, analysis]);
}
