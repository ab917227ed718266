/** Finds and edits one level of a document: its top, or the inside of a composite. */
import type {
  Block,
  CompositeBlock,
  CompositeDefinition,
  GraphDocument,
  GraphFragment,
  GraphNode,
  Hyperparameter,
  PortSpec,
} from '../../runtime/index';
import { findBlock } from '../../runtime/index';
import type { Level } from './command';

/** Looks a block of the catalogue up. */
export type FindBlock = (id: string) => Block | undefined;

/** One level, as the canvas shows it. */
export type OpenLevel =
  | { readonly kind: 'document'; readonly title: string; readonly graph: GraphDocument }
  /** A composite of this document: an edit changes every use of it. */
  | {
      readonly kind: 'definition';
      readonly id: string;
      readonly title: string;
      readonly graph: CompositeDefinition;
    }
  /** A built-in composite: read-only; `detachComposite` makes a copy that can be edited. */
  | {
      readonly kind: 'builtin';
      readonly title: string;
      readonly graph: GraphFragment;
      readonly block: CompositeBlock;
    };

const builtins = new WeakMap<CompositeBlock, GraphFragment>();

function graphOf(block: CompositeBlock): GraphFragment {
  const known = builtins.get(block);
  if (known) return known;
  const { nodes, edges } = block.graph;
  const graph = { nodes, edges };
  builtins.set(block, graph);
  return graph;
}

/** The level at a path; null when the path leads nowhere, or to something that does not open. */
export function levelAt(
  document: GraphDocument,
  level: Level,
  find: FindBlock = findBlock,
): OpenLevel | null {
  let open: OpenLevel | null = { kind: 'document', title: document.title, graph: document };
  for (const id of level) {
    open = openNode(document, own(open.graph.nodes, id), find);
    if (!open) return null;
  }
  return open;
}

function openNode(
  document: GraphDocument,
  node: GraphNode | undefined,
  find: FindBlock,
): OpenLevel | null {
  if (!node) return null;
  const definition = own(document.definitions, node.block);
  if (definition) {
    const title = node.label ?? definition.title;
    return { kind: 'definition', id: node.block, title, graph: definition };
  }
  const block = find(node.block);
  if (block?.kind !== 'composite') return null;
  return { kind: 'builtin', title: node.label ?? block.title, graph: graphOf(block), block };
}

/** The longest part of a path that still leads somewhere. */
export function existingLevel(
  document: GraphDocument,
  level: Level,
  find: FindBlock = findBlock,
): Level {
  let kept = level;
  while (kept.length > 0 && !levelAt(document, kept, find)) kept = kept.slice(0, -1);
  return kept;
}

/** Replaces the graph of a level. The document comes back as it was when the level is read-only. */
export function editLevel(
  document: GraphDocument,
  level: Level,
  edit: (graph: GraphFragment) => GraphFragment,
): GraphDocument {
  const open = levelAt(document, level);
  if (!open || open.kind === 'builtin') return document;
  const { nodes, edges } = open.graph;
  const before = { nodes, edges };
  const after = edit(before);
  if (after.nodes === nodes && after.edges === edges) return document;
  const changed = { nodes: after.nodes, edges: after.edges };
  if (open.kind === 'document') return { ...document, ...changed };
  return withDefinition(document, open.id, { ...open.graph, ...changed });
}

/** Named values of a level: hyperparameters of the document, or parameters of a definition. */
export function hyperparametersAt(
  document: GraphDocument,
  level: Level,
): readonly Hyperparameter[] {
  const open = levelAt(document, level);
  if (open?.kind === 'document') return open.graph.hyperparameters;
  return open?.kind === 'definition' ? open.graph.params : [];
}

/** Replaces the named values of a level. */
export function editHyperparameters(
  document: GraphDocument,
  level: Level,
  edit: (list: readonly Hyperparameter[]) => readonly Hyperparameter[],
): GraphDocument {
  const open = levelAt(document, level);
  if (!open || open.kind === 'builtin') return document;
  if (open.kind === 'document') {
    const hyperparameters = edit(open.graph.hyperparameters);
    return hyperparameters === open.graph.hyperparameters
      ? document
      : { ...document, hyperparameters };
  }
  const params = edit(open.graph.params);
  return params === open.graph.params
    ? document
    : withDefinition(document, open.id, { ...open.graph, params });
}

function withDefinition(
  document: GraphDocument,
  id: string,
  definition: CompositeDefinition,
): GraphDocument {
  return { ...document, definitions: { ...document.definitions, [id]: definition } };
}

/** Title and ports of a block of the catalogue or of the document. */
export interface BlockFace {
  readonly title: string;
  readonly inputs: Readonly<Record<string, PortSpec>>;
  readonly outputs: Readonly<Record<string, PortSpec>>;
}

/** The face of a block; undefined when it is unknown here. */
export function faceOf(
  document: GraphDocument,
  block: string,
  find: FindBlock = findBlock,
): BlockFace | undefined {
  return own(document.definitions, block) ?? find(block);
}

/** Splits an origin path into level and node: copies of a repeated node (`encoder/3`) are one. */
export function locate(path: string): { readonly level: Level; readonly node: string | null } {
  const ids = path.split('/').filter((segment) => segment !== '' && !/^\d+$/.test(segment));
  return { level: ids.slice(0, -1), node: ids.at(-1) ?? null };
}

export function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
