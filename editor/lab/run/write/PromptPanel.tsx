/** What the text of a language model begins with: typed, or a task of the test set. */
import { useEditor } from '../../../store/EditorContext';
import { formatExact } from '../../../ui/format';
import { useController, useLabState } from '../../labContext';
import { Segmented } from '../../Segmented';
import { SampleStrip } from '../SampleStrip';
import { firstSample, useSource } from '../useSource';
import { setsTasks, usualPrompt, type Writing } from './findWriting';

const LONGEST = 4000;

export function PromptPanel({ input }: { readonly input: Writing['input'] }) {
  const controller = useController();
  const document = useEditor((state) => state.document);
  const choice = useLabState((state) => state.inputs[input.path]) ?? usualPrompt(document);
  const tasks = setsTasks(document);
  const dataset = document.experiment?.dataset ?? null;
  const [source, setSource] = useSource<'text' | 'sample'>(
    input.path,
    choice.kind === 'sample' && tasks ? 'sample' : 'text',
    { text: { kind: 'text', text: '' }, sample: firstSample },
  );
  const fromText = !tasks || source === 'text';
  return (
    <>
      {tasks && (
        <Segmented
          label="Beginning from"
          value={source}
          onChange={setSource}
          options={[
            { value: 'text', label: 'My beginning' },
            { value: 'sample', label: 'Test set' },
          ]}
        />
      )}
      {fromText ? (
        <div className="lab-text">
          <textarea
            className="field"
            aria-label="Beginning of the text"
            rows={2}
            maxLength={LONGEST}
            spellCheck={false}
            placeholder="Empty: it begins by itself"
            value={choice.kind === 'text' ? choice.text : ''}
            onChange={(event) =>
              controller.edit(input.path, { kind: 'text', text: event.target.value })
            }
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
              event.preventDefault();
              void controller.run();
            }}
          />
          <p className="muted">
            The model goes on with it, and sees the last {seenTokens(input.tokens)}. Enter writes,
            Shift+Enter begins a line.
          </p>
        </div>
      ) : (
        dataset && (
          <SampleStrip
            dataset={dataset}
            chosen={choice.kind === 'sample' ? choice.index : null}
            onChoose={(index) => controller.choose(input.path, { kind: 'sample', index })}
          />
        )
      )}
    </>
  );
}

/** A text that is full drops its first half, then grows again: "32 to 64 tokens". */
function seenTokens(places: number): string {
  if (places === 1) return 'token';
  return `${formatExact(Math.floor(places / 2))} to ${formatExact(places)} tokens`;
}
