/** An attention cut down to the tokens of its texts: places of padding that nobody looks at. */
import type { SeenInput } from '../../../runtime/index';
import { contentLength } from '../padding';
import type { AttentionTensor } from './attention';
import type { AttentionSource } from './attentionSources';

interface Seen {
  readonly source: AttentionSource;
  readonly attention: AttentionTensor;
  readonly seen: Readonly<Record<string, SeenInput>>;
}

/**
 * Leaves out the padding at the end of the texts that an attention reads, where it gets no weight at
 * all: a graph without a mask really attends to padding, and that is shown.
 */
export function withoutPadding(whole: Seen): Seen {
  const { source, attention, seen } = whole;
  const columns = lengthOf(source.sourceInput, attention.source, seen);
  if (columns === attention.source || looksBeyond(attention, columns)) return whole;
  const rows = lengthOf(source.queryInput, attention.tokens, seen);
  const { heads } = attention;
  const data = new Float32Array(heads * rows * columns);
  for (let head = 0; head < heads; head++) {
    for (let row = 0; row < rows; row++) {
      const from = (head * attention.tokens + row) * attention.source;
      const to = (head * rows + row) * columns;
      data.set(attention.data.subarray(from, from + columns), to);
    }
  }
  const cut = Object.fromEntries(
    Object.entries(seen).map(([path, input]) => [path, cutText(path, input, whole, rows, columns)]),
  );
  return {
    source: { ...source, tokens: rows, source: columns },
    attention: { heads, tokens: rows, source: columns, data },
    seen: cut,
  };
}

function lengthOf(path: string | null, size: number, seen: Seen['seen']): number {
  const input = path !== null && Object.hasOwn(seen, path) ? seen[path] : undefined;
  return input?.kind === 'tokens' && input.texts.length === size ? contentLength(input) : size;
}

function looksBeyond({ data, source }: AttentionTensor, columns: number): boolean {
  return data.some((weight, index) => index % source >= columns && weight > 0);
}

function cutText(
  path: string,
  input: SeenInput,
  { source, attention }: Seen,
  rows: number,
  columns: number,
): SeenInput {
  if (input.kind !== 'tokens') return input;
  const length = path === source.sourceInput ? columns : path === source.queryInput ? rows : null;
  const size = path === source.sourceInput ? attention.source : attention.tokens;
  if (length === null || input.texts.length !== size) return input;
  return { ...input, ids: input.ids.slice(0, length), texts: input.texts.slice(0, length) };
}
