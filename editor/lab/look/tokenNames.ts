/** What the rows and columns of an attention map are called. */
import type { SeenInput } from '../../../runtime/index';
import type { AttentionSource } from './attentionSources';
import { findPatchGrid, type PatchGrid, patchLabel } from './patches';

/** One axis of an attention map. */
export interface TokenAxis {
  readonly size: number;
  /** Short names for the edges of a map; null where they are too many or tell nothing. */
  readonly labels: readonly string[] | null;
  /** The grid of patches, when these tokens lie on a picture. */
  readonly grid: PatchGrid | null;
  /** The picture they lie on. */
  readonly picture: Extract<SeenInput, { kind: 'image' }> | null;
  /** A name for a sentence: "3", "class token", "row 2, column 5". */
  name(index: number): string;
}

/** The two axes of an attention, named after what the run saw. */
export function tokenAxes(
  source: AttentionSource,
  seen: Readonly<Record<string, SeenInput>>,
): { readonly queries: TokenAxis; readonly sources: TokenAxis } {
  return {
    queries: tokenAxis(source.tokens, source.queryInput, seen),
    sources: tokenAxis(source.source, source.sourceInput, seen),
  };
}

function tokenAxis(
  size: number,
  path: string | null,
  seen: Readonly<Record<string, SeenInput>>,
): TokenAxis {
  const input = path !== null && Object.hasOwn(seen, path) ? seen[path] : only(seen);
  if (input?.kind === 'tokens' && input.texts.length === size) {
    const { texts } = input;
    const repeated = new Set(texts.filter((text, at) => texts.indexOf(text) !== at));
    return {
      size,
      labels: texts,
      grid: null,
      picture: null,
      name: (index) =>
        repeated.has(texts[index]) ? `${texts[index]} (place ${index + 1})` : texts[index],
    };
  }
  const grid = input?.kind === 'image' ? findPatchGrid(size, input.height, input.width) : null;
  if (grid && input?.kind === 'image') {
    return { size, labels: null, grid, picture: input, name: (index) => patchLabel(grid, index) };
  }
  return { size, labels: null, grid: null, picture: null, name: (index) => `token ${index + 1}` };
}

/** The one input there is. */
function only(seen: Readonly<Record<string, SeenInput>>): SeenInput | undefined {
  const inputs = Object.values(seen);
  return inputs.length === 1 ? inputs[0] : undefined;
}
