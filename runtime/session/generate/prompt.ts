/** What a model that writes begins with. */

import { type InputLeaf, needsOf } from '../../compiler/inputNeeds';
import type { Tokenizer } from '../../datasets/tokenizer';
import { FIRST, PAD, START } from '../../datasets/tokenizers';
import { type Diagnostic, failure, type Result, success } from '../../graph/diagnostics';
import type { SessionContext } from '../context';
import { type Prepared, usualDataset } from '../predict';
import { load } from '../prepareTraining';

export interface PromptOptions {
  readonly leaf: InputLeaf;
  /** Of the text. */
  readonly places: number;
  /** Undefined where it is not known. */
  readonly tokenizer: Tokenizer | undefined;
}

/**
 * The tokens of a prompt, at least one: a start token first where the ends of texts are marked; for an
 * empty one else a new line, or the first token there is.
 */
export function promptTokens(
  text: string,
  { leaf, places, tokenizer }: PromptOptions,
): Result<readonly number[]> {
  const { vocabulary = 2 ** 31 } = leaf.spec;
  if (text !== '' && !tokenizer) {
    return failure(
      problem(
        leaf,
        `There is no tokenizer called "${leaf.spec.tokenizer}".`,
        'Choose another one, or leave the beginning empty.',
      ),
    );
  }
  const pieces = tokenizer?.encode(text, vocabulary) ?? [];
  const largest = pieces.reduce((a, b) => Math.max(a, b), 0);
  if (largest >= vocabulary) {
    return failure(
      problem(
        leaf,
        `This text has tokens up to ${largest}, and this input knows ${vocabulary} different ones.`,
        'Raise the vocabulary of this block.',
      ),
    );
  }
  const start = !tokenizer || tokenizer.marksEnd ? [START] : [];
  const room = places - start.length;
  const dropped = Math.max(0, pieces.length - room);
  const kept = room > 0 ? pieces.slice(dropped) : [];
  const ids = [...start, ...kept];
  const notes: Diagnostic[] = [];
  if (dropped > 0) {
    notes.push({
      code: 'run/input',
      severity: 'info',
      message: `The beginning is longer than the ${room} tokens that the model reads; its first ${dropped} were left out.`,
      at: { path: leaf.name },
    });
  }
  return success(ids.length > 0 ? ids : [emptyStart(tokenizer, vocabulary)], notes);
}

/** What a text without marked ends begins after: a line that ended. */
function emptyStart(tokenizer: Tokenizer | undefined, vocabulary: number): number {
  const [line] = tokenizer?.encode('\n', vocabulary) ?? [];
  const isLine = line !== undefined && line < vocabulary && tokenizer?.decode(line) === '\n';
  return isLine ? line : Math.min(FIRST, vocabulary - 1);
}

/** Of an example that a model is to go on with: all up to the first token that it is asked for. */
export function promptOfExample(
  input: ArrayLike<number>,
  target: ArrayLike<number> | undefined,
): readonly number[] {
  const first = target ? Array.from(target).findIndex((id) => id !== PAD) : 0;
  return Array.from(input).slice(0, Math.max(0, first) + 1);
}

/** The beginning that a request gives to the text of a graph. */
export async function preparePrompt(
  { loadDataset }: SessionContext,
  { request: { document, inputs }, model, tokenizerOf }: Prepared,
  leaf: InputLeaf,
): Promise<Result<readonly number[]>> {
  const { program } = model.executor.plan;
  const places = program.types[leaf.value].shape[1];
  const tokenizer = tokenizerOf(leaf.spec);
  const data = inputs[leaf.name];
  if (!data || data.kind === 'text') {
    return promptTokens(data?.text ?? '', { leaf, places, tokenizer });
  }
  if (data.kind !== 'sample') {
    return failure(problem(leaf, 'This input takes a text.', 'Give it a text, or nothing.'));
  }
  const id = document.experiment?.dataset ?? usualDataset(leaf);
  const loaded = await load(loadDataset, id, { needs: needsOf(program) });
  if (!loaded.ok) return loaded;
  const { test, fields, title } = loaded.value;
  if (!fields[leaf.spec.field] || data.index < 0 || data.index >= test.size) {
    return failure(
      problem(
        leaf,
        `${title} has no example ${data.index} for this input.`,
        `Choose one from 0 to ${test.size - 1}, or give it a text.`,
      ),
    );
  }
  const values = test.batch([data.index]);
  return success(promptOfExample(values[leaf.spec.field], values.target).slice(0, places));
}

function problem(leaf: InputLeaf, message: string, hint: string): Diagnostic {
  return { code: 'run/input', severity: 'error', message, hint, at: { path: leaf.name } };
}
