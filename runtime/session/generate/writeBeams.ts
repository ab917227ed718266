/** Beam search with a writer: the beams are the rows of its batch. */
import { END } from '../../datasets/tokenizers';
import { createBeams, type ScoredHypothesis } from './beams';
import type { Writer } from './writer';
import type { Interruption, Pause } from './writeTokens';

export interface WriteBeamsOptions {
  /** With a row for each beam. */
  readonly writer: Writer;
  readonly prompt: ArrayLike<number>;
  readonly lengthPenalty: number;
  readonly maxTokens: number;
  readonly pause: Pause;
}

export interface WrittenBeams {
  /** Best first; none where it was stopped before the first token. */
  readonly hypotheses: readonly ScoredHypothesis[];
  /** Steps that were taken. */
  readonly length: number;
  readonly finite: boolean;
  readonly interrupted: Interruption | null;
}

export async function writeBeams(options: WriteBeamsOptions): Promise<WrittenBeams> {
  const { writer, prompt, lengthPenalty, pause } = options;
  const { batch, places, vocabulary } = writer;
  const room = places - prompt.length + 1;
  const maxTokens = Math.min(options.maxTokens, room);
  const search = createBeams({ beams: batch, lengthPenalty, maxTokens, end: END });
  let length = 0;
  let finite = true;
  let interrupted = await pause();
  if (interrupted) return { hypotheses: [], length, finite, interrupted };
  let reading = await writer.begin(prompt);
  for (;;) {
    const { logits } = reading;
    finite &&= logits.every(Number.isFinite);
    const next = finite
      ? search.advance((row) => logits.subarray(row * vocabulary, (row + 1) * vocabulary))
      : null;
    length++;
    if (!next) break;
    interrupted = await pause();
    if (interrupted) break;
    writer.reorder(next.parents);
    reading = await writer.next(next.tokens);
  }
  return { hypotheses: finite ? search.best() : [], length, finite, interrupted };
}
