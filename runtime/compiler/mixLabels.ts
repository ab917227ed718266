/** mixLabels: losses of mixed examples. Zhang et al. 2018 (mixup), as the authors' code has them. */
import { createProgramBuilder, type ProgramBuilder } from '../ops/createOpBuilder';
import type { Instruction, Program } from '../ops/program';
import type { OpBuilder, Value } from '../ops/types';

/** Scalar leaf: the share of the first of the two examples that are mixed. */
export const MIX = 'mix';

/**
 * Each loss L(y) becomes mix L(y) + (1 - mix) L(y'), whatever loss it is: what depends on the right
 * answers is computed twice, with the leaves that give them and with second leaves of the same names
 * (`partner`) for the answers of the examples that were mixed in. Metrics stay those of the first.
 * A program whose losses depend on no answers is given back as it is.
 */
export function mixLabels(program: Program): Program {
  const builder = createProgramBuilder(program);
  /** Values that depend on the right answers, each with its twin. */
  const twins = new Map<number, number>();
  for (const leaf of program.leaves) {
    if (leaf.kind !== 'input' || leaf.spec.role !== 'labels') continue;
    const spec = { ...leaf.spec, partner: true } as const;
    const twin = builder.addLeaf({ ...leaf, spec }, program.types[leaf.value]);
    twins.set(leaf.value, twin.id);
  }
  for (const instruction of program.instructions) {
    if (!instruction.inputs.some((id) => twins.has(id))) continue;
    const inputs = instruction.inputs.map((id) => builder.valueOf(twins.get(id) ?? id));
    twins.set(instruction.output, repeat(builder, instruction, inputs).id);
  }
  const mixed = program.outputs.some(({ kind, value }) => kind === 'loss' && twins.has(value));
  if (!mixed) return program;
  const { ops } = builder;
  const share = builder.addLeaf({ kind: 'scalar', name: MIX }, { shape: [], dtype: 'float32' });
  builder.at('', 'forward');
  const rest = ops.shift([ops.neg([share])], { amount: 1 });
  const outputs = program.outputs.map((output) => {
    const twin = output.kind === 'loss' ? twins.get(output.value) : undefined;
    if (twin === undefined) return output;
    builder.at(output.path, 'forward');
    const first = ops.mul([builder.valueOf(output.value), share]);
    const second = ops.mul([builder.valueOf(twin), rest]);
    return { ...output, value: ops.add([first, second]).id };
  });
  return builder.finish({ outputs, updates: program.updates, taps: program.taps });
}

/** The same instruction on other inputs. */
function repeat(
  builder: ProgramBuilder,
  { op, attrs, path, phase }: Instruction,
  inputs: readonly Value[],
): Value {
  type Method = (inputs: readonly Value[], attrs: Instruction['attrs']) => Value;
  builder.at(path, phase);
  const method = builder.ops[op.name as keyof OpBuilder] as Method;
  return method(inputs, attrs);
}
