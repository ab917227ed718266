/** optimise: common subexpressions are computed once (CSE), what nobody needs is dropped (DCE). */
import type { Instruction, Program } from '../ops/program';

/**
 * Keeps what `roots` need: value ids that must be computed. Ids stay as they are, so that taps,
 * outputs and types go on being valid; outputs and taps that were merged point to the survivor.
 */
export function optimize(program: Program, roots: readonly number[]): Program {
  const merged = mergeEqual(program);
  const survivor = (id: number) => merged.replaced.get(id) ?? id;
  const live = liveValues(merged.instructions, roots.map(survivor));
  return {
    types: program.types,
    leaves: program.leaves.filter(({ value }) => live.has(value)),
    instructions: merged.instructions.filter(({ output }) => live.has(output)),
    outputs: program.outputs
      .map((output) => ({ ...output, value: survivor(output.value) }))
      .filter(({ value }) => live.has(value)),
    updates: program.updates
      .map((update) => ({ ...update, value: survivor(update.value) }))
      .filter(({ value }) => live.has(value)),
    taps: Object.fromEntries(
      Object.entries(program.taps)
        .map(([name, value]): [string, number] => [name, survivor(value)])
        .filter(([, value]) => live.has(value)),
    ),
  };
}

function mergeEqual(program: Program): {
  instructions: readonly Instruction[];
  replaced: ReadonlyMap<number, number>;
} {
  const replaced = new Map<number, number>();
  const known = new Map<string, number>();
  const attrKeys = new Map<object, string>();
  const instructions: Instruction[] = [];
  for (const instruction of program.instructions) {
    const inputs = instruction.inputs.map((id) => replaced.get(id) ?? id);
    if (!instruction.op.impure) {
      let attrs = attrKeys.get(instruction.attrs);
      if (attrs === undefined) {
        attrs = JSON.stringify(instruction.attrs);
        attrKeys.set(instruction.attrs, attrs);
      }
      const key = `${instruction.op.name} ${inputs.join()} ${attrs}`;
      const first = known.get(key);
      if (first !== undefined) {
        replaced.set(instruction.output, first);
        continue;
      }
      known.set(key, instruction.output);
    }
    instructions.push({ ...instruction, inputs });
  }
  return { instructions, replaced };
}

function liveValues(instructions: readonly Instruction[], roots: readonly number[]): Set<number> {
  const live = new Set(roots);
  for (let i = instructions.length - 1; i >= 0; i--) {
    const { output, inputs } = instructions[i];
    if (live.has(output)) for (const id of inputs) live.add(id);
  }
  return live;
}
