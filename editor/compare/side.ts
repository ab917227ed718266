/** One of two graphs that are compared: a level of a document, with what its expressions mean there. */
import {
  type Block,
  type DefinedBlock,
  GRAPH_INPUT,
  GRAPH_OUTPUT,
  type GraphDocument,
  type GraphFragment,
  type GraphNode,
  type Hyperparameter,
  type ParamSpec,
  type ParamValue,
  type PortSpec,
  resolveBlock,
  resolveNumber,
  resolveScope,
} from '../../runtime/index';
import { own } from '../commands/levels';

export interface Side {
  readonly document: GraphDocument;
  readonly graph: GraphFragment;
  /** Named values of this level, as they are where no use of it says otherwise. */
  readonly named: readonly Named[];
  readonly scope: ReadonlyMap<string, number>;
  /** Choices and switches of the composite around it, for `=name`. */
  readonly options: ReadonlyMap<string, ParamValue>;
  /** Ports of the composite around it. */
  readonly inputs: Readonly<Record<string, PortSpec>>;
  readonly outputs: Readonly<Record<string, PortSpec>>;
}

export type Named = Pick<Hyperparameter, 'name' | 'value'>;

type Ports = Readonly<Record<string, PortSpec>>;

/** The top level of a document. */
export function topSide(document: GraphDocument): Side {
  const { hyperparameters: named } = document;
  const scope = resolveScope(named, new Map(), ignore);
  return { document, graph: document, named, scope, options: new Map(), inputs: {}, outputs: {} };
}

/** The inside of a composite where it is used; null for a block that does not open. */
export function insideOf(side: Side, node: GraphNode): Side | null {
  const block = blockOf(side, node);
  if (!block || block.kind === 'primitive') return null;
  const defined = block.kind === 'defined';
  const written = (name: string) => own(node.params, name);
  const named: readonly Named[] = defined
    ? block.definition.params
    : Object.entries(block.params).flatMap(([name, spec]) =>
        isNumber(spec) ? [{ name, value: spec.default }] : [],
      );
  const given = named.map(({ name, value }) => {
    const outer = written(name);
    const resolved = typeof outer === 'boolean' ? undefined : outer && resolve(outer, side.scope);
    return { name, value: resolved ?? value };
  });
  const options = new Map(
    Object.entries(block.params).flatMap(([name, spec]): [string, ParamValue][] =>
      isNumber(spec) ? [] : [[name, optionOf(written(name) ?? spec.default, side)]],
    ),
  );
  return {
    document: side.document,
    graph: defined ? block.definition : block.graph,
    named,
    scope: resolveScope(given, new Map(), ignore),
    options,
    inputs: block.inputs,
    outputs: block.outputs,
  };
}

export function blockOf(side: Side, node: GraphNode): Block | DefinedBlock | undefined {
  return resolveBlock(node.block, side.document.definitions);
}

/** A node by the name that is seen on the canvas. */
export function titleOf(side: Side, id: string): string {
  const node = own(side.graph.nodes, id);
  return node ? (node.label ?? blockTitle(side, node)) : id;
}

export function blockTitle(side: Side, node: GraphNode): string {
  return blockOf(side, node)?.title ?? node.block;
}

/** "Add", or "Multi-head attention (weights)" where it has several outputs; "the input x". */
export function sourceTitle(side: Side, id: string, port: string): string {
  const inside = id === GRAPH_INPUT;
  const ports = inside ? side.inputs : portsOf(side, id, 'outputs');
  const label = portLabel(ports, port);
  if (inside) return `the input ${label}`;
  return isOnly(ports, port) ? titleOf(side, id) : `${titleOf(side, id)} (${label})`;
}

/** "Add: a", or "Linear" where it has one input; "Output". */
export function targetTitle(side: Side, id: string, port: string): string {
  const outside = id === GRAPH_OUTPUT;
  const ports = outside ? side.outputs : portsOf(side, id, 'inputs');
  const title = outside ? 'Output' : titleOf(side, id);
  return isOnly(ports, port) ? title : `${title}: ${portLabel(ports, port)}`;
}

function portsOf(side: Side, id: string, which: 'inputs' | 'outputs'): Ports {
  const node = own(side.graph.nodes, id);
  return (node && blockOf(side, node)?.[which]) ?? {};
}

function isOnly(ports: Ports, port: string): boolean {
  return Object.hasOwn(ports, port) && Object.keys(ports).length === 1;
}

function portLabel(ports: Ports, port: string): string {
  return own(ports, port)?.label ?? port;
}

/** `=name` stands for an option of the composite around. */
export function optionOf(written: ParamValue, side: Side): ParamValue {
  if (typeof written !== 'string' || !written.startsWith('=')) return written;
  return side.options.get(written.slice(1)) ?? written;
}

/** The number that was written, or that an expression comes to; undefined for one that cannot be read. */
export function resolve(
  written: number | string,
  scope: ReadonlyMap<string, number>,
): number | undefined {
  try {
    const value = resolveNumber(written, scope);
    return Number.isFinite(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export function isNumber(
  spec: ParamSpec,
): spec is Extract<ParamSpec, { readonly kind: 'int' | 'float' }> {
  return spec.kind === 'int' || spec.kind === 'float';
}

/** What cannot be worked out is told as a problem of the graph, not here. */
function ignore(): void {}
