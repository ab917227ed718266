/** trace: blocks build their ops in order; axes are matched on the way. Broken nodes stay silent downstream. */
import type { BlockBuilder, PrimitiveBlock } from '../blocks/types';
import { BlockError } from '../graph/diagnostics';
import type { Axis, TensorType } from '../graph/types';
import { createProgramBuilder, type ProgramBuilder } from '../ops/createOpBuilder';
import type { ProgramOutput } from '../ops/program';
import { opTable } from '../ops/table';
import { type OpBuilder, OpError, type Value } from '../ops/types';
import { type AxisBindings, applyNames, matchAxes, nameAxes } from './axes';
import { bypassRefused, judgeBypass, primitivesOf } from './bypass';
import { axisMismatch, blockFailure, dtypeMismatch, missingInput, opFailure } from './messages';
import type { Reporter } from './reporter';
import { nodeOf } from './schedule';
import type { AnyNode, BypassedNode, FlatNode, ScheduledGraph, TracedGraph } from './types';

export interface TraceOptions {
  readonly batch: number;
  readonly training: boolean;
  readonly scored: boolean;
}

interface Traced {
  readonly value: Value;
  readonly type: TensorType;
}

/** What all traces of one document share. */
interface Shared {
  readonly options: TraceOptions;
  readonly reporter: Reporter;
  /** By origin path. */
  readonly titles: ReadonlyMap<string, string>;
  readonly bypassed: {
    readonly passes: Map<string, Readonly<Record<string, string>>>;
    readonly types: Map<string, TensorType>;
  };
}

/** The trace of one program: the document's, or that of a bypassed node, which is thrown away. */
interface Tracing extends Shared {
  readonly builder: ProgramBuilder;
  readonly blocks: BlockBuilder;
  /** The node that is built. */
  node: FlatNode | null;
  readonly values: Map<string, Traced>;
  /** What surrounds a bypassed node; null for the document's. */
  readonly around: Tracing | null;
  /** Values from around it that were read, as values of this program. */
  readonly taken: Map<string, Traced>;
  readonly weights: Map<string, { value: Value; kind: 'weight' | 'buffer' }>;
  readonly used: Map<string, string[]>;
  readonly outputs: ProgramOutput[];
  readonly updates: Map<string, number>;
  readonly taps: Record<string, number>;
}

/** Builds the program of everything that is right; every problem is reported at its node. */
export function trace(
  graph: ScheduledGraph,
  options: TraceOptions,
  reporter: Reporter,
): TracedGraph {
  const titles = new Map(primitivesOf(graph.nodes).map((node) => [node.path, node.title]));
  const bypassed: Shared['bypassed'] = { passes: new Map(), types: new Map() };
  const tracing = startTracing({ options, reporter, titles, bypassed }, null);
  for (const node of graph.nodes) traceAny(node, tracing);
  const types = new Map<string, TensorType>();
  for (const [ref, { type }] of tracing.values) types.set(ref, type);
  for (const [alias, source] of graph.aliases) {
    const type = types.get(source);
    if (type) types.set(alias, type);
    const within = bypassed.types.get(source);
    if (within) bypassed.types.set(alias, within);
  }
  const program = tracing.builder.finish({
    outputs: tracing.outputs,
    updates: [...tracing.updates].map(([name, value]) => ({ name, value })),
    taps: tracing.taps,
  });
  return { program, types, bypassed, weights: tracing.used };
}

function startTracing(shared: Shared, around: Tracing | null): Tracing {
  const { options, reporter, titles, bypassed } = shared;
  const builder = createProgramBuilder();
  const tracing: Omit<Tracing, 'blocks'> = {
    ...{ options, reporter, titles, bypassed, builder, around },
    node: null,
    values: new Map(),
    taken: new Map(),
    weights: new Map(),
    used: new Map(),
    outputs: [],
    updates: new Map(),
    taps: {},
  };
  return Object.assign(tracing, { blocks: createBlockBuilder(tracing) });
}

function traceAny(node: AnyNode, tracing: Tracing): void {
  if (node.kind === 'bypassed') traceBypassed(node, tracing);
  else traceNode(node, tracing);
}

/**
 * Traces what the node would compute, into a program of its own that is dropped, and compares what
 * would come out with what goes in.
 */
function traceBypassed(node: BypassedNode, tracing: Tracing): void {
  const { path, title, block, wired } = node;
  if (!node.valid) return;
  const inner = startTracing(tracing, tracing);
  for (const each of node.inside) traceAny(each, inner);
  for (const [ref, { type }] of inner.values) {
    if (nodeOf(ref) !== path) tracing.bypassed.types.set(ref, type);
  }
  const inputs = new Map<string, TensorType | undefined>();
  for (const [port, ref] of Object.entries(node.inputs)) {
    inputs.set(port, readValue(ref, tracing)?.type);
  }
  const outputs = new Map<string, TensorType>();
  for (const [port, ref] of Object.entries(node.outputs)) {
    const value = readValue(ref, inner);
    if (value) outputs.set(port, value.type);
  }
  const results = inner.outputs.map(({ kind }) => kind);
  const answer = judgeBypass({ title, block, inputs, outputs, wired, results });
  if (answer.kind === 'refused') tracing.reporter.report(bypassRefused(path, title, answer.reason));
  if (answer.kind !== 'passes') return;
  tracing.bypassed.passes.set(path, answer.passes);
  for (const [port, passed] of Object.entries(answer.passes)) {
    const source = readValue(node.inputs[passed], tracing);
    if (!source) continue;
    tracing.values.set(`${path}.${port}`, source);
    tracing.taps[`${path}.${port}`] = source.value.id;
  }
}

/** What a port gives; within a bypassed node, what lies around it is taken in by its type. */
function readValue(ref: string, tracing: Tracing): Traced | undefined {
  const known = tracing.values.get(ref) ?? tracing.taken.get(ref);
  if (known || !tracing.around) return known;
  const around = readValue(ref, tracing.around);
  if (!around) return undefined;
  const { shape, dtype } = around.value;
  const value = tracing.builder.addLeaf({ kind: 'slot', name: ref }, { shape, dtype });
  const taken = { value, type: around.type };
  tracing.taken.set(ref, taken);
  return taken;
}

function traceNode(node: FlatNode, tracing: Tracing): void {
  if (!node.valid) return;
  const { block } = node;
  const inputs: Record<string, Value | undefined> = {};
  const axesOfInputs: Record<string, readonly Axis[]> = {};
  const bindings: AxisBindings = { names: new Map(), rest: null };
  let complete = true;
  for (const [port, spec] of Object.entries(block.inputs)) {
    const ref = node.inputs[port];
    if (ref === undefined) {
      inputs[port] = undefined;
      if (spec.optional) continue;
      complete = false;
      tracing.reporter.report(missingInput(node, port, spec));
      continue;
    }
    const source = readValue(ref, tracing);
    if (!source) {
      complete = false;
      continue;
    }
    if (!inputFits(node, port, source.type, bindings, tracing)) {
      complete = false;
      continue;
    }
    inputs[port] = source.value;
    axesOfInputs[port] = source.type.axes;
  }
  if (!complete) return;
  tracing.node = node;
  tracing.builder.at(node.path, 'forward');
  const outputs = buildNode(node, block, inputs, tracing);
  if (!outputs) return;
  const named = block.outputAxes?.(namesOfAxes(axesOfInputs), node.params);
  for (const [port, spec] of Object.entries(block.outputs)) {
    const value = outputs[port];
    const names = named?.[port];
    const axes = names
      ? applyNames(names, value.shape, Object.values(axesOfInputs).flat(), node.path)
      : nameAxes(spec.axes, value.shape, bindings, node.path);
    const ref = `${node.path}.${port}`;
    tracing.values.set(ref, { value, type: { dtype: value.dtype, axes } });
    tracing.taps[ref] = value.id;
  }
}

function namesOfAxes(
  axes: Readonly<Record<string, readonly Axis[]>>,
): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    Object.entries(axes).map(([port, list]) => [port, list.map(({ name }) => name)]),
  );
}

function inputFits(
  node: FlatNode,
  port: string,
  type: TensorType,
  bindings: AxisBindings,
  tracing: Tracing,
): boolean {
  const spec = node.block.inputs[port];
  const dtype = spec.dtype ?? 'float32';
  if (dtype !== 'any' && dtype !== type.dtype) {
    tracing.reporter.report(dtypeMismatch(node, port, dtype, type.dtype));
    return false;
  }
  const problem = matchAxes(port, spec.axes, type.axes, bindings);
  if (!problem) return true;
  const originOf = (axis: Axis) => (axis.from ? tracing.titles.get(axis.from) : undefined);
  tracing.reporter.report(axisMismatch(node, port, problem, originOf));
  return false;
}

function buildNode(
  node: FlatNode,
  block: PrimitiveBlock,
  inputs: Readonly<Record<string, Value | undefined>>,
  tracing: Tracing,
): Readonly<Record<string, Value>> | null {
  try {
    return block.build(tracing.blocks, inputs, node.params);
  } catch (error) {
    if (error instanceof BlockError) tracing.reporter.report(blockFailure(node, error));
    else if (error instanceof OpError) tracing.reporter.report(opFailure(node, error));
    else throw error;
    return null;
  }
}

function createBlockBuilder(tracing: Omit<Tracing, 'blocks'>): BlockBuilder {
  const { builder, options } = tracing;
  const current = (): FlatNode => {
    if (!tracing.node) throw new Error('a block is built outside a trace');
    return tracing.node;
  };
  const weight = (
    kind: 'weight' | 'buffer',
    name: string,
    shape: readonly number[],
    initializer: Parameters<BlockBuilder['weight']>[2],
  ): Value => {
    const node = current();
    const fullName = `${node.weightPath}/${name}`;
    const list = tracing.used.get(node.path);
    if (list) list.push(fullName);
    else tracing.used.set(node.path, [fullName]);
    const known = tracing.weights.get(fullName);
    if (known) {
      if (known.kind === kind && known.value.shape.join() === shape.join()) return known.value;
      throw new BlockError(
        'weight/mismatch',
        `The shared weight "${name}" is ${known.value.shape.join(' x ')} elsewhere and would be ${shape.join(' x ')} here.`,
        { hint: 'Shared nodes need the same sizes.' },
      );
    }
    const value = builder.addLeaf(
      { kind: 'weight', name: fullName, initializer, trainable: kind === 'weight' },
      { shape, dtype: 'float32' },
    );
    tracing.weights.set(fullName, { value, kind });
    return value;
  };
  return {
    ...builder.ops,
    ...keyedOps(builder.ops, () => current().path),
    training: options.training,
    scored: options.scored,
    batch: options.batch,
    weight: (name, shape, initializer) => weight('weight', name, shape, initializer),
    buffer: (name, shape, initializer) => weight('buffer', name, shape, initializer),
    update: (name, value) => {
      if (options.training) tracing.updates.set(`${current().weightPath}/${name}`, value.id);
    },
    input: (shape, dtype, spec) =>
      builder.addLeaf({ kind: 'input', name: current().path, spec }, { shape, dtype }),
    output: (kind, value, name, labels) => {
      tracing.outputs.push({ path: current().path, value: value.id, kind, name, labels });
    },
    tap: (name, value) => {
      tracing.taps[`${current().path}.${name}`] = value.id;
    },
    fail: (code, message, details) => {
      throw new BlockError(code, message, details);
    },
  };
}

/** Ops that draw random numbers, with the path before their key: draws differ from node to node. */
function keyedOps(ops: OpBuilder, pathOf: () => string): Partial<OpBuilder> {
  type Draw = (inputs: readonly Value[], attrs?: { readonly key?: string }) => Value;
  const random = Object.values(opTable).filter(({ impure }) => impure);
  return Object.fromEntries(
    random.map(({ name }) => {
      const draw = ops[name as keyof OpBuilder] as Draw;
      const keyed: Draw = (inputs, attrs) =>
        draw(inputs, { ...attrs, key: `${pathOf()}/${attrs?.key ?? ''}` });
      return [name, keyed];
    }),
  );
}
