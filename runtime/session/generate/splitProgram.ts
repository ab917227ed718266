/** A program that writes and its two parts, made once, with what is known of its masks. */
import type * as tfjs from '@tensorflow/tfjs-core';
import type { Execution } from '../../compiler/execute';
import { type Condition, holds } from '../../compiler/incremental/conditions';
import { carriedName } from '../../compiler/incremental/emitStep';
import {
  type Incremental,
  type NotIncremental,
  toIncremental,
} from '../../compiler/incremental/toIncremental';
import type { InputLeaf } from '../../compiler/inputNeeds';
import type { ExecutionPlan } from '../../compiler/types';
import type { Program, ProgramOutput } from '../../ops/program';

export interface SplitProgram {
  readonly parts: Incremental | NotIncremental;
  /** Whether no place looks at later ones, after a run of the whole program; it may stay unused. */
  isSound(tf: typeof tfjs, execution: Execution): Promise<boolean>;
}

const known = new WeakMap<ExecutionPlan, SplitProgram>();

export function splitProgram(
  plan: ExecutionPlan,
  generated: InputLeaf,
  output: ProgramOutput,
): SplitProgram {
  const found = known.get(plan);
  if (found) return found;
  const parts = toIncremental(plan.program, { generated, output });
  // Masks that no input changes are looked at once.
  const once = !('reason' in parts) && masksAreFixed(plan.program, parts);
  let sound: boolean | null = null;
  const split: SplitProgram = {
    parts,
    async isSound(tf, execution) {
      if ('reason' in parts) return false;
      if (sound !== null) return sound;
      const met = await meetsAll(tf, parts, execution);
      if (once) sound = met;
      return met;
    },
  };
  known.set(plan, split);
  return split;
}

async function meetsAll(
  tf: typeof tfjs,
  { requirements, places }: Incremental,
  { taps }: Execution,
): Promise<boolean> {
  const meets = async (condition: Condition) => {
    const mask = taps[carriedName(condition.value)];
    // Reading a tensor takes it off the device; a copy leaves the original where it is.
    const copy = tf.tidy(() => tf.mul(tf.cast(mask, 'float32'), 1));
    const values = await copy.data();
    copy.dispose();
    return holds(condition, values, mask.shape, places);
  };
  for (const { anyOf } of requirements) {
    const met = await Promise.all(anyOf.map(meets));
    if (!met.includes(true)) return false;
  }
  return true;
}

/** Whether the masks of the requirements are made of constants alone. */
function masksAreFixed(program: Program, { requirements }: Incremental): boolean {
  const changing = new Set(
    program.leaves.flatMap(({ kind, value }) => (kind === 'constant' ? [] : [value])),
  );
  for (const { op, inputs, output } of program.instructions) {
    if (op.impure || inputs.some((id) => changing.has(id))) changing.add(output);
  }
  return requirements.every(({ anyOf }) => anyOf.every(({ value }) => !changing.has(value)));
}
