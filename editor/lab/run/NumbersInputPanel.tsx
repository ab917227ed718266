/** Numbers for a sequence or a volume: random ones, zeros, or those of a file. */
import { Dices, FileUp } from 'lucide-react';
import { useRef, useState } from 'react';
import { Button } from '../../ui/Button';
import { useController, useLabState } from '../labContext';
import { Segmented } from '../Segmented';
import type { NumbersInput } from './graphInputs';
import { MOST_BYTES, readNumbers } from './numbersFile';

type Source = 'random' | 'zeros' | 'numbers';

const sources: readonly { readonly value: Source; readonly label: string }[] = [
  { value: 'random', label: 'Random' },
  { value: 'zeros', label: 'Zeros' },
  { value: 'numbers', label: 'My file' },
];

export function NumbersInputPanel({ input }: { readonly input: NumbersInput }) {
  const controller = useController();
  const choice = useLabState((state) => state.inputs[input.path]);
  const [source, setSource] = useState<Source>(() =>
    choice?.kind === 'zeros' || choice?.kind === 'numbers' ? choice.kind : 'random',
  );
  const seed = choice?.kind === 'random' ? choice.seed : 0;
  const select = (next: Source) => {
    setSource(next);
    if (next === 'random') controller.edit(input.path, { kind: 'random', seed });
    if (next === 'zeros') controller.edit(input.path, { kind: 'zeros' });
  };
  return (
    <>
      <Segmented label="Numbers from" value={source} options={sources} onChange={select} />
      {source === 'random' && (
        <div className="lab-numbers">
          <Button onClick={() => controller.choose(input.path, { kind: 'random', seed: seed + 1 })}>
            <Dices size={15} aria-hidden /> Other numbers
          </Button>
          <p className="muted">
            Around 0, two of three between -1 and 1. Set {seed + 1}: the same in every run.
          </p>
        </div>
      )}
      {source === 'zeros' && <p className="muted">A zero at every place.</p>}
      {source === 'numbers' && <NumbersFile input={input} />}
    </>
  );
}

function NumbersFile({ input }: { readonly input: NumbersInput }) {
  const controller = useController();
  const choice = useLabState((state) => state.inputs[input.path]);
  const file = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const take = async (list: FileList | null) => {
    const first = list?.[0];
    if (!first) return;
    if (first.size > MOST_BYTES) {
      return setProblem(`${first.name} is larger than 40 MB. Choose a smaller file.`);
    }
    const read = await first.text().then(
      (text) => readNumbers(first.name, text),
      () => ({ ok: false as const, message: `${first.name} could not be opened.` }),
    );
    if (!read.ok) return setProblem(read.message);
    setProblem(null);
    controller.choose(input.path, { kind: 'numbers', name: first.name, ...read.numbers });
  };
  const sizes = input.axes.map(({ name, size }) => `${name} ${size}`).join(', ');
  return (
    <div className="lab-numbers">
      <input
        ref={file}
        type="file"
        accept=".json,.csv,.tsv,.txt"
        className="visually-hidden"
        tabIndex={-1}
        aria-label="File of numbers"
        onChange={(event) => {
          void take(event.target.files);
          event.target.value = '';
        }}
      />
      <Button onClick={() => file.current?.click()}>
        <FileUp size={15} aria-hidden /> Choose a file
      </Button>
      <p className="muted">
        {choice?.kind === 'numbers'
          ? `${choice.name}: ${choice.shape.join(' x ')} numbers.`
          : `A .json or .csv of ${sizes}. It stays on this machine.`}
      </p>
      {problem && (
        <p className="lab-problem" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}
