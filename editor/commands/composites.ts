/** Commands on composites: opening a built-in one for edits. */
import type {
  CompositeBlock,
  CompositeDefinition,
  GraphNode,
  Hyperparameter,
  ParamValue,
} from '../../runtime/index';
import { cleanText, MAX_LABEL, newId } from '../../runtime/index';
import type { Command, Level } from './command';
import { editLevel, own } from './levels';

/**
 * Makes a use of a built-in composite one of the document's own definitions, which can be edited.
 * Numbers stay its parameters; choices and switches are written into its graph as they were.
 */
export function detachComposite(level: Level, node: string, block: CompositeBlock): Command {
  return {
    label: `Make ${block.title} editable`,
    apply: (document) => {
      const id = newId(Object.keys(document.definitions), `${block.id.slice(0, 24)}-`);
      let definition: CompositeDefinition | null = null;
      const used = editLevel(document, level, (graph) => {
        const use = own(graph.nodes, node);
        if (use?.block !== block.id || Object.hasOwn(document.definitions, block.id)) return graph;
        definition = toDefinition(block, use);
        const numbers = new Set(definition.params.map((param) => param.name));
        const kept = Object.entries(use.params).filter(([name]) => numbers.has(name));
        const detached = { ...use, block: id, params: Object.fromEntries(kept) };
        return { nodes: { ...graph.nodes, [node]: detached }, edges: graph.edges };
      });
      if (!definition) return document;
      return { ...used, definitions: { ...used.definitions, [id]: definition } };
    },
  };
}

/** Names a composite of the document, wherever it is used; an empty title changes nothing. */
export function setBlockTitle(id: string, title: string): Command {
  const text = cleanText(title, MAX_LABEL).trim();
  return {
    label: 'Rename block',
    apply: (document) => {
      const definition = own(document.definitions, id);
      if (!definition || text === '' || text === definition.title) return document;
      const definitions = { ...document.definitions, [id]: { ...definition, title: text } };
      return { ...document, definitions };
    },
  };
}

function toDefinition(block: CompositeBlock, use: GraphNode): CompositeDefinition {
  const params: Hyperparameter[] = [];
  const options = new Map<string, ParamValue>();
  for (const [name, spec] of Object.entries(block.params)) {
    if (spec.kind === 'int' || spec.kind === 'float') {
      const { label, min, max } = spec;
      params.push({ name, value: spec.default, label, min, max });
    } else options.set(name, own(use.params, name) ?? spec.default);
  }
  const nodes = Object.fromEntries(
    Object.entries(block.graph.nodes).map(([id, inner]) => [id, withOptions(inner, options)]),
  );
  const { title, inputs, outputs } = block;
  return { title, inputs, outputs, params, nodes, edges: block.graph.edges };
}

/** Replaces `=name` by the value that the composite's use gave it. */
function withOptions(node: GraphNode, options: ReadonlyMap<string, ParamValue>): GraphNode {
  const params = Object.entries(node.params).map(([name, value]) => {
    const option =
      typeof value === 'string' && value.startsWith('=') ? options.get(value.slice(1)) : undefined;
    return [name, option ?? value] as const;
  });
  return { ...node, params: Object.fromEntries(params) };
}
