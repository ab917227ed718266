/** Puts together what a run feeds to the graph; where nothing was chosen, something usual. */
import type { GraphDocument, InputData } from '../../../runtime/index';
import { datasetOf } from '../train/experiments';
import type { GraphInput } from './graphInputs';
import { type InputChoice, toInputData } from './inputChoice';
import { usualText } from './usualTexts';

export interface GatheredInputs {
  /** With the usual choices filled in. */
  readonly choices: Readonly<Record<string, InputChoice>>;
  readonly data: Readonly<Record<string, InputData>>;
  /** Path of the first input that nothing can be fed to. */
  readonly missing: string | null;
}

export function gatherInputs(
  graph: GraphDocument,
  inputs: readonly GraphInput[],
  chosen: Readonly<Record<string, InputChoice>>,
): GatheredInputs {
  const choices = { ...chosen };
  const data: Record<string, InputData> = {};
  for (const [place, input] of inputs.entries()) {
    const choice = chosen[input.path] ?? usualChoice(graph, input, place);
    const each = toInputData(input, choice);
    if (!choice || !each) return { choices, data, missing: input.path };
    choices[input.path] = choice;
    data[input.path] = each;
  }
  return { choices, data, missing: null };
}

/** The first test example, a text, or random numbers; nothing where no data set fits. */
function usualChoice(
  graph: GraphDocument,
  input: GraphInput,
  place: number,
): InputChoice | undefined {
  if (input.kind === 'text') return { kind: 'text', text: usualText(input, place) };
  if (input.kind === 'numbers') return { kind: 'random', seed: 0 };
  return datasetOf(graph.experiment, input) ? { kind: 'sample', index: 0 } : undefined;
}
