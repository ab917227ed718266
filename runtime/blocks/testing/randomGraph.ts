/** Random graphs that are valid: grown block by block, keeping what the analysis has nothing against. */
import { analyze } from '../../compiler/analyze';
import type { Analysis } from '../../compiler/types';
import { type Edge, emptyDocument, type GraphDocument, type GraphNode } from '../../graph/document';
import type { TensorType } from '../../graph/types';
import { allBlocks } from '../registry';
import type { Block, BlockExample } from '../types';
import { feedOf, sinkOf } from './probes';

/** One try to add a block: which use of which block, and where the search for its inputs starts. */
export type Move = readonly [use: number, start: number];

interface Use {
  readonly block: Block;
  readonly example: BlockExample;
}

/** Every example of every block that gives something on. */
export const uses: readonly Use[] = allBlocks().flatMap((block) =>
  Object.keys(block.outputs).length === 0
    ? []
    : block.examples.map((example) => ({ block, example })),
);

/** Moves that begin with each block in turn, since few of so many come up by chance, and go on. */
export const everyBlock: readonly (readonly Move[])[] = uses.flatMap(({ block }, use) =>
  uses.findIndex((other) => other.block === block) === use
    ? [
        [
          [use, 0],
          [(97 * use) % uses.length, use],
        ] as const,
      ]
    : [],
);

/** Values that are tried for an input before a new one is fed. */
const TRIES = 4;

type Fragment = Pick<GraphDocument, 'nodes' | 'edges'>;

/** The graph that these moves make. Every real value is led to a loss: some blocks read shapes alone. */
export function growGraph(moves: readonly Move[]): GraphDocument {
  let graph: Fragment = { nodes: {}, edges: [] };
  moves.forEach(([use, start], index) => {
    graph = addUse(graph, nextUse(graph, use), `n${index}`, start);
  });
  return { ...emptyDocument('Random'), ...withSinks(graph) };
}

/** The first use from `start` on that takes a value of the graph as in its example; else that at `start`. */
function nextUse(graph: Fragment, start: number): Use {
  const shapes = new Set(
    [...analyzeFragment(graph).types].flatMap(([ref, { axes }]) =>
      graph.nodes[ref.slice(0, ref.lastIndexOf('.'))]?.block.startsWith('probe-')
        ? []
        : [sizesOf({ axes })],
    ),
  );
  for (let i = 0; i < uses.length; i++) {
    const use = uses[(start + i) % uses.length];
    if (Object.values(use.example.inputs).some((shape) => shapes.has(shape.join()))) return use;
  }
  return uses[start % uses.length];
}

/** The graph with the block wired to values that fit, or to new ones where none does. */
function addUse(graph: Fragment, { block, example }: Use, id: string, start: number): Fragment {
  const node: GraphNode = {
    id,
    block: block.id,
    params: example.params ?? {},
    position: { x: 0, y: 0 },
  };
  let fed = graph;
  for (const port of Object.keys(example.inputs)) fed = addFeed(fed, block, example, id, port);
  let best: Fragment = { nodes: { ...fed.nodes, [id]: node }, edges: fed.edges };
  const { types } = analyzeFragment(graph);
  const refs = [...types.keys()];
  const rotated = refs.map((_, i) => refs[(start + i) % refs.length]);
  for (const [port, shape] of Object.entries(example.inputs)) {
    // Those of the very shape first.
    const isAlike = (ref: string) => sizesOf(types.get(ref)) === shape.join();
    const values = [...rotated.filter(isAlike), ...rotated.filter((ref) => !isAlike(ref))];
    for (const ref of values.slice(0, TRIES)) {
      const candidate = rewire(best, id, port, ref);
      if (isSound(candidate)) {
        best = candidate;
        break;
      }
    }
  }
  return isSound(best) ? best : graph;
}

function sizesOf(type: Pick<TensorType, 'axes'> | undefined): string {
  return (type?.axes ?? []).map(({ size }) => size).join();
}

function addFeed(
  graph: Fragment,
  block: Block,
  example: BlockExample,
  id: string,
  port: string,
): Fragment {
  const feed = `${id}-${port.replaceAll('_', '-')}`;
  return {
    nodes: {
      ...graph.nodes,
      [feed]: {
        id: feed,
        block: feedOf(block.inputs[port], example.inputs[port]),
        params: {},
        position: { x: 0, y: 0 },
      },
    },
    edges: [...graph.edges, { source: feed, sourcePort: 'y', target: id, targetPort: port }],
  };
}

/** The graph with one input led from `ref` (`node.port`) instead of its feed. */
function rewire(graph: Fragment, id: string, port: string, ref: string): Fragment {
  const dot = ref.lastIndexOf('.');
  const feed = `${id}-${port.replaceAll('_', '-')}`;
  const nodes = Object.fromEntries(Object.entries(graph.nodes).filter(([name]) => name !== feed));
  const kept = graph.edges.filter(({ target, targetPort }) => target !== id || targetPort !== port);
  const edge: Edge = {
    source: ref.slice(0, dot),
    sourcePort: ref.slice(dot + 1),
    target: id,
    targetPort: port,
  };
  return { nodes, edges: [...kept, edge] };
}

function analyzeFragment(graph: Fragment): Analysis {
  return analyze({ ...emptyDocument(), ...graph });
}

function isSound(graph: Fragment): boolean {
  return [false, true].every((training) =>
    analyze({ ...emptyDocument(), ...graph }, { training }).diagnostics.every(
      ({ severity }) => severity !== 'error',
    ),
  );
}

function withSinks(graph: Fragment): Fragment {
  const nodes: Record<string, GraphNode> = { ...graph.nodes };
  const edges = [...graph.edges];
  let count = 0;
  for (const [ref, { dtype }] of analyzeFragment(graph).types) {
    const dot = ref.lastIndexOf('.');
    // Ports within composites have deeper paths.
    if (ref.includes('/')) continue;
    const id = `out${count++}`;
    nodes[id] = { id, block: sinkOf(dtype), params: {}, position: { x: 0, y: 0 } };
    edges.push({
      source: ref.slice(0, dot),
      sourcePort: ref.slice(dot + 1),
      target: id,
      targetPort: 'x',
    });
  }
  return { nodes, edges };
}
