/** Copy, paste and duplicate. The clipboard holds text, so nodes travel between tabs and files. */
import type {
  CompositeDefinition,
  Diagnostic,
  Edge,
  GraphDocument,
  GraphFragment,
  GraphNode,
  Position,
} from '../../runtime/index';
import { emptyDocument, newId, parseDocument, serializeDocument } from '../../runtime/index';
import type { Command, Level } from './command';
import { editLevel, levelAt, own } from './levels';
import { roundPosition } from './nodes';

/** Nodes with the wires between them, and the definitions they use. */
export interface NodesFragment extends GraphFragment {
  readonly definitions: Readonly<Record<string, CompositeDefinition>>;
}

/** What is copied: the nodes, the wires among them, and every definition they need. */
export function copyNodes(
  document: GraphDocument,
  level: Level,
  ids: readonly string[],
): NodesFragment {
  const graph = levelAt(document, level)?.graph ?? { nodes: {}, edges: [] };
  const nodes: Record<string, GraphNode> = {};
  for (const id of ids) {
    const node = own(graph.nodes, id);
    if (node) nodes[id] = node;
  }
  const edges = graph.edges.filter(
    (edge) => Object.hasOwn(nodes, edge.source) && Object.hasOwn(nodes, edge.target),
  );
  return { nodes, edges, definitions: definitionsOf(document, nodes) };
}

function definitionsOf(
  document: GraphDocument,
  nodes: Readonly<Record<string, GraphNode>>,
): Record<string, CompositeDefinition> {
  const needed: Record<string, CompositeDefinition> = {};
  const queue = Object.values(nodes).map((node) => node.block);
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    const definition = own(document.definitions, id);
    if (!definition || Object.hasOwn(needed, id)) continue;
    needed[id] = definition;
    queue.push(...Object.values(definition.nodes).map((node) => node.block));
  }
  return needed;
}

/** Text for the clipboard: `{"patchbay":"nodes", ...}` and a document's nodes, edges, definitions. */
export function toClipboard(fragment: NodesFragment): string {
  const { nodes, edges, definitions } = fragment;
  const document = { ...emptyDocument('Nodes'), nodes, edges, definitions };
  return JSON.stringify({ patchbay: 'nodes', ...JSON.parse(serializeDocument(document)) });
}

/** Reads nodes from the clipboard, through the same checks as a file; null for any other text. */
export function fromClipboard(
  text: string,
): { readonly fragment: NodesFragment | null; readonly diagnostics: readonly Diagnostic[] } | null {
  if (!/^\s*\{\s*"patchbay"\s*:\s*"nodes"/.test(text)) return null;
  const { document, diagnostics } = parseDocument(text);
  if (!document) return { fragment: null, diagnostics };
  const { nodes, edges, definitions } = document;
  return { fragment: { nodes, edges, definitions }, diagnostics };
}

/**
 * Adds nodes with new ids. `at` becomes their top left corner; without it they keep their places,
 * moved a little so that they are seen.
 */
export function pasteNodes(
  level: Level,
  fragment: NodesFragment,
  at: Position | null = null,
  label = 'Paste',
): Command {
  return {
    label,
    selectsAdded: true,
    apply: (document) => {
      if (Object.keys(fragment.nodes).length === 0) return document;
      const open = levelAt(document, level);
      if (!open || open.kind === 'builtin') return document;
      const { added, names } = bringDefinitions(document, fragment);
      const withDefinitions =
        Object.keys(added).length === 0
          ? document
          : { ...document, definitions: { ...document.definitions, ...added } };
      return editLevel(withDefinitions, level, (graph) => join(graph, fragment, names, at));
    },
  };
}

function join(
  graph: GraphFragment,
  fragment: NodesFragment,
  names: ReadonlyMap<string, string>,
  at: Position | null,
): GraphFragment {
  const copies = Object.values(fragment.nodes);
  const left = Math.min(...copies.map((node) => node.position.x));
  const top = Math.min(...copies.map((node) => node.position.y));
  const shift = at ? { x: at.x - left, y: at.y - top } : { x: 32, y: 32 };
  const taken = new Set(Object.keys(graph.nodes));
  const ids = new Map<string, string>();
  const nodes: Record<string, GraphNode> = { ...graph.nodes };
  for (const node of copies) {
    const id = newId(taken);
    taken.add(id);
    ids.set(node.id, id);
    nodes[id] = {
      ...node,
      id,
      block: names.get(node.block) ?? node.block,
      position: roundPosition({ x: node.position.x + shift.x, y: node.position.y + shift.y }),
    };
  }
  const edges: Edge[] = [...graph.edges];
  for (const edge of fragment.edges) {
    const source = ids.get(edge.source);
    const target = ids.get(edge.target);
    if (source !== undefined && target !== undefined) edges.push({ ...edge, source, target });
  }
  return { nodes, edges };
}

/** Definitions to add, by their new names: an equal one is shared, a different one is renamed. */
function bringDefinitions(document: GraphDocument, fragment: NodesFragment) {
  const names = new Map<string, string>();
  const taken = new Set(Object.keys(document.definitions));
  const different = differing(document, fragment);
  for (const id of Object.keys(fragment.definitions)) {
    const name = different.has(id) ? newId(taken, `${id.slice(0, 24)}-`) : id;
    taken.add(name);
    names.set(id, name);
  }
  const added: Record<string, CompositeDefinition> = {};
  for (const [id, definition] of Object.entries(fragment.definitions)) {
    const name = names.get(id) ?? id;
    if (Object.hasOwn(document.definitions, name)) continue;
    const nodes = Object.fromEntries(
      Object.entries(definition.nodes).map(([key, node]) => {
        const block = names.get(node.block) ?? node.block;
        return [key, block === node.block ? node : { ...node, block }];
      }),
    );
    added[name] = { ...definition, nodes };
  }
  return { added, names };
}

/** Those whose name means something else in the document, by themselves or by what they use. */
function differing(document: GraphDocument, fragment: NodesFragment): ReadonlySet<string> {
  const entries = Object.entries(fragment.definitions);
  const different = new Set<string>();
  for (const [id, definition] of entries) {
    const known = own(document.definitions, id);
    if (known && known !== definition && !sameDefinition(known, definition)) different.add(id);
  }
  for (let size = -1; size !== different.size; ) {
    size = different.size;
    for (const [id, definition] of entries) {
      const uses = Object.values(definition.nodes).some((node) => different.has(node.block));
      if (uses && Object.hasOwn(document.definitions, id)) different.add(id);
    }
  }
  return different;
}

function sameDefinition(a: CompositeDefinition, b: CompositeDefinition): boolean {
  const text = (definition: CompositeDefinition) =>
    serializeDocument({ ...emptyDocument(), definitions: { one: definition } });
  return text(a) === text(b);
}

/** Copies nodes on the spot, with the wires that feed them from outside. */
export function duplicate(level: Level, ids: readonly string[]): Command {
  return {
    label: 'Duplicate',
    selectsAdded: true,
    apply: (document) => {
      const fragment = copyNodes(document, level, ids);
      const before = levelAt(document, level)?.graph;
      const after = pasteNodes(level, fragment).apply(document);
      if (!before || after === document) return document;
      return editLevel(after, level, (graph) => {
        const known = new Set(Object.keys(before.nodes));
        const copies = Object.keys(graph.nodes).filter((id) => !known.has(id));
        const copyOf = new Map(Object.keys(fragment.nodes).map((id, at) => [id, copies[at]]));
        const outside = before.edges.flatMap((edge) => {
          const target = copyOf.get(edge.target);
          return target === undefined || copyOf.has(edge.source) ? [] : [{ ...edge, target }];
        });
        return { nodes: graph.nodes, edges: [...graph.edges, ...outside] };
      });
    },
  };
}
