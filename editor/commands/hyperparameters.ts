/** Commands on named values: hyperparameters of the document, parameters of a definition. */
import type {
  Block,
  GraphDocument,
  GraphFragment,
  GraphNode,
  Hyperparameter,
} from '../../runtime/index';
import { cleanText, findBlock, MAX_EXPRESSION, MAX_LABEL } from '../../runtime/index';
import type { Command, Level } from './command';
import { inlineName, renameName } from './expressions';
import { editHyperparameters, editLevel, levelAt, own } from './levels';

const NAME_PATTERN = /^[A-Za-z][A-Za-z0-9_]{0,31}$/;

/** True when a text can name a value in expressions. */
export function isHyperparameterName(name: string): boolean {
  return NAME_PATTERN.test(name) && !(name in Object.prototype);
}

function clean(entry: Hyperparameter): Hyperparameter | null {
  const { name, value, label, min, max } = entry;
  if (!isHyperparameterName(name)) return null;
  if (typeof value === 'number' && !Number.isFinite(value)) return null;
  return {
    name,
    value: typeof value === 'string' ? cleanText(value, MAX_EXPRESSION) : value,
    ...(label ? { label: cleanText(label, MAX_LABEL) } : {}),
    ...(Number.isFinite(min) ? { min } : {}),
    ...(Number.isFinite(max) ? { max } : {}),
  };
}

/** Changes the value, label or range of a hyperparameter. */
export function setHyperparameter(
  level: Level,
  name: string,
  change: Partial<Omit<Hyperparameter, 'name'>>,
): Command {
  return {
    label: `Change ${name}`,
    apply: (document) =>
      editHyperparameters(document, level, (list) => {
        const before = list.find((entry) => entry.name === name);
        const after = before && clean({ ...before, ...change });
        if (!after || JSON.stringify(after) === JSON.stringify(before)) return list;
        return list.map((entry) => (entry === before ? after : entry));
      }),
  };
}

/** Adds a hyperparameter; nothing happens when its name is taken or cannot be one. */
export function addHyperparameter(level: Level, entry: Hyperparameter): Command {
  return {
    label: `Add ${entry.name}`,
    apply: (document) =>
      editHyperparameters(document, level, (list) => {
        const added = clean(entry);
        if (!added || list.some((known) => known.name === entry.name)) return list;
        return [...list, added];
      }),
  };
}

/** Removes a hyperparameter; expressions that use it get its value instead. */
export function removeHyperparameter(level: Level, name: string): Command {
  return {
    label: `Remove ${name}`,
    apply: (document) => {
      const found = namedAt(document, level)?.find((entry) => entry.name === name);
      if (!found) return document;
      const inline = (text: string) => inlineName(text, name, found.value);
      const rewritten = rewrite(document, level, inline);
      return editHyperparameters(rewritten, level, (list) =>
        list.filter((entry) => entry.name !== name),
      );
    },
  };
}

/** Renames a hyperparameter; every expression that uses it follows. */
export function renameHyperparameter(level: Level, from: string, to: string): Command {
  return {
    label: `Rename ${from}`,
    apply: (document) => {
      const list = namedAt(document, level);
      if (from === to || !list?.some((entry) => entry.name === from)) return document;
      if (!isHyperparameterName(to) || list.some((entry) => entry.name === to)) return document;
      const rewritten = rewrite(document, level, (text) => renameName(text, from, to));
      const renamed = editHyperparameters(rewritten, level, (entries) =>
        entries.map((entry) => (entry.name === from ? { ...entry, name: to } : entry)),
      );
      const open = levelAt(document, level);
      return open?.kind === 'definition' ? renameInUses(renamed, open.id, from, to) : renamed;
    },
  };
}

function namedAt(document: GraphDocument, level: Level): readonly Hyperparameter[] | null {
  const open = levelAt(document, level);
  if (open?.kind === 'document') return open.graph.hyperparameters;
  return open?.kind === 'definition' ? open.graph.params : null;
}

/** Applies a change of text to every expression of a level. */
function rewrite(
  document: GraphDocument,
  level: Level,
  change: (text: string) => number | string,
): GraphDocument {
  const changed = editLevel(document, level, (graph) => rewriteNodes(document, graph, change));
  return editHyperparameters(changed, level, (list) =>
    list.map((entry) => {
      if (typeof entry.value !== 'string') return entry;
      const value = change(entry.value);
      return value === entry.value ? entry : { ...entry, value };
    }),
  );
}

function rewriteNodes(
  document: GraphDocument,
  graph: GraphFragment,
  change: (text: string) => number | string,
): GraphFragment {
  let changed = false;
  const nodes: Record<string, GraphNode> = {};
  for (const [id, node] of Object.entries(graph.nodes)) {
    const after = rewriteNode(document, node, change);
    if (after !== node) changed = true;
    nodes[id] = after;
  }
  return changed ? { nodes, edges: graph.edges } : graph;
}

function rewriteNode(
  document: GraphDocument,
  node: GraphNode,
  change: (text: string) => number | string,
): GraphNode {
  let next = node;
  for (const [param, value] of Object.entries(node.params)) {
    if (typeof value !== 'string' || !isExpression(document, node, param, value)) continue;
    const after = change(value);
    if (after !== value) next = { ...next, params: { ...next.params, [param]: after } };
  }
  if (typeof node.repeat === 'string') {
    const repeat = change(node.repeat);
    if (repeat !== node.repeat) next = { ...next, repeat };
  }
  return next;
}

/** A text is an expression where a number is expected; a choice, or an option `=name`, is not. */
function isExpression(
  document: GraphDocument,
  node: GraphNode,
  param: string,
  value: string,
): boolean {
  if (value.startsWith('=')) return false;
  if (own(document.definitions, node.block)) return true;
  const block: Block | undefined = findBlock(node.block);
  const spec = block && own(block.params, param);
  return !spec || spec.kind === 'int' || spec.kind === 'float';
}

/** The parameter of a definition has another name now: its uses follow, wherever they are. */
function renameInUses(
  document: GraphDocument,
  definition: string,
  from: string,
  to: string,
): GraphDocument {
  const renameIn = <G extends GraphFragment>(graph: G): G => {
    let nodes: Record<string, GraphNode> | null = null;
    for (const [id, node] of Object.entries(graph.nodes)) {
      if (node.block !== definition || !Object.hasOwn(node.params, from)) continue;
      const { [from]: value, ...rest } = node.params;
      nodes ??= { ...graph.nodes };
      nodes[id] = { ...node, params: { ...rest, [to]: value } };
    }
    return nodes ? { ...graph, nodes } : graph;
  };
  const top = renameIn(document);
  const definitions = Object.fromEntries(
    Object.entries(top.definitions).map(([id, entry]) => [id, renameIn(entry)]),
  );
  return { ...top, definitions };
}
