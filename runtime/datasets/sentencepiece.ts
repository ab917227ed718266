/**
 * Cuts a text into the most likely pieces of a vocabulary (unigram language model). Kudo 2018,
 * section 3.2; spaces are part of the pieces, as U+2581 (Kudo, Richardson 2018, SentencePiece).
 */
import { PAD, type Tokenizer } from './tokenizer';

const SPACE = '\u2581';
/** Ids at the start that stand for no piece: unknown, start, end, spare ones. */
const RESERVED = 6;
/** Whatever is not in the vocabulary; the models here use the same id for padding. */
const UNKNOWN = PAD;

/** Pieces by id with their log probability. */
export type Vocabulary = readonly (readonly [piece: string, score: number])[];

/**
 * Reads a vocabulary from JSON: a list of `[piece, score]`. Throws where it is none. A score that was
 * lost, as that of ":" in the Universal Sentence Encoder's, counts as 0, as its own code has it.
 */
export function parseVocabulary(json: string): Vocabulary {
  const parsed: unknown = JSON.parse(json);
  const isEntry = (entry: unknown) =>
    Array.isArray(entry) &&
    typeof entry[0] === 'string' &&
    (entry[1] === null || Number.isFinite(entry[1]));
  if (!Array.isArray(parsed) || parsed.length <= RESERVED || !parsed.every(isEntry)) {
    throw new Error('this is no vocabulary');
  }
  return (parsed as [string, number | null][]).map(([piece, score]) => [piece, score ?? 0]);
}

export function createSentencePiece(id: string, label: string, vocabulary: Vocabulary): Tokenizer {
  const ids = new Map<string, number>();
  let longest = 1;
  for (let index = RESERVED; index < vocabulary.length; index++) {
    const [piece] = vocabulary[index];
    ids.set(piece, index);
    longest = Math.max(longest, Array.from(piece).length);
  }
  return {
    id,
    label,
    marksEnd: false,
    separator: '',
    encode: (text) => mergeUnknown(cut(prepare(text), ids, vocabulary, longest)),
    decode: (token) => (token === UNKNOWN ? '<unknown>' : (vocabulary[token]?.[0] ?? `#${token}`)),
  };
}

/** Code points, compatibility forms folded, a space before the first word. */
function prepare(text: string): string[] {
  const normal = text.normalize('NFKC');
  return normal === '' ? [] : Array.from(SPACE + normal.replaceAll(' ', SPACE));
}

interface Arc {
  readonly start: number;
  readonly id: number;
  readonly score: number;
}

/**
 * Viterbi over all ways to cut; of two equally good the later start wins. A place that no piece ends
 * at counts as reached by something unknown, at no cost: so does the code that published the
 * vocabulary, and the model was used with its cuts.
 */
function cut(
  symbols: readonly string[],
  ids: ReadonlyMap<string, number>,
  vocabulary: Vocabulary,
  longest: number,
): number[] {
  const arcs: Arc[][] = Array.from({ length: symbols.length + 1 }, () => []);
  for (let start = 0; start < symbols.length; start++) {
    let piece = '';
    let known = false;
    for (let end = start + 1; end <= Math.min(symbols.length, start + longest); end++) {
      piece += symbols[end - 1];
      const id = ids.get(piece);
      if (id === undefined) continue;
      known = true;
      arcs[end].push({ start, id, score: vocabulary[id][1] });
    }
    if (!known) arcs[start + 1].push({ start, id: UNKNOWN, score: 0 });
  }
  const best = new Float64Array(symbols.length + 1);
  const last: Arc[] = arcs.map((_, end) => ({ start: end - 1, id: UNKNOWN, score: 0 }));
  for (let end = 1; end <= symbols.length; end++) {
    for (const arc of arcs[end]) {
      const score = arc.score + best[arc.start];
      if (best[end] !== 0 && score < best[end]) continue;
      best[end] = score;
      last[end] = arc;
    }
  }
  const pieces: number[] = [];
  for (let end = symbols.length; end > 0; end = last[end].start) pieces.push(last[end].id);
  return pieces.reverse();
}

/** A run of unknown characters is one unknown token. */
function mergeUnknown(pieces: readonly number[]): number[] {
  return pieces.filter((id, place) => id !== UNKNOWN || pieces[place - 1] !== UNKNOWN);
}
