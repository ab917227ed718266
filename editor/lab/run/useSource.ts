/** Where an input comes from, and what was chosen from each of its sources. */
import { useRef, useState } from 'react';
import { useController, useLabState } from '../labContext';
import type { InputChoice } from './inputChoice';

/**
 * The source that is shown, and a way to show another one: what was chosen there before becomes the
 * input again, else what is `usual` there. A source that has neither leaves the input as it is.
 */
export function useSource<S extends InputChoice['kind']>(
  path: string,
  first: S,
  usual: Readonly<Partial<Record<S, InputChoice>>>,
): readonly [S, (next: S) => void] {
  const controller = useController();
  const choice = useLabState((state) => state.inputs[path]);
  const [source, setSource] = useState(first);
  const kept = useRef<Partial<Record<InputChoice['kind'], InputChoice>>>({});
  const show = (next: S) => {
    if (choice) kept.current[choice.kind] = choice;
    setSource(next);
    const chosen = kept.current[next] ?? usual[next] ?? choice;
    if (chosen) controller.edit(path, chosen);
    else controller.choose(path, null);
  };
  return [source, show];
}

/** What is shown first of a test set. */
export const firstSample: InputChoice = { kind: 'sample', index: 0 };
