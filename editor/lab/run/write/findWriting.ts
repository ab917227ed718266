/** Tells whether a graph writes a text, and what it goes on from. */
import { type Analysis, findDataset, type GraphDocument, needsOf } from '../../../../runtime/index';
import { pathTitle } from '../../pathTitle';
import { findInputs, type TextInput } from '../graphInputs';
import type { InputChoice } from '../inputChoice';

export interface Writing {
  /** The tokens that it wrote so far: what it is given there is where the text begins. */
  readonly input: TextInput;
  /** It answers to something else: a sentence to translate, a picture. Its text then begins by itself. */
  readonly reads: boolean;
  /** There is a right answer to what it is given, to which it should keep: a translation, a sum. */
  readonly answers: boolean;
}

/** Null for a graph whose tokens do not come from what it wrote, or that leads them nowhere. */
export function findWriting(document: GraphDocument, analysis: Analysis): Writing | null {
  const { program } = analysis.plan;
  const need = needsOf(program).find(({ role }) => role === 'generated-tokens');
  if (!need || !program.outputs.some(({ kind }) => kind === 'tokens')) return null;
  const { path, shape, vocabulary = 0, tokenizer = null } = need;
  const title = pathTitle(document, analysis, path);
  const reads = findInputs(document, analysis).length > 0;
  return {
    input: { kind: 'text', path, title, tokens: shape[0], vocabulary, tokenizer },
    reads,
    answers: reads || setsTasks(document),
  };
}

/** True where the data set of a graph sets tasks that a text can begin with: "37+85=". */
export function setsTasks({ experiment }: GraphDocument): boolean {
  return findDataset(experiment?.dataset ?? '')?.group === 'sequences';
}

/** What a text begins with where nothing was chosen: a task, or nothing. */
export function usualPrompt(document: GraphDocument): InputChoice {
  return setsTasks(document) ? { kind: 'sample', index: 0 } : { kind: 'text', text: '' };
}
