/** Finds what attention there is to look at in a graph, and what its tokens are. */
import type { Analysis, Axis, GraphDocument, TensorType } from '../../../runtime/index';
import { pathTitle } from '../pathTitle';

type Program = NonNullable<Analysis['plan']>['program'];

/** One value that holds attention weights: [batch, heads, tokens, source], or without heads. */
export interface AttentionSource {
  /** Name of the tap: `encoder/3/attention.weights`. */
  readonly tap: string;
  /** Origin path of its node. */
  readonly path: string;
  /** "Encoder layer, 4 of 6 › Self-attention". */
  readonly title: string;
  readonly heads: number;
  readonly tokens: number;
  readonly source: number;
  /** Paths of the graph's inputs that the queries and the sources come from, where known. */
  readonly queryInput: string | null;
  readonly sourceInput: string | null;
}

/** Every attention of the graph, those of one node of the top level together; in order of use. */
export function findAttention(document: GraphDocument, analysis: Analysis): AttentionSource[] {
  const { program } = analysis.plan;
  const paths = [...analysis.nodes.keys()];
  const found = [...analysis.types].flatMap(([tap, type]): AttentionSource[] => {
    const parts = attentionAxes(type);
    const path = tap.slice(0, tap.lastIndexOf('.'));
    // What is bypassed hands on the value of another block, which is found by itself.
    if (!parts || analysis.bypassed.passes.has(path)) return [];
    // A composite hands on the weights of a block inside it, which is found by itself.
    if (paths.some((other) => other.startsWith(`${path}/`))) return [];
    const { heads, tokens, source } = parts;
    return [
      {
        tap,
        path,
        title: pathTitle(document, analysis, path),
        heads,
        tokens: tokens.size,
        source: source.size,
        queryInput: inputBehind(program, tokens.from ?? path),
        sourceInput: inputBehind(program, source.from ?? path),
      },
    ];
  });
  // Layers of an encoder and a decoder may be computed in turns.
  const groups = [...new Set(found.map(groupOf))];
  return found.sort((a, b) => groups.indexOf(groupOf(a)) - groups.indexOf(groupOf(b)));
}

/** The axes of attention weights; null for other values. Attention without heads counts as one. */
function attentionAxes({
  axes,
  dtype,
}: TensorType): { heads: number; tokens: Axis; source: Axis } | null {
  const names = axes.map(({ name }) => name).join(' ');
  if (axes.length === 4 && axes[1].name === 'heads') {
    return { heads: axes[1].size, tokens: axes[2], source: axes[3] };
  }
  // A mask has the same axes, and no real numbers.
  if (names !== 'batch tokens source' || dtype !== 'float32') return null;
  return { heads: 1, tokens: axes[1], source: axes[2] };
}

function groupOf({ path }: AttentionSource): string {
  return path.split('/')[0];
}

/** The input of the graph that a node's values come from; the nearest one of several. */
function inputBehind(program: Program, path: string): string | null {
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
