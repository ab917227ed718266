/** Finds what attention there is to look at in a graph, and what its tokens are. */
import type { Analysis, Axis, GraphDocument } from '../../../runtime/index';
import { pathTitle } from '../pathTitle';

type Program = NonNullable<Analysis['plan']>['program'];

/** One value that holds attention weights: [batch, heads, tokens, source]. */
export interface AttentionSource {
  /** Name of the tap: `encoder/3/attention.weights`. */
  readonly tap: string;
  /** Origin path of its node. */
  readonly path: string;
  /** "Encoder layer 4 of 6, Self-attention". */
  readonly title: string;
  readonly heads: number;
  readonly tokens: number;
  readonly source: number;
  /** Names of the last two axes. */
  readonly axes: readonly [string, string];
  /** Paths of the graph's inputs that the queries and the sources come from, where known. */
  readonly queryInput: string | null;
  readonly sourceInput: string | null;
}

/** Every attention of the graph in the order in which it is computed; none where nothing compiles. */
export function findAttention(document: GraphDocument, analysis: Analysis): AttentionSource[] {
  const program = analysis.plan?.program;
  if (!program) return [];
  const seen = new Set<number>();
  return Object.entries(program.taps)
    .filter(([, value]) => program.types[value].shape.length === 4)
    .sort(([, a], [, b]) => a - b)
    .flatMap(([tap, value]) => {
      const axes = analysis.types.get(tap)?.axes;
      if (!isAttention(tap, axes) || seen.has(value)) return [];
      seen.add(value);
      const [, heads, tokens, source] = program.types[value].shape;
      const path = tap.slice(0, tap.lastIndexOf('.'));
      const input = (axis: Axis | undefined) =>
        axis ? inputBehind(program, axis.from ?? path) : null;
      return [
        {
          tap,
          path,
          title: pathTitle(document, analysis, path),
          heads,
          tokens,
          source,
          axes: [axes?.[2].name ?? 'tokens', axes?.[3].name ?? 'source'] as const,
          queryInput: input(axes?.[2]),
          sourceInput: input(axes?.[3]),
        },
      ];
    });
}

/** Told by its axes; a tap inside a block has none, and is told by its name. */
function isAttention(tap: string, axes: readonly Axis[] | undefined): boolean {
  return axes ? axes.length === 4 && axes[1].name === 'heads' : tap.endsWith('.weights');
}

/** The input of the graph that a node's values come from; the nearest one of several. */
export function inputBehind(program: Program, path: string): string | null {
  const inputs = new Map<number, string>();
  for (const leaf of program.leaves) {
    if (leaf.kind === 'input' && leaf.spec.role !== 'labels') inputs.set(leaf.value, leaf.name);
  }
  for (const name of inputs.values()) if (name === path) return name;
  const producers = new Map(program.instructions.map((made) => [made.output, made]));
  let wave = program.instructions
    .filter((made) => made.path === path || made.path.startsWith(`${path}/`))
    .flatMap((made) => made.inputs);
  const visited = new Set(wave);
  while (wave.length > 0) {
    const next: number[] = [];
    for (const value of wave) {
      const name = inputs.get(value);
      if (name !== undefined) return name;
      for (const before of producers.get(value)?.inputs ?? []) {
        if (visited.has(before)) continue;
        visited.add(before);
        next.push(before);
      }
    }
    wave = next;
  }
  return null;
}
