/** expand: inlines composites and repetitions until only primitive nodes are left. */
import type { PrimitiveBlock } from '../blocks/types';
import type { CompositeDefinition, ParamValue } from '../graph/document';
import { GRAPH_INPUT } from '../graph/document';
import { resolveScope } from '../graph/expression';
import { resolveAliases, withoutAliases } from './aliases';
import { type BindContext, bindGraph } from './bind';
import { missingInput } from './messages';
import type { Reporter } from './reporter';
import type {
  AnyNode,
  BoundGraph,
  BoundNode,
  CompositeUse,
  FlatGraph,
  FlatNode,
  PortRef,
} from './types';

const MAX_DEPTH = 16;
const MAX_NODES = 5_000;

interface Inlining {
  readonly definitions: Readonly<Record<string, CompositeDefinition>>;
  readonly reporter: Reporter;
  readonly composites: CompositeUse[];
  readonly aliases: Map<string, string>;
  /** Nodes and composites opened so far. */
  opened: number;
}

/** Where a graph is being inlined. */
interface Place {
  /** Origin path of the graph; empty at the top. */
  readonly path: string;
  /** Prefix of weight names. */
  readonly weightPath: string;
  /** `path.port` of what feeds the graph's own inputs; absent where nothing does. */
  readonly sources: Readonly<Record<string, string>>;
  /** Ids of the composites around it. */
  readonly within: readonly string[];
  /** Where its nodes are gathered. */
  readonly into: AnyNode[];
}

const join = (path: string, id: string | number) => (path === '' ? String(id) : `${path}/${id}`);

/** Inlines a bound document. A composite inside itself is reported and left out. */
export function expand(
  graph: BoundGraph,
  definitions: Readonly<Record<string, CompositeDefinition>>,
  reporter: Reporter,
): FlatGraph {
  const nodes: AnyNode[] = [];
  const inlining: Inlining = {
    definitions,
    reporter,
    composites: [],
    aliases: new Map(),
    opened: 0,
  };
  inlineGraph(graph, { path: '', weightPath: '', sources: {}, within: [], into: nodes }, inlining);
  const aliases = resolveAliases(inlining.aliases);
  const { composites } = inlining;
  return { composites, aliases, nodes: nodes.map((node) => withoutAliases(node, aliases)) };
}

function inlineGraph(graph: BoundGraph, place: Place, inlining: Inlining): void {
  const wired = wiredOutputs(graph);
  for (const node of graph.nodes.values()) {
    inlineNode(node, wired.get(node.id) ?? new Set(), place, inlining);
  }
}

/** By node: the output ports that a wire leaves. */
function wiredOutputs({ nodes, results }: BoundGraph): ReadonlyMap<string, ReadonlySet<string>> {
  const wired = new Map<string, Set<string>>();
  for (const refs of [results, ...[...nodes.values()].map(({ inputs }) => inputs)]) {
    for (const { node, port } of Object.values(refs)) {
      const ports = wired.get(node);
      if (ports) ports.add(port);
      else wired.set(node, new Set([port]));
    }
  }
  return wired;
}

function sourceOf(ref: PortRef, place: Place): string | undefined {
  return ref.node === GRAPH_INPUT
    ? place.sources[ref.port]
    : `${join(place.path, ref.node)}.${ref.port}`;
}

function inlineNode(
  node: BoundNode,
  wired: ReadonlySet<string>,
  place: Place,
  inlining: Inlining,
): void {
  const path = join(place.path, node.id);
  const weightPath = node.tie === null ? join(place.weightPath, node.id) : `share:${node.tie}`;
  const inputs: Record<string, string> = {};
  for (const [port, ref] of Object.entries(node.inputs)) {
    const source = sourceOf(ref, place);
    if (source !== undefined) inputs[port] = source;
  }
  const wiredInputs = { ...inputs };
  if (node.block.kind !== 'primitive') reportMissing(node, path, inputs, inlining.reporter);
  if (!node.bypass) {
    inlineCopies(node, path, weightPath, inputs, place, inlining);
    return;
  }
  const inside: AnyNode[] = [];
  inlineCopies(node, path, weightPath, inputs, { ...place, into: inside }, inlining);
  const outputs: Record<string, string> = {};
  for (const port of Object.keys(node.block.outputs)) {
    const ref = `${path}.${port}`;
    outputs[port] = inlining.aliases.get(ref) ?? ref;
    // Around it, its port is what it passes on.
    inlining.aliases.delete(ref);
  }
  const { title, block, valid } = node;
  place.into.push({
    kind: 'bypassed',
    path,
    title,
    block,
    inputs: wiredInputs,
    wired,
    inside,
    outputs,
    valid,
  });
}

/** The node, as often as it is repeated. */
function inlineCopies(
  node: BoundNode,
  path: string,
  weightPath: string,
  inputs: Readonly<Record<string, string>>,
  place: Place,
  inlining: Inlining,
): void {
  if (node.repeat === null) {
    inlineOnce(node, path, weightPath, inputs, place, inlining);
    return;
  }
  const chainIn = Object.keys(node.block.inputs)[0];
  const outputs = Object.keys(node.block.outputs);
  inlining.composites.push({ path, params: node.params, repeat: node.repeat });
  for (let copy = 0; copy < node.repeat && inlining.opened <= MAX_NODES; copy++) {
    const copyInputs =
      copy === 0 ? inputs : { ...inputs, [chainIn]: `${join(path, copy - 1)}.${outputs[0]}` };
    const copyWeights = node.tie === null ? join(weightPath, copy) : weightPath;
    inlineOnce(node, join(path, copy), copyWeights, copyInputs, place, inlining);
  }
  for (const port of outputs) {
    inlining.aliases.set(`${path}.${port}`, `${join(path, node.repeat - 1)}.${port}`);
  }
}

/**
 * One message where a composite lacks an input, instead of one at each block inside that reads it:
 * those read a port that nothing feeds, and stay silent.
 */
function reportMissing(
  node: BoundNode,
  path: string,
  inputs: Record<string, string>,
  reporter: Reporter,
): void {
  if (!node.valid) return;
  for (const [port, spec] of Object.entries(node.block.inputs)) {
    if (spec.optional || Object.hasOwn(inputs, port)) continue;
    reporter.report(missingInput(node, port, spec));
    inputs[port] = `${path}.${GRAPH_INPUT}:${port}`;
  }
}

function inlineOnce(
  node: BoundNode,
  path: string,
  weightPath: string,
  inputs: Readonly<Record<string, string>>,
  place: Place,
  inlining: Inlining,
): void {
  const { block } = node;
  inlining.opened++;
  if (inlining.opened > MAX_NODES) {
    if (inlining.opened === MAX_NODES + 1) reportTooLarge(node, inlining.reporter);
    return;
  }
  if (block.kind === 'primitive') {
    place.into.push(flatNode(block, node, path, weightPath, inputs));
    return;
  }
  if (!mayOpen(node, place, inlining)) return;
  const inner = bindGraph(
    block.kind === 'defined' ? block.definition : block.graph,
    innerContext(node, path, inlining),
  );
  inlining.composites.push({ path, params: node.params, repeat: null });
  const within = [...place.within, block.id];
  const inside = { path, weightPath, sources: inputs, within, into: place.into };
  inlineGraph(inner, inside, inlining);
  for (const port of Object.keys(block.outputs)) {
    const result = inner.results[port];
    const source = result && sourceOf(result, inside);
    if (source !== undefined) inlining.aliases.set(`${path}.${port}`, source);
    else if (!result) {
      inlining.reporter.report({
        code: 'input/missing',
        severity: 'error',
        message: `Inside ${block.title}, nothing leads to its output "${port}".`,
        hint: 'Open it and wire its output.',
        at: { path: node.path, port },
      });
    }
  }
}

function reportTooLarge(node: BoundNode, reporter: Reporter): void {
  reporter.report({
    code: 'document/too-large',
    severity: 'error',
    message: `The graph has more than ${MAX_NODES.toLocaleString('en')} nodes once everything is opened.`,
    hint: 'Repeat something less often.',
    at: { path: node.path },
  });
}

function flatNode(
  block: PrimitiveBlock,
  node: BoundNode,
  path: string,
  weightPath: string,
  inputs: Readonly<Record<string, string>>,
): FlatNode {
  const { title, params, valid } = node;
  return { kind: 'primitive', path, title, block, params, weightPath, inputs, valid };
}

function mayOpen(node: BoundNode, place: Place, inlining: Inlining): boolean {
  if (!node.valid) return false;
  const { title, id } = node.block;
  if (place.within.includes(id)) {
    inlining.reporter.report({
      code: 'node/recursive',
      severity: 'error',
      message: `${title} contains itself.`,
      hint: 'Remove the inner one.',
      at: { path: node.path },
    });
    return false;
  }
  if (place.within.length >= MAX_DEPTH) {
    inlining.reporter.report({
      code: 'node/too-deep',
      severity: 'error',
      message: `Blocks are nested more than ${MAX_DEPTH} deep.`,
      at: { path: node.path },
    });
    return false;
  }
  return true;
}

/** What the inside of a composite sees: its own parameters, and nothing of the outside. */
function innerContext(node: BoundNode, path: string, inlining: Inlining): BindContext {
  const { block } = node;
  const numbers = new Map<string, number>();
  const options = new Map<string, ParamValue>();
  for (const [name, value] of Object.entries(node.params)) {
    if (typeof value === 'number') numbers.set(name, value);
    else options.set(name, value);
  }
  const derived =
    block.kind === 'defined' ? block.definition.params.filter((p) => !numbers.has(p.name)) : [];
  const scope = resolveScope(derived, numbers, (name, error) =>
    inlining.reporter.report({
      code: error.reason === 'syntax' ? 'param/syntax' : 'param/unknown-name',
      severity: 'error',
      message: `${name}: ${error.message}`,
      at: { path: node.path, param: name },
    }),
  );
  return {
    definitions: inlining.definitions,
    path,
    scope,
    options,
    inputs: block.inputs,
    outputs: block.outputs,
    reporter: inlining.reporter,
  };
}
