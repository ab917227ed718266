/** The Run tab: what goes in, what the model sees of it, what comes out. */
import { useMemo } from 'react';
import { tokenizerFor } from '../../../runtime/index';
import { useEditor } from '../../store/EditorContext';
import { selectAnalysis } from '../../store/selectors';
import { isBusy } from '../../store/session';
import { canRun, whyNot } from '../canRun';
import { Diagnostics } from '../Diagnostics';
import { EmptyState } from '../EmptyState';
import { useLabState } from '../labContext';
import { sameGraph } from '../sameGraph';
import { findInputs, type GraphInput } from './graphInputs';
import { ImageInputPanel } from './ImageInputPanel';
import { sameChoice } from './inputChoice';
import { NumbersInputPanel } from './NumbersInputPanel';
import { Predictions } from './Predictions';
import { SeenView } from './SeenView';
import { TextInputPanel } from './TextInputPanel';
import { useTypedTokens } from './useTypedTokens';
import { DecodingForm } from './write/DecodingForm';
import { findWriting, usualPrompt, type Writing } from './write/findWriting';
import { PromptPanel } from './write/PromptPanel';
import { WrittenView } from './write/WrittenView';

export function RunPanel() {
  const document = useEditor((state) => state.document);
  const analysis = useEditor(selectAnalysis);
  const session = useEditor((state) => state.session);
  const result = useEditor((state) => state.lastRun);
  const ranOn = useLabState((state) => state.ranOn);
  const notes = useLabState((state) => state.runNotes);
  const missing = useLabState((state) => state.missingInput);
  const choices = useLabState((state) => state.inputs);
  const ranWith = useLabState((state) => state.ranWith);
  const inputs = useMemo(() => findInputs(document, analysis), [document, analysis]);
  const writing = useMemo(() => findWriting(document, analysis), [document, analysis]);
  const written = useLabState((state) => state.written);
  const typed = useTypedTokens(inputs);
  const failed = session.kind === 'failed' && session.task === 'run' ? session.diagnostics : null;
  const running = isBusy(session) && session.kind !== 'paused' && session.kind !== 'training';
  const isSame = (path: string) => {
    const usual = path === writing?.input.path ? usualPrompt(document) : undefined;
    return sameChoice(choices[path] ?? usual, ranWith[path] ?? usual);
  };
  const seenOf = (path: string) =>
    typed[path] ?? (!failed && (running || isSame(path)) ? result?.seen[path] : undefined);
  const shown = inputs.filter(({ path }) => seenOf(path));
  const asked = writing ? [...inputs, writing.input] : inputs;
  const before = result && !running && !failed ? beforeWhat() : null;
  function beforeWhat(): string | null {
    if (ranOn && !sameGraph(ranOn, document)) return 'before your last edit';
    return asked.every(({ path }) => isSame(path)) ? null : 'to the input before';
  }

  if (!canRun(analysis)) return <EmptyState {...whyNot(analysis)} />;
  return (
    <div className={classOf(writing)}>
      <section className="lab-inputs" aria-label="Inputs">
        {inputs.length === 0 && !writing && <p className="muted">This graph takes no input.</p>}
        {writing && !writing.reads && (
          <div className="lab-input">
            <h2>Beginning</h2>
            <PromptPanel key={document.experiment?.dataset} input={writing.input} />
          </div>
        )}
        {inputs.map((input, place) => (
          <div key={input.path} className="lab-input">
            <h2>
              {input.title}
              <small className="muted numeric">{sizesOf(input)}</small>
            </h2>
            <InputPanel input={input} place={place} />
            {missing === input.path && (
              <p className="lab-problem" role="alert">
                {firstStep[input.kind]}
              </p>
            )}
          </div>
        ))}
        {writing && <DecodingForm writing={writing} disabled={running} />}
      </section>
      {(!writing || writing.reads) && (
        <section className="lab-seen" aria-label="As the model sees it">
          <h2>As the model sees it</h2>
          {shown.map(({ path, title }) => (
            <div key={path}>
              {inputs.length > 1 && <h3>{title}</h3>}
              <SeenView title={title} seen={seenOf(path)} />
            </div>
          ))}
          {shown.length === 0 && <p className="muted">Shown after a run.</p>}
        </section>
      )}
      <section className="lab-answer" aria-label="Answer" aria-busy={running}>
        <h2>
          Answer
          {before && missing === null && <small className="muted">{before}</small>}
        </h2>
        {failed && missing === null && <Diagnostics diagnostics={failed} />}
        {missing !== null ? (
          <p className="muted">Press Run.</p>
        ) : writing && written && (written.tokens.length > 0 || !failed) ? (
          <>
            <WrittenView
              text={written}
              writing={writing}
              spaced={isSpaced(writing)}
              typed={typed}
              running={running}
            />
            {written.result && notes.length > 0 && <Diagnostics diagnostics={notes} />}
          </>
        ) : failed ? null : result ? (
          <>
            <Predictions result={result} />
            {notes.length > 0 && <Diagnostics diagnostics={notes} />}
          </>
        ) : (
          <p className="muted">{running ? 'Computing' : 'Press Run.'}</p>
        )}
      </section>
    </div>
  );
}

function classOf(writing: Writing | null): string {
  if (!writing) return 'lab-run';
  return writing.reads ? 'lab-run writes' : 'lab-run writes alone';
}

/** Tokens that are whole words stand apart; those that are learned bring their spaces. */
function isSpaced({ input: { tokenizer } }: Writing): boolean {
  if (tokenizer === null) return true;
  return tokenizerFor({ tokenizer }, null)?.separator === ' ';
}

const firstStep: Readonly<Record<GraphInput['kind'], string>> = {
  image: 'Choose a picture first, then press Run.',
  text: 'Type something first, then press Run.',
  numbers: 'Choose a file first, then press Run.',
};

function sizesOf(input: GraphInput): string {
  switch (input.kind) {
    case 'image':
      return `height ${input.height} · width ${input.width} · channels ${input.channels}`;
    case 'text':
      return `tokens ${input.tokens}`;
    case 'numbers':
      return input.axes.map(({ name, size }) => `${name} ${size}`).join(' · ');
  }
}

function InputPanel({ input, place }: { readonly input: GraphInput; readonly place: number }) {
  if (input.kind === 'image') return <ImageInputPanel input={input} />;
  if (input.kind === 'text') return <TextInputPanel input={input} place={place} />;
  return <NumbersInputPanel input={input} />;
}
