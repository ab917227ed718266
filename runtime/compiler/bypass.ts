/** bypass: which input of a bypassed node stands for which output, or why none can. */
import type { Diagnostic } from '../graph/diagnostics';
import type { PortSpec } from '../graph/document';
import type { Axis, DType, TensorType } from '../graph/types';
import type { ProgramOutput } from '../ops/program';
import { describeAxes } from './messages';
import type { AnyNode, FlatNode } from './types';

/** What decides whether a node may be bypassed. Types are those of the node as it computes. */
export interface BypassQuestion {
  readonly title: string;
  readonly block: {
    readonly inputs: Readonly<Record<string, PortSpec>>;
    readonly outputs: Readonly<Record<string, PortSpec>>;
  };
  /** What is wired into its inputs: its type, where it is known. */
  readonly inputs: ReadonlyMap<string, TensorType | undefined>;
  /** Types of its outputs, where they are known. */
  readonly outputs: ReadonlyMap<string, TensorType>;
  /** Output ports that a wire leaves. */
  readonly wired: ReadonlySet<string>;
  /** What it makes of the graph's results, itself or within. */
  readonly results: readonly ProgramOutput['kind'][];
}

export type BypassAnswer =
  /** By output port: the input port that stands for it. Outputs without one are not wired. */
  | { readonly kind: 'passes'; readonly passes: Readonly<Record<string, string>> }
  /** Why it cannot be, in a sentence. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** A wire is missing, or a type is not known for a problem of its own. */
  | { readonly kind: 'unknown' };

/**
 * For each output, the first input in the block's order that has its sizes and its kind of values.
 * Each wired output needs one; where none is wired, the first. The size of the batch is chosen when
 * the graph runs, so that the batch is told by its name, too.
 */
export function judgeBypass(question: BypassQuestion): BypassAnswer {
  const { title, block, inputs, outputs, wired, results } = question;
  const refuse = (why: string): BypassAnswer => ({
    kind: 'refused',
    reason: `${title} cannot be bypassed: ${why}.`,
  });
  if (results.length > 0) {
    return refuse(`it makes ${results.includes('loss') ? 'the loss' : 'an output'} of the graph`);
  }
  if (Object.keys(block.inputs).length === 0) {
    return refuse('it takes nothing in that it could pass on');
  }
  const ports = Object.keys(block.outputs);
  if (ports.length === 0) return refuse('it gives nothing on');
  const open = Object.entries(block.inputs).some(
    ([port, { optional }]) => !inputs.get(port) && (!optional || inputs.has(port)),
  );
  if (open) return { kind: 'unknown' };
  const passes: Record<string, string> = {};
  for (const [index, port] of ports.entries()) {
    const needed = wired.has(port) || (wired.size === 0 && index === 0);
    const type = outputs.get(port);
    const passed = type && Object.keys(block.inputs).find((at) => isAlike(inputs.get(at), type));
    if (passed !== undefined) passes[port] = passed;
    else if (needed && type) return refuse(describeMisfit(question, port, type));
    else if (needed) return { kind: 'unknown' };
  }
  return { kind: 'passes', passes };
}

function isAlike(a: TensorType | undefined, b: TensorType): boolean {
  return (
    a?.dtype === b.dtype &&
    a.axes.length === b.axes.length &&
    a.axes.every((axis, at) => axis.size === b.axes[at].size && mayBeSame(axis, b.axes[at]))
  );
}

/** False for the batch and an axis of another name, which only happens to have its size. */
function mayBeSame(a: Axis, b: Axis): boolean {
  const isOther = ({ name }: Axis) => name !== 'batch' && !/^axis \d+$/.test(name);
  return !(a.name === 'batch' && isOther(b)) && !(b.name === 'batch' && isOther(a));
}

const valueWords: Readonly<Record<DType, string>> = {
  float32: 'real numbers',
  int32: 'whole numbers',
  bool: 'yes-or-no values',
};

/** `it takes height 28, width 28, channels 1 and gives tokens 16, d_model 64`. */
function describeMisfit(
  { block, inputs }: BypassQuestion,
  port: string,
  output: TensorType,
): string {
  const taken = Object.keys(block.inputs).flatMap((name) => {
    const type = inputs.get(name);
    return type ? [{ name: `"${block.inputs[name].label ?? name}"`, type }] : [];
  });
  const given = Object.keys(block.outputs).length > 1 ? ` on "${nameOf(block.outputs, port)}"` : '';
  if (taken.length === 0) return 'nothing is wired to its inputs';
  const plain = (type: TensorType) => describeAxes(type.axes.filter((a) => a.name !== 'batch'));
  const ambiguous = taken.some(({ type }) => plain(type) === plain(output));
  const shape = (type: TensorType) => (ambiguous ? describeAxes(type.axes) : plain(type));
  const mixed = taken.some(({ type }) => type.dtype !== output.dtype);
  const tell = (type: TensorType) =>
    mixed ? `${shape(type)} of ${valueWords[type.dtype]}` : shape(type);
  const byText = new Map<string, string[]>();
  for (const { name, type } of taken) {
    const text = tell(type);
    byText.set(text, [...(byText.get(text) ?? []), name]);
  }
  if (byText.size === 1)
    return `it takes ${[...byText.keys()][0]} and gives ${tell(output)}${given}`;
  const parts = [...byText].map(([text, names]) => `${text} on ${listOf(names)}`);
  return `it takes ${listOf(parts)}, and gives ${tell(output)}${given}`;
}

const nameOf = (ports: Readonly<Record<string, PortSpec>>, port: string) =>
  ports[port]?.label ?? port;

function listOf(words: readonly string[]): string {
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** The message at a bypassed node that cannot be. */
export function bypassRefused(path: string, title: string, reason: string): Diagnostic {
  return {
    code: 'node/bypass',
    severity: 'error',
    message: reason,
    short: 'cannot be bypassed',
    hint: 'Use it again, or give it sizes that come out as they go in.',
    at: { path },
    fixes: [{ label: `Use ${title} again`, edits: [{ kind: 'setBypass', path, value: false }] }],
  };
}

/** Primitive nodes, those within bypassed ones included. */
export function primitivesOf(nodes: readonly AnyNode[]): readonly FlatNode[] {
  return nodes.flatMap((node) => (node.kind === 'primitive' ? [node] : primitivesOf(node.inside)));
}
