/** The step of a program that writes: each op again, for one place of its result. */
import { sizeOf } from '../../graph/types';
import { createProgramBuilder, type ProgramBuilder } from '../../ops/createOpBuilder';
import type { Instruction, Leaf, Program } from '../../ops/program';
import type { Attrs, OpBuilder, Value } from '../../ops/types';
import { type Ahead, type AheadInput, aheadOf } from './ahead';
import type { Requirement } from './conditions';
import { type Demand, isCached, needsOfRow, OF_TOKENS, rowArgs } from './demand';
import { type RowRule, rowRules } from './rowRules';
import { aroundTime, rowShape, sameTime, type TimeAxis } from './timeAxis';

export type InputLeaf = Extract<Leaf, { kind: 'input' }>;

/** Name of a value that is carried from the whole program to the step, or from step to step. */
export const carriedName = (id: number): string => `%${id}`;

/** One place of a value, and what it holds of later places. */
export interface Row {
  readonly time: TimeAxis;
  readonly value: Value;
  readonly ahead: readonly Ahead[];
}

export interface EmittedStep {
  readonly builder: ProgramBuilder;
  readonly token: Value;
  readonly place: Value;
  /** By value of the whole program. */
  rowsOf(id: number): readonly Row[];
  /** Values of the whole program that the step reads, with their leaf. */
  readonly carried: ReadonlyMap<number, Value>;
  /** Those that grow by a place, with what they become. */
  readonly grown: ReadonlyMap<number, Value>;
  readonly requirements: readonly Requirement[];
  /** Scalars that are 0 where a mask hides everything from this place. */
  readonly guards: readonly Value[];
}

/** Fails at the instruction that reads later places. */
export function emitStep(
  program: Program,
  demand: Demand,
  { name, spec, value: tokens }: InputLeaf,
): EmittedStep | { readonly ahead: Instruction } {
  const { types } = program;
  const [batch, places] = types[tokens]!.shape as [number, number];
  // Leaves keep their ids, so that the step is bound as the whole program is.
  const builder = createProgramBuilder({ ...program, instructions: [] });
  const { ops } = builder;
  const token = builder.addLeaf(
    { kind: 'input', name, spec },
    { shape: [batch, 1], dtype: 'int32' },
  );
  const place = builder.addLeaf({ kind: 'scalar', name: 'place' }, { shape: [], dtype: 'int32' });

  const leaves = new Map(program.leaves.map((leaf) => [leaf.value, leaf]));
  const rows = new Map<number, Row[]>([[tokens, [{ time: OF_TOKENS, value: token, ahead: [] }]]]);
  const wholes = new Map<number, Value>();
  const carried = new Map<number, Value>();
  const grown = new Map<number, Value>();
  const requirements: Requirement[] = [];
  const guards: Value[] = [];

  const carry = (id: number): Value => {
    const known = carried.get(id);
    if (known) return known;
    const leaf = builder.addLeaf({ kind: 'carried', name: carriedName(id) }, types[id]!);
    carried.set(id, leaf);
    return leaf;
  };
  const wholeOf = (id: number): Value => {
    const known = wholes.get(id);
    if (known) return known;
    if (leaves.has(id)) return builder.valueOf(id);
    if (demand.varying.has(id)) throw new Error(`value ${id} was not made whole`);
    return carry(id);
  };
  const addRow = (id: number, row: Row): Row => {
    rows.set(id, [...(rows.get(id) ?? []), row]);
    return row;
  };
  const rowOf = (id: number, time: TimeAxis): Row => {
    const known = rows.get(id)?.find((one) => sameTime(one.time, time));
    if (known) return known;
    // Nothing that is written changes it: a table of positions, a mask.
    const whole = wholeOf(id);
    const around = reshaped(ops, whole, aroundTime(whole.shape, time, places));
    const taken = ops.takeRow([around, place]);
    const value = reshaped(ops, taken, rowShape(whole.shape, time));
    return addRow(id, { time, value, ahead: [] });
  };

  /** False where the place depends on later ones. */
  const emitRow = (instruction: Instruction, time: TimeAxis): boolean => {
    const { inputs, output } = instruction;
    const needs = needsOfRow(program, instruction, time, places) ?? [];
    const args = rowArgs(program, instruction, time, places);
    const sources: AheadInput[] = [];
    const values: Value[] = [];
    for (const [index, id] of inputs.entries()) {
      const need = needs[index]!;
      const row = need === 'whole' ? null : rowOf(id, need);
      const growing = row ? undefined : demand.wholes.get(id);
      sources.push({
        id,
        need,
        ahead: growing ? [{ time: growing, state: 'unknown', zeroIf: [] }] : (row?.ahead ?? []),
        isStatic: !demand.varying.has(id),
        constant: constantOf(leaves.get(id), sizeOf(types[id]!.shape)),
      });
      values.push(row?.value ?? wholeOf(id));
    }
    const later = aheadOf(instruction, args, sources);
    if (!later) return false;
    requirements.push(...later.requirements);
    for (const hidden of later.guards) {
      const step = sourceStep(types[inputs[0]!]!.shape, needs[0] as TimeAxis, hidden, places);
      guards.push(looksSomewhere(ops, values[0]!, step, places));
    }
    const value = emit(ops, instruction, values, rowShape(types[output]!.shape, time));
    addRow(output, { time, value, ahead: later.ahead });
    return true;
  };

  /** The same: what is kept must be final. */
  const emitGrown = (output: number, growing: TimeAxis): boolean => {
    const { value: row, ahead } = rowOf(output, growing);
    if (ahead.length > 0) return false;
    const { shape } = types[output]!;
    const around = aroundTime(shape, growing, places);
    const kept = reshaped(ops, carry(output), around);
    const one = reshaped(ops, row, [around[0], 1, around[2]]);
    const value = reshaped(ops, ops.setRow([kept, one, place]), shape);
    wholes.set(output, value);
    grown.set(output, value);
    return true;
  };

  for (const instruction of program.instructions) {
    const { inputs, output, path } = instruction;
    builder.at(path, 'forward');
    for (const time of demand.rows.get(output) ?? []) {
      if (!emitRow(instruction, time)) return { ahead: instruction };
    }
    const growing = demand.wholes.get(output);
    if (!growing) continue;
    if (!isCached(program, output)) {
      wholes.set(output, emit(ops, instruction, inputs.map(wholeOf), types[output]!.shape));
    } else if (!emitGrown(output, growing)) return { ahead: instruction };
  }
  const rowsOf = (id: number) => rows.get(id) ?? [];
  return { builder, token, place, rowsOf, carried, grown, requirements, guards };
}

function reshaped(ops: OpBuilder, value: Value, shape: readonly number[]): Value {
  return value.shape.join() === shape.join() ? value : ops.reshape([value], { shape });
}

/** The op of an instruction on other values, for a result of `shape`. */
function emit(
  ops: OpBuilder,
  { op, attrs }: Instruction,
  inputs: readonly Value[],
  shape: readonly number[],
): Value {
  type Build = (inputs: readonly Value[], attrs: Attrs) => Value;
  const rule = rowRules[op.name] as RowRule;
  const build = ops[op.name as keyof OpBuilder] as Build;
  const value = build(inputs, (rule.attrs?.(attrs, shape) ?? attrs) as Attrs);
  if (value.shape.join() !== shape.join()) {
    throw new Error(`${op.name}: a step gives [${value.shape}], and [${shape}] was expected`);
  }
  return value;
}

function constantOf(leaf: Leaf | undefined, size: number): number | null {
  return leaf?.kind === 'constant' && size === 1 ? leaf.data()[0]! : null;
}

/** Elements between two neighbouring sources in one place, `row`, of a mask of `shape`. */
function sourceStep(
  shape: readonly number[],
  row: TimeAxis,
  source: TimeAxis,
  places: number,
): number {
  const [, , step] = aroundTime(shape, source, places);
  const [, , rowStep] = aroundTime(shape, row, places);
  // All other places are gone from the row: they lay within a step, or around it.
  return rowStep < step ? step / places : step;
}

/** 1 where each row of a mask is true at some source, else 0. */
function looksSomewhere(ops: OpBuilder, mask: Value, step: number, places: number): Value {
  const numbers = ops.cast([mask], { dtype: 'float32' });
  const around = [sizeOf(mask.shape) / places / step, places, step];
  const best = ops.max([reshaped(ops, numbers, around)], { axes: [1] });
  return ops.min([best], { axes: [0, 1] });
}
