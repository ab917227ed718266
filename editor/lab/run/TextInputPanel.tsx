/** A line of text for the graph, or an example of the test set. */
import { useEditor } from '../../store/EditorContext';
import { Button } from '../../ui/Button';
import { useController, useLabState } from '../labContext';
import { Segmented } from '../Segmented';
import { datasetOf } from '../train/experiments';
import type { TextInput } from './graphInputs';
import { SampleStrip } from './SampleStrip';
import { firstSample, useSource } from './useSource';
import { sentences, usualText } from './usualTexts';

/** What a token is, by tokenizer. */
const units: Readonly<Record<string, string>> = {
  digits: 'Digits; each one is a token. ',
  symbols: 'Digits, small letters, brackets and + = ? : , each one is a token. ',
  characters: 'Each character is a token. ',
  bpe: 'Words and pieces of words, learned from the data; each one is a token. ',
  'use-lite': 'Words and pieces of words; each one is a token. ',
};

interface Props {
  readonly input: TextInput;
  /** Which of the inputs of its graph it is. */
  readonly place: number;
}

export function TextInputPanel({ input, place }: Props) {
  const controller = useController();
  const choice = useLabState((state) => state.inputs[input.path]);
  const dataset = useEditor((state) => datasetOf(state.document.experiment, input));
  const [source, setSource] = useSource<'text' | 'sample'>(
    input.path,
    choice?.kind === 'sample' && dataset ? 'sample' : 'text',
    { text: { kind: 'text', text: usualText(input, place) }, sample: firstSample },
  );
  const digits = input.tokenizer === 'digits';
  return (
    <>
      {dataset && (
        <Segmented
          label="Text from"
          value={source}
          onChange={setSource}
          options={[
            { value: 'text', label: 'My text' },
            { value: 'sample', label: 'Test set' },
          ]}
        />
      )}
      {source === 'text' ? (
        <form
          className="lab-text"
          onSubmit={(event) => {
            event.preventDefault();
            void controller.run();
          }}
        >
          <input
            className="field"
            aria-label={digits ? `Digits for ${input.title}` : `Text for ${input.title}`}
            placeholder={digits ? '3 1 4 1 5 9 2 6' : 'A sentence'}
            value={choice?.kind === 'text' ? choice.text : usualText(input, place)}
            maxLength={2000}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) =>
              controller.edit(input.path, { kind: 'text', text: event.target.value })
            }
          />
          <p className="muted">
            {units[input.tokenizer ?? ''] ?? 'Words; each one is a token. '}
            At most {input.tokens} tokens; press Enter to run.
          </p>
          {input.tokenizer === 'use-lite' && (
            <div className="lab-try">
              {sentences.map((text) => (
                <Button
                  key={text}
                  small
                  variant="quiet"
                  onClick={() => controller.choose(input.path, { kind: 'text', text })}
                >
                  {text}
                </Button>
              ))}
            </div>
          )}
        </form>
      ) : (
        dataset && (
          <SampleStrip
            dataset={dataset}
            chosen={choice?.kind === 'sample' ? choice.index : null}
            onChoose={(index) => controller.choose(input.path, { kind: 'sample', index })}
          />
        )
      )}
    </>
  );
}
