/** bind: finds the block of every node, evaluates its parameters, and checks where its wires lead. */
import { findBlock } from '../blocks/registry';
import type { Block, ParamSpec } from '../blocks/types';
import type {
  CompositeDefinition,
  Edge,
  GraphFragment,
  GraphNode,
  ParamValue,
  PortSpec,
} from '../graph/document';
import { GRAPH_INPUT, GRAPH_OUTPUT } from '../graph/document';
import { bindParams, bindRepeat } from './bindParams';
import type { Reporter } from './reporter';
import type { BoundGraph, BoundNode, DefinedBlock, PortRef } from './types';

/** What surrounds the graph that is bound. */
export interface BindContext {
  readonly definitions: Readonly<Record<string, CompositeDefinition>>;
  /** Origin path of the composite that holds the graph; empty at the top. */
  readonly path: string;
  readonly scope: ReadonlyMap<string, number>;
  /** Values of the composite's choices and switches, for `=name`. */
  readonly options: ReadonlyMap<string, ParamValue>;
  /** Ports of the composite that holds the graph. */
  readonly inputs: Readonly<Record<string, PortSpec>>;
  readonly outputs: Readonly<Record<string, PortSpec>>;
  readonly reporter: Reporter;
}

/** The block of an id: one of the document's own definitions, or one of the catalogue. */
export function resolveBlock(
  id: string,
  definitions: Readonly<Record<string, CompositeDefinition>>,
): Block | DefinedBlock | undefined {
  if (Object.hasOwn(definitions, id)) return definedBlock(id, definitions[id]);
  return findBlock(id);
}

const defined = new WeakMap<CompositeDefinition, DefinedBlock>();

function definedBlock(id: string, definition: CompositeDefinition): DefinedBlock {
  const known = defined.get(definition);
  if (known?.id === id) return known;
  const params: Record<string, ParamSpec> = {};
  for (const { name, value, label, min = -1e9, max = 1e9 } of definition.params) {
    if (typeof value !== 'number') continue;
    const kind = Number.isInteger(value) ? 'int' : 'float';
    params[name] = { kind, label: label ?? name, symbol: name, default: value, min, max };
  }
  const { title, inputs, outputs } = definition;
  const block: DefinedBlock = { kind: 'defined', id, title, definition, inputs, outputs, params };
  defined.set(definition, block);
  return block;
}

/** Binds one level of a graph. Problems are reported; what is right stays usable. */
export function bindGraph(graph: GraphFragment, context: BindContext): BoundGraph {
  const { reporter } = context;
  const prefix = context.path === '' ? '' : `${context.path}/`;
  const blocks = new Map<string, Block | DefinedBlock>();
  // As a saved document has them, so that the program is the same before and after.
  const written = Object.values(graph.nodes).sort((a, b) => (a.id < b.id ? -1 : 1));
  for (const node of written) {
    const block = resolveBlock(node.block, context.definitions);
    if (block) blocks.set(node.id, block);
    else {
      reporter.report({
        code: 'node/unknown-block',
        severity: 'error',
        message: `There is no block called "${node.block}" here.`,
        hint: 'It may come from a newer Patchbay. It is kept as it is; replace it to run the graph.',
        at: { path: prefix + node.id },
      });
    }
  }
  const inputs = bindEdges(graph, blocks, context, prefix);
  const nodes = new Map<string, BoundNode>();
  for (const node of written) {
    const block = blocks.get(node.id);
    if (!block) continue;
    nodes.set(node.id, bindNode(node, block, inputs.get(node.id) ?? {}, context, prefix));
  }
  return { nodes, results: inputs.get(GRAPH_OUTPUT) ?? {}, scope: context.scope };
}

function bindNode(
  node: GraphNode,
  block: Block | DefinedBlock,
  inputs: Readonly<Record<string, PortRef>>,
  context: BindContext,
  prefix: string,
): BoundNode {
  const path = prefix + node.id;
  const { params, valid: paramsValid } = bindParams(node, block.params, path, context);
  const repeat = bindRepeat(node, block, path, context);
  return {
    id: node.id,
    path,
    title: node.label ?? block.title,
    block,
    params,
    repeat: repeat.value,
    tie: node.tie ?? null,
    bypass: node.bypass === true,
    inputs,
    valid: paramsValid && repeat.valid,
  };
}

/** By target node: where each of its inputs comes from. Wires that lead nowhere are reported. */
function bindEdges(
  graph: GraphFragment,
  blocks: ReadonlyMap<string, Block | DefinedBlock>,
  context: BindContext,
  prefix: string,
): Map<string, Record<string, PortRef>> {
  const bound = new Map<string, Record<string, PortRef>>();
  for (const edge of graph.edges) {
    if (!checkEnds(edge, graph, blocks, context, prefix)) continue;
    const ports = bound.get(edge.target) ?? {};
    bound.set(edge.target, ports);
    if (Object.hasOwn(ports, edge.targetPort)) {
      context.reporter.report({
        code: 'edge/duplicate',
        severity: 'error',
        message: `Two wires lead into "${edge.targetPort}"; only one can.`,
        hint: 'Remove one of them.',
        at: { path: prefix + edge.target, port: edge.targetPort },
      });
      continue;
    }
    ports[edge.targetPort] = { node: edge.source, port: edge.sourcePort };
  }
  return bound;
}

function checkEnds(
  edge: Edge,
  graph: GraphFragment,
  blocks: ReadonlyMap<string, Block | DefinedBlock>,
  context: BindContext,
  prefix: string,
): boolean {
  const known = (id: string, boundary: string) => id === boundary || Object.hasOwn(graph.nodes, id);
  if (!known(edge.source, GRAPH_INPUT) || !known(edge.target, GRAPH_OUTPUT)) {
    const missing = known(edge.source, GRAPH_INPUT) ? edge.target : edge.source;
    const there = missing === edge.target ? edge.source : edge.target;
    context.reporter.report({
      code: 'edge/dangling',
      severity: 'error',
      message: `A wire leads to "${missing}", which is not in the graph.`,
      hint: 'Remove the wire.',
      at: { path: prefix + there },
    });
    return false;
  }
  const outputs = edge.source === GRAPH_INPUT ? context.inputs : blocks.get(edge.source)?.outputs;
  const inputs = edge.target === GRAPH_OUTPUT ? context.outputs : blocks.get(edge.target)?.inputs;
  // A port of an unknown block may be right: one cause, one message.
  const wrong =
    outputs && !Object.hasOwn(outputs, edge.sourcePort)
      ? { node: edge.source, port: edge.sourcePort, way: 'output' }
      : inputs && !Object.hasOwn(inputs, edge.targetPort)
        ? { node: edge.target, port: edge.targetPort, way: 'input' }
        : null;
  if (!wrong) return inputs !== undefined;
  context.reporter.report({
    code: 'edge/unknown-port',
    severity: 'error',
    message: `${blocks.get(wrong.node)?.title ?? 'The graph'} has no ${wrong.way} called "${wrong.port}".`,
    hint: 'Remove the wire, or lead it to another port.',
    at: { path: prefix + wrong.node, port: wrong.port },
  });
  return false;
}
