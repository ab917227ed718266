/** What the inputs of a program ask a data set for. */
import type { InputSpec, Leaf, Program } from '../ops/program';

export type InputLeaf = Extract<Leaf, { kind: 'input' }>;

/** An input, as `InputNeed` of the data sets has it: its path, and the sizes of one example. */
export interface NeededInput extends InputSpec {
  readonly path: string;
  readonly shape: readonly number[];
}

/** Those that an instruction reads: a label that no loss reads asks for nothing. */
export function inputLeaves(program: Program): readonly InputLeaf[] {
  const read = new Set(program.instructions.flatMap(({ inputs }) => inputs));
  return program.leaves.filter(
    (leaf): leaf is InputLeaf => leaf.kind === 'input' && read.has(leaf.value),
  );
}

export function needsOf(program: Program): NeededInput[] {
  return inputLeaves(program).map(({ name, value, spec }) => ({
    path: name,
    ...spec,
    shape: program.types[value].shape.slice(1),
  }));
}
