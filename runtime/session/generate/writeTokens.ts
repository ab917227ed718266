/** Writes token by token: each is chosen, then read, until the text ends. */
import { END, PAD } from '../../datasets/tokenizers';
import type { Choice, Chooser } from './chooser';
import type { Reading } from './readPlace';
import type { Writer } from './writer';

/** Asked before each token; a reason ends the text. */
export type Pause = () => Promise<Interruption | null>;
export type Interruption = 'stopped' | 'time';

export interface WriteOptions {
  readonly writer: Writer;
  /** What every row begins with, 1 token or more. */
  readonly prompt: ArrayLike<number>;
  readonly choose: Chooser;
  /** At most, in each row. */
  readonly maxTokens: number;
  /** Goes on with the last half of a text that is full. */
  readonly slides: boolean;
  readonly pause: Pause;
  /** Of the first row; the place is that of the token that was read last. */
  readonly onToken?: (token: Choice, place: number, attention: Reading['attention']) => void;
}

export interface Written {
  /** By row; the end token is among them. */
  readonly rows: readonly (readonly Choice[])[];
  /** What the model has read, [B, places]. */
  readonly text: Int32Array;
  /** Places that were written, over all rows. */
  readonly length: number;
  /** False where the model answered with something that is not a number. */
  readonly finite: boolean;
  /** What ended it before its time. */
  readonly interrupted: Interruption | null;
}

export async function writeTokens(options: WriteOptions): Promise<Written> {
  const { writer, prompt, choose, maxTokens, slides, pause, onToken } = options;
  const { batch, places, vocabulary } = writer;
  const rows: Choice[][] = Array.from({ length: batch }, () => []);
  const ended = new Set<number>();
  let finite = true;
  let length = 0;
  /** The place of the token that was read last; none before the first. */
  let place = -1;
  let interrupted: Interruption | null = await pause();
  let reading: Reading | null = null;

  while (!interrupted) {
    if (!reading) {
      reading = await writer.begin(prompt);
      place = prompt.length - 1;
    }
    const next = new Int32Array(batch).fill(PAD);
    for (const [row, written] of rows.entries()) {
      if (ended.has(row)) continue;
      const choice = choose(reading.logits.subarray(row * vocabulary, (row + 1) * vocabulary));
      finite &&= Number.isFinite(choice.probability);
      written.push(choice);
      if (row === 0) onToken?.(choice, place, reading.attention);
      if (choice.id === END) ended.add(row);
      else next[row] = choice.id;
    }
    length++;
    if (ended.size === batch || length >= maxTokens || !finite) break;
    if (place + 1 >= places && !slides) break;
    interrupted = await pause();
    if (interrupted) break;
    if (place + 1 < places) {
      reading = await writer.next(next);
      place++;
    } else {
      const half = Math.max(1, Math.floor(places / 2));
      const tail = [...writer.text.subarray(0, places), next[0]].slice(-half);
      reading = await writer.begin(tail);
      place = tail.length - 1;
    }
  }
  return { rows, text: writer.text, length, finite, interrupted };
}
