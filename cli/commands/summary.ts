/** `patchbay summary`: layers, shapes and cost of a graph, forward and for a training step. */
import { analyze } from '../../runtime/compiler/analyze';
import { type Estimate, estimate, type PassCost } from '../../runtime/compiler/estimate';
import { optimizerOf } from '../../runtime/compiler/optimizer';
import type { Analysis, Cost } from '../../runtime/compiler/types';
import type { GraphDocument } from '../../runtime/graph/document';
import type { TensorType } from '../../runtime/graph/types';
import { parseWords, whole } from '../args';
import { OK, type Output, PROBLEM, type Status } from '../io';
import { loadGraph } from '../loadGraph';
import { bytes, describe, grouped, table } from '../print';

interface Layer {
  readonly path: string;
  /** Sizes of each output port with the names of their axes: `y` -> "batch 1, tokens 65". */
  readonly outputs: Readonly<Record<string, string>>;
  readonly shape: string;
  /** Passes its input on: what lies within is left out. */
  readonly bypassed: boolean;
  readonly forward: Cost;
  readonly training: Cost | null;
}

const nothing: Cost = {
  params: 0,
  macs: 0,
  flops: 0,
  dispatches: 0,
  peakBytes: 0,
  largestBytes: 0,
};

export async function summary(words: readonly string[], output: Output): Promise<Status> {
  const { values, graph } = parseWords(words, {
    batch: { type: 'string' },
    depth: { type: 'string' },
    json: { type: 'boolean' },
  });
  const batch = whole(values.batch, '--batch', 1, 1);
  const depth = whole(values.depth, '--depth', 0, 1);
  const { document } = await loadGraph(graph);
  const analysis = analyze(document, { batch });
  const { experiment } = document;
  const cost = estimate(document, {
    batch,
    optimizer: experiment && optimizerOf(experiment),
  });
  const layers = layersOf(analysis, cost, depth);
  const errors = analysis.diagnostics.filter(({ severity }) => severity === 'error');
  if (values.json)
    output.out(`${JSON.stringify(toJson(document, analysis, cost, layers), null, 2)}\n`);
  else output.out(toText(document, cost, layers, analysis));
  for (const error of errors) output.error(`${describe(error)}\n`);
  return errors.length > 0 ? PROBLEM : OK;
}

function layersOf(analysis: Analysis, cost: Estimate, depth: number): readonly Layer[] {
  const repeated = new Set(
    [...analysis.nodes.values()].flatMap(({ path, repeat }) => (repeat === null ? [] : [path])),
  );
  // A copy lies with its nodes on one level, below the composite that is repeated.
  const levelOf = (path: string) => {
    const parts = path.split('/');
    const isCopy = (count: number) => repeated.has(parts.slice(0, count - 1).join('/'));
    const copies = parts.filter((_, i) => isCopy(i + 1)).length;
    return parts.length - 1 - copies + (isCopy(parts.length) ? 1 : 0);
  };
  const ports = new Map<string, Map<string, TensorType>>();
  for (const [ref, type] of analysis.types) {
    const dot = ref.lastIndexOf('.');
    const path = ref.slice(0, dot);
    const known = ports.get(path) ?? new Map<string, TensorType>();
    ports.set(path, known.set(ref.slice(dot + 1), type));
  }
  // In the order in which they run, a composite before its first node; what has no output is last.
  const ranks = new Map<string, number>();
  for (const [index, path] of [...ports.keys()].entries()) {
    for (let at = path; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('/')))) {
      if (!ranks.has(at)) ranks.set(at, index);
    }
  }
  const rankOf = (path: string) => ranks.get(path) ?? ports.size;
  const { passes } = analysis.bypassed;
  const isWithin = (path: string) => [...passes.keys()].some((at) => path.startsWith(`${at}/`));
  return [...analysis.nodes.keys()]
    .filter((path) => levelOf(path) <= depth && !isWithin(path))
    .sort((a, b) => rankOf(a) - rankOf(b) || a.length - b.length)
    .map((path) => {
      const types = [...(ports.get(path) ?? [])];
      const [first] = types;
      return {
        path,
        outputs: Object.fromEntries(types.map(([port, type]) => [port, named(type)])),
        shape: first ? first[1].axes.map(({ size }) => size).join(' x ') : '',
        bypassed: passes.has(path),
        forward: cost.forward.nodes.get(path) ?? nothing,
        training: cost.training?.nodes.get(path) ?? null,
      };
    });
}

function named({ axes, dtype }: TensorType): string {
  const sizes = axes.map(({ name, size }) => `${name} ${size}`).join(', ');
  return dtype === 'float32' ? sizes : `${sizes} (${dtype})`;
}

function toText(
  { title }: GraphDocument,
  { batch, forward, training, diagnostics }: Estimate,
  layers: readonly Layer[],
  { buffers }: Analysis,
): string {
  const rows = layers.map(({ path, shape, bypassed, forward }) => [
    bypassed ? `${path} (bypassed)` : path,
    shape,
    grouped(forward.params),
    grouped(forward.macs),
    grouped(forward.flops),
    grouped(forward.dispatches),
  ]);
  const headings = ['node', 'output', 'parameters', 'MACs', 'FLOPs', 'dispatches'];
  const lines: [string, (pass: PassCost) => string][] = [
    ['MACs', ({ total }) => grouped(total.macs)],
    ['FLOPs', ({ total }) => grouped(total.flops)],
    ['dispatches', ({ total }) => grouped(total.dispatches)],
    ['peak memory', ({ plan }) => bytes(plan.peakBytes)],
    ['largest value', ({ plan }) => bytes(plan.largestBytes)],
  ];
  const totals = lines.map(([name, read]) => [name, read(forward), training ? read(training) : '']);
  const statistics = buffers > 0 ? `, and ${grouped(buffers)} running statistics` : '';
  const reason = training
    ? ''
    : `\nNo training step: ${diagnostics[0]?.message ?? 'the graph has no loss.'}\n`;
  return (
    `${title}, batch ${batch}\n\n${table(headings, rows)}\n` +
    `${grouped(forward.total.params)} parameters${statistics}\n\n` +
    `${table(['', 'forward', 'training step'], totals)}${reason}`
  );
}

function toJson(
  { title }: GraphDocument,
  { diagnostics, buffers }: Analysis,
  { batch, forward, training }: Estimate,
  layers: readonly Layer[],
): unknown {
  const pass = ({ total, plan }: PassCost) => ({
    macs: total.macs,
    flops: total.flops,
    dispatches: total.dispatches,
    peakBytes: plan.peakBytes,
    largestBytes: plan.largestBytes,
  });
  return {
    title,
    batch,
    parameters: forward.total.params,
    buffers,
    forward: pass(forward),
    training: training && pass(training),
    layers: layers.map(({ path, outputs, bypassed, forward: cost, training: step }) => ({
      path,
      outputs,
      ...(bypassed && { bypassed }),
      parameters: cost.params,
      forward: cost,
      training: step,
    })),
    diagnostics,
  };
}
