/** What must hold after each stage. Run in tests and development; a failure is a bug of the compiler. */
import type { Program } from '../ops/program';
import { nodeOf } from './schedule';
import type { ExecutionPlan, FlatGraph, ScheduledGraph } from './types';

/** A broken invariant. */
export class VerifyError extends Error {
  override name = 'VerifyError';
}

function check(holds: boolean, stage: string, message: () => string): void {
  if (!holds) throw new VerifyError(`${stage}: ${message()}`);
}

/** Paths are unique; every reference is to a primitive's output, or to a node that is missing. */
export function verifyFlat(graph: FlatGraph): void {
  const paths = new Set<string>();
  for (const { path } of graph.nodes) {
    check(!paths.has(path), 'expand', () => `two nodes are called ${path}`);
    paths.add(path);
  }
  for (const node of graph.nodes) {
    const { path, inputs } = node;
    for (const ref of Object.values(inputs)) {
      const target = graph.aliases.get(ref) ?? ref;
      check(target === ref, 'expand', () => `${path} reads ${ref}, which was inlined`);
    }
    if (node.kind === 'bypassed') verifyFlat({ ...graph, nodes: node.inside });
  }
}

/** Every node follows its inputs. */
export function verifySchedule(graph: ScheduledGraph): void {
  const all = new Set(graph.nodes.map(({ path }) => path));
  const seen = new Set<string>();
  for (const node of graph.nodes) {
    const { path, inputs } = node;
    for (const ref of Object.values(inputs)) {
      const source = nodeOf(ref);
      check(
        !all.has(source) || seen.has(source),
        'schedule',
        () => `${path} comes before ${source}`,
      );
    }
    seen.add(path);
    if (node.kind === 'bypassed') verifySchedule({ ...graph, nodes: node.inside });
  }
}

/** Single assignment, definition before use, and types that the ops' shape rules give again. */
export function verifyProgram(program: Program, stage = 'program'): void {
  const known = new Set<number>();
  for (const { value } of program.leaves) {
    check(!known.has(value), stage, () => `leaf ${value} is defined twice`);
    known.add(value);
  }
  for (const { op, inputs, attrs, output, path } of program.instructions) {
    for (const id of inputs) {
      check(known.has(id), stage, () => `${op.name} at ${path} reads ${id} before it is defined`);
    }
    check(!known.has(output), stage, () => `${output} is assigned twice`);
    known.add(output);
    const inferred = op.infer(
      inputs.map((id) => program.types[id]),
      attrs as never,
    );
    const recorded = program.types[output];
    check(
      inferred.dtype === recorded.dtype && inferred.shape.join() === recorded.shape.join(),
      stage,
      () => `${op.name} at ${path} gives [${inferred.shape}], recorded as [${recorded.shape}]`,
    );
  }
  const results = [
    ...program.outputs.map(({ value }) => value),
    ...program.updates.map(({ value }) => value),
    ...Object.values(program.taps),
  ];
  for (const id of results) check(known.has(id), stage, () => `result ${id} is never computed`);
}

/** Nothing is released twice, used after its release, or released though it is a result. */
export function verifyPlan(plan: ExecutionPlan): void {
  const { program, releases } = plan;
  check(
    releases.length === program.instructions.length,
    'plan',
    () => 'one release list an instruction',
  );
  const released = new Set<number>();
  const kept = new Set([
    ...program.leaves.map(({ value }) => value),
    ...program.outputs.map(({ value }) => value),
    ...program.updates.map(({ value }) => value),
    ...Object.values(program.taps),
  ]);
  for (const [index, { inputs, output, op }] of program.instructions.entries()) {
    for (const id of inputs)
      check(!released.has(id), 'plan', () => `${op.name} reads ${id} after its release`);
    for (const id of releases[index]) {
      check(!released.has(id), 'plan', () => `${id} is released twice`);
      check(!kept.has(id), 'plan', () => `${id} is a result and must not be released`);
      released.add(id);
    }
    check(kept.has(output) || index < releases.length, 'plan', () => `${output} is lost`);
  }
  for (const { output } of program.instructions) {
    check(kept.has(output) || released.has(output), 'plan', () => `${output} is never released`);
  }
}
