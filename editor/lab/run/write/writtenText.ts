/** A text as it is written: what was read before it, its tokens, and what each of them looked at. */
import type {
  AttentionRow,
  GenerateEvent,
  GenerateResult,
  SeenInput,
  ShownToken,
} from '../../../../runtime/index';
import { PADDING, visiblePiece } from '../../../../runtime/index';
import type { AttentionSource } from '../../look/attentionSources';
import type { Method } from './decoding';

export type WrittenToken = Extract<GenerateEvent, { kind: 'token' }>;

export interface WrittenText {
  readonly method: Method;
  /** What the model read before its first own token. */
  readonly prompt: readonly ShownToken[];
  readonly tokens: readonly WrittenToken[];
  /** Null until it came to its end. */
  readonly result: GenerateResult | null;
}

/** The text after what came since. */
export function withEvents(text: WrittenText, events: readonly GenerateEvent[]): WrittenText {
  let { prompt } = text;
  const tokens: WrittenToken[] = [];
  for (const event of events) {
    if (event.kind === 'prompt') prompt = event.tokens;
    else tokens.push(event);
  }
  return { ...text, prompt, tokens: text.tokens.concat(tokens) };
}

/** Ids of padding, start and end in every tokenizer. */
const SPECIAL = 2;

/** A token that is no piece of the text: where it starts or ends. */
export function isMark({ id }: ShownToken): boolean {
  return id <= SPECIAL;
}

/** What the step that wrote token `index` had read, by its place: the last of it first written. */
export function readBefore({ prompt, tokens }: WrittenText, index: number): readonly ShownToken[] {
  const last = prompt.length + index - 1;
  const first = last - tokens[index].place;
  return [...prompt, ...tokens].slice(Math.max(0, first), last + 1);
}

/** Where a step looked: weights [heads, columns], and what stands at each column. */
export interface StepAttention {
  readonly heads: number;
  readonly columns: number;
  readonly values: Float32Array;
  readonly names: readonly string[];
}

/** Null where the step told nothing of this attention. */
export function stepAttention(
  text: WrittenText,
  index: number,
  source: AttentionSource,
  written: string,
  seen: Readonly<Record<string, SeenInput>>,
): StepAttention | null {
  const { attention } = text.tokens[index];
  const row = Object.hasOwn(attention, source.tap) ? attention[source.tap] : undefined;
  if (!row) return null;
  const names =
    source.sourceInput === written
      ? readBefore(text, index).map((token) => visiblePiece(token.text))
      : namesOf(source.sourceInput, row.places, seen);
  const columns = lookedAt(row, names);
  const values = new Float32Array(row.heads * columns);
  for (let head = 0; head < row.heads; head++) {
    const from = head * row.places;
    values.set(row.data.subarray(from, from + columns), head * columns);
  }
  return {
    heads: row.heads,
    columns,
    values,
    names: Array.from({ length: columns }, (_, i) => names[i] ?? `place ${i + 1}`),
  };
}

function namesOf(
  path: string | null,
  places: number,
  seen: Readonly<Record<string, SeenInput>>,
): readonly string[] {
  const input = path !== null && Object.hasOwn(seen, path) ? seen[path] : undefined;
  return input?.kind === 'tokens' && input.texts.length === places ? input.texts : [];
}

/** All up to the last place that is a token, or that got any weight. */
function lookedAt({ places, heads, data }: AttentionRow, names: readonly string[]): number {
  let columns = Math.min(places, names.length || places);
  while (columns > 1 && names[columns - 1] === PADDING) columns--;
  for (let head = 0; head < heads; head++) {
    for (let column = columns; column < places; column++) {
      if (data[head * places + column] > 0) columns = column + 1;
    }
  }
  return columns;
}
