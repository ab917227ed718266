/**
 * Texts in three parts that share nothing. As a file they are gzip; inflated it is UTF-8, training,
 * validation and test text one after the other with a form feed between. Of pairs each line is one,
 * a tab between its sides.
 */
import { inflate } from '../inflate';

export interface TextParts<T> {
  readonly train: T;
  readonly validation: T;
  readonly test: T;
}

/** Two texts that say the same. */
export type TextPair = readonly [source: string, target: string];

/** No text of ours inflates to more. */
const MAX_BYTES = 64_000_000;

/** Rejects for bytes that are not such a file. */
export async function readParts(bytes: Uint8Array<ArrayBuffer>): Promise<TextParts<string>> {
  const text = await inflate(bytes, MAX_BYTES);
  const parts = new TextDecoder('utf-8', { fatal: true }).decode(text).split('\f');
  if (parts.length !== 3) throw new Error(`A text has ${parts.length} parts instead of 3`);
  const [train, validation, test] = parts;
  return { train, validation, test };
}

/** The pairs of a part. Throws for a line that is none. */
export function readPairs(part: string): TextPair[] {
  return part
    .split('\n')
    .filter(Boolean)
    .map((line, index) => {
      const sides = line.split('\t');
      if (sides.length !== 2) throw new Error(`Line ${index + 1} is not a pair of texts`);
      return [sides[0], sides[1]];
    });
}
