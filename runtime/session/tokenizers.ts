/** Tokenizers that a session reads and writes with, and what the page asks of them. */

import { inputLeaves, needsOf } from '../compiler/inputNeeds';
import type { DatasetLoader } from '../datasets/catalogue';
import { isLearned } from '../datasets/learned';
import { type PackReader, packProblem } from '../datasets/packs';
import type { LearnedTokenizer, Tokenizer } from '../datasets/tokenizer';
import { loadTokenizer, tokenizerFor } from '../datasets/tokenizers';
import type { Dataset } from '../datasets/types';
import { type Diagnostic, failure, type Result, success } from '../graph/diagnostics';
import type { GraphDocument } from '../graph/document';
import type { Program } from '../ops/program';
import type { TextPiece, TokenizerReport } from '../protocol';
import { load } from './prepareTraining';

/** More ids than any block takes. */
const MOST_IDS = 262_144;
const USUAL_LENGTH = 64;

/**
 * The data set from which the tokenizers of a program are learned; null where none is. Fails where the
 * graph names no data, or data that has none.
 */
export async function dataOfTokens(
  loadDataset: DatasetLoader,
  { experiment }: GraphDocument,
  program: Program,
): Promise<Result<Dataset | null>> {
  const uses = [
    ...inputLeaves(program).map(({ name, spec }) => ({ path: name, ...spec })),
    ...program.outputs
      .filter(({ kind }) => kind === 'tokens')
      .map(({ path, labels }) => ({ path, tokenizer: labels, vocabulary: undefined })),
  ].filter(({ tokenizer }) => isLearned(tokenizer));
  if (uses.length === 0) return success(null);
  const [{ path }] = uses;
  if (!experiment) {
    return failure({
      ...noTokenizer(
        'The tokens of this block are learned from data, and the graph names no data.',
      ),
      at: { path },
    });
  }
  const dataset = await load(loadDataset, experiment.dataset, { needs: needsOf(program) });
  if (!dataset.ok) return dataset;
  const missing = uses.find((use) => !tokenizerFor(use, dataset.value));
  if (!missing) return dataset;
  return failure({ ...nothingLearned(dataset.value.title), at: { path: missing.path } });
}

interface Sources {
  readonly loadDataset: DatasetLoader;
  readonly readPack: PackReader;
}

/** As `RuntimeApi.tokenizer`. */
export async function reportTokenizer(
  sources: Sources,
  dataset: string,
  id: string,
  vocabulary: number,
): Promise<Result<TokenizerReport>> {
  const opened = await open(sources, dataset, id, vocabulary);
  if (!opened.ok) return opened;
  const tokenizer = opened.value;
  if ('merges' in tokenizer) {
    const { pieces, merges, charactersPerToken, counts } = tokenizer;
    return success({ pieces, merges, charactersPerToken, counts });
  }
  const pieces = Array.from({ length: vocabulary }, (_, piece) => tokenizer.decode(piece));
  return success({ pieces, merges: [], charactersPerToken: 1, counts: [] });
}

/** As `RuntimeApi.tokenize`. */
export async function cutText(
  sources: Sources,
  dataset: string,
  id: string,
  vocabulary: number,
  text: string,
): Promise<Result<readonly TextPiece[]>> {
  const opened = await open(sources, dataset, id, vocabulary);
  if (!opened.ok) return opened;
  const tokenizer = opened.value;
  const ids = tokenizer.encode(text, vocabulary);
  return success(ids.map((piece) => ({ id: piece, text: tokenizer.decode(piece) })));
}

async function open(
  { loadDataset, readPack }: Sources,
  dataset: string,
  id: string,
  vocabulary: number,
): Promise<Result<Tokenizer | LearnedTokenizer>> {
  if (!Number.isInteger(vocabulary) || vocabulary < 1 || vocabulary > MOST_IDS) {
    return failure(
      noTokenizer(
        `A vocabulary is a whole number from 1 to ${MOST_IDS}, not ${vocabulary}.`,
        'Change the vocabulary of the block.',
      ),
    );
  }
  if (isLearned(id)) {
    const shape = [USUAL_LENGTH];
    const need = { path: '', field: 'source', role: 'tokens', shape, vocabulary } as const;
    const loaded = await load(loadDataset, dataset, { needs: [{ ...need, tokenizer: id }] });
    if (!loaded.ok) return loaded;
    const learned = tokenizerFor({ tokenizer: id, vocabulary }, loaded.value);
    return learned ? success(learned) : failure(nothingLearned(loaded.value.title));
  }
  try {
    const found = await loadTokenizer(id, readPack);
    if (found) return success(found);
  } catch (error) {
    return failure({ ...packProblem(error), at: {} });
  }
  return failure(noTokenizer(`There is no tokenizer called "${id}".`, 'Choose another one.'));
}

function nothingLearned(title: string): Diagnostic {
  return noTokenizer(`${title} has no text that a tokenizer could be learned from.`);
}

function noTokenizer(
  message: string,
  hint = 'Choose a data set of texts, or another tokenizer.',
): Diagnostic {
  return { code: 'run/input', severity: 'error', message, hint, at: {} };
}
