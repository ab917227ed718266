/** What a device can hold, and the words for a plan that it cannot. */
import type { Diagnostic } from '../graph/diagnostics';
import type { GraphDocument, GraphNode } from '../graph/document';
import { formatBytes } from '../graph/formatBytes';
import { bytesOf, sizeOf, type TensorType } from '../graph/types';
import { resolveBlock } from './bind';
import { findOwners } from './cost';
import { describeAxes } from './messages';
import type { ExecutionPlan } from './types';

/** A 32-bit address space less what tfjs and the rest of the page need. */
const WASM_BYTES = 2 ** 31;

/** The parts of a report on a backend that tell what fits. */
export interface DeviceLimits {
  readonly backend: string;
  /** "WebGPU". */
  readonly label: string;
  /** Largest single buffer, bytes; null where there is no limit that is known. */
  readonly maxBufferBytes: number | null;
}

/** Most bytes that a plan holds at once on a backend; where none is known, on one with our kernels. */
export function peakBytesOn(plan: ExecutionPlan, backend: string | undefined): number {
  const composed = backend === 'webgl' || backend === 'cpu';
  return composed ? plan.composedPeakBytes : plan.peakBytes;
}

/** What the words are taken from: the document, and the types of its ports by `path.port`. */
export interface PlanSource {
  readonly document: GraphDocument;
  readonly types: ReadonlyMap<string, TensorType>;
  /** Examples in one pass. */
  readonly batch: number;
}

/** The largest value of a plan. */
export interface LargestValue {
  /** Origin path of the node that makes or holds it. */
  readonly path: string;
  /** The node's title. */
  readonly title: string;
  readonly bytes: number;
  /** What it is: `"weights" (batch 1, heads 8, tokens 64, source 64)`, `"kernel" (512 x 2048)`. */
  readonly what: string;
}

/** Null for a plan without values. */
export function describeLargest(plan: ExecutionPlan, source: PlanSource): LargestValue | null {
  const { program, largest: value } = plan;
  if (value === null) return null;
  const owners = findOwners(program);
  const leaf = program.leaves.find((candidate) => candidate.value === value);
  const maker = program.instructions.find(({ output }) => output === value);
  const path = leaf
    ? (owners.leaves.get(value) ?? '')
    : ((maker?.phase === 'update' ? owners.updates.get(maker.path) : maker?.path) ?? '');
  const { shape } = program.types[value];
  const port = leaf && leaf.kind !== 'input' ? null : findPort(path, shape, source.types);
  const name = leaf?.kind === 'weight' || leaf?.kind === 'slot' ? partOf(leaf.name) : port?.name;
  const gradient = maker?.phase === 'backward' ? 'the gradient of ' : '';
  const sizes = port ? describeAxes(port.type.axes) : shape.join(' x ');
  return {
    path,
    title: titleOf(source.document, path),
    bytes: bytesOf(program.types[value]),
    what: `${gradient}${name ? `"${name}"` : 'a value inside'} (${sizes})`,
  };
}

/** Why a plan cannot run on a device, with the node and the value to blame; null where it can. */
export function checkLimits(
  plan: ExecutionPlan,
  source: PlanSource,
  { backend, label, maxBufferBytes }: DeviceLimits,
): Diagnostic | null {
  const excess = maxBufferBytes !== null && plan.largestBytes > maxBufferBytes;
  const largest = excess ? describeLargest(plan, source) : null;
  if (largest && maxBufferBytes !== null) {
    return {
      ...refusal(source.batch),
      message: `${largest.title} needs ${formatBytes(largest.bytes)} for ${largest.what}. ${label} takes ${formatBytes(maxBufferBytes)} at most in one buffer here.`,
      at: { path: largest.path },
    };
  }
  if (backend === 'wasm' && plan.peakBytes > WASM_BYTES) {
    return {
      ...refusal(source.batch),
      message: `This needs ${formatBytes(plan.peakBytes)} at once. ${label} has ${formatBytes(WASM_BYTES)} here.`,
      at: {},
    };
  }
  return null;
}

/**
 * Most bytes that trainings hold together which take their steps in turn: the weights and optimiser
 * states of all, and what one of them works in.
 */
export function peakBytesTogether(
  plans: readonly ExecutionPlan[],
  backend: string | undefined,
): number {
  let kept = 0;
  let working = 0;
  for (const plan of plans) {
    const own = keptBytes(plan);
    kept += own;
    working = Math.max(working, peakBytesOn(plan, backend) - own);
  }
  return kept + working;
}

/** Why trainings of which each fits cannot go on side by side on a device; null where they can. */
export function checkTogether(
  plans: readonly ExecutionPlan[],
  { backend, label }: DeviceLimits,
): Diagnostic | null {
  const bytes = peakBytesTogether(plans, backend);
  if (backend !== 'wasm' || bytes <= WASM_BYTES) return null;
  return {
    code: 'run/limit',
    severity: 'error',
    message: `${plans.length} trainings side by side need ${formatBytes(bytes)}. ${label} has ${formatBytes(WASM_BYTES)} here.`,
    hint: 'Train fewer variants at a time, or make them smaller.',
    at: {},
  };
}

/** Of weights and optimiser state, which stay between steps. */
function keptBytes({ program }: ExecutionPlan): number {
  const kept = program.leaves.filter(({ kind }) => kind === 'weight' || kind === 'slot');
  return kept.reduce((sum, { value }) => sum + bytesOf(program.types[value]), 0);
}

function refusal(batch: number): Pick<Diagnostic, 'code' | 'severity' | 'hint'> {
  return {
    code: 'run/limit',
    severity: 'error',
    hint:
      batch > 1
        ? 'Lower the batch, use fewer tokens or pixels, or a narrower model.'
        : 'Use fewer tokens or pixels, or a narrower model.',
  };
}

/** A port of the node with this shape, or else with as many elements: it names the axes. */
function findPort(
  path: string,
  shape: readonly number[],
  types: ReadonlyMap<string, TensorType>,
): { readonly name: string; readonly type: TensorType } | null {
  const count = sizeOf(shape);
  let flattened: { readonly name: string; readonly type: TensorType } | null = null;
  for (const [ref, type] of types) {
    if (!ref.startsWith(`${path}.`)) continue;
    const port = { name: ref.slice(path.length + 1), type };
    const sizes = type.axes.map(({ size }) => size);
    if (sizes.join() === shape.join()) return port;
    if (sizeOf(sizes) === count) flattened ??= port;
  }
  return flattened;
}

/** The user's label of the node at a path, or its block's title; the path where it leads nowhere. */
function titleOf(document: GraphDocument, path: string): string {
  let nodes: Readonly<Record<string, GraphNode>> | null = document.nodes;
  let title = path === '' ? document.title : path;
  for (const id of path.split('/')) {
    if (/^\d+$/.test(id)) continue;
    const node: GraphNode | undefined = nodes && Object.hasOwn(nodes, id) ? nodes[id] : undefined;
    if (!node) return title;
    const block: ReturnType<typeof resolveBlock> = resolveBlock(node.block, document.definitions);
    title = node.label ?? block?.title ?? node.block;
    nodes =
      block?.kind === 'defined'
        ? block.definition.nodes
        : block?.kind === 'composite'
          ? block.graph.nodes
          : null;
  }
  return title;
}

/** `kernel` of `encoder/3/attention/query/kernel`. */
function partOf(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1).replace(/#.*/, '');
}
