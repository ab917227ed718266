/** Which places of which values a step must compute, from the answer back to the token. */
import type { Instruction, Program } from '../../ops/program';
import { type Need, type RowArgs, rowRules } from './rowRules';
import { possibleTimes, sameTime, type TimeAxis } from './timeAxis';

/** What a step needs of the values that the written tokens change. */
export interface Demand {
  /** Values that depend on the tokens. */
  readonly varying: ReadonlySet<number>;
  /** Of which one place is computed, along these time axes. */
  readonly rows: ReadonlyMap<number, readonly TimeAxis[]>;
  /** That are needed whole, with the axis along which they grow. */
  readonly wholes: ReadonlyMap<number, TimeAxis>;
}

/** The time axis of the tokens. */
export const OF_TOKENS: TimeAxis = { axis: 1, outer: 1, inner: 1 };

/**
 * For one place of `answer` along `time`, where `tokens` [B, places] are written. An obstacle is the op
 * that mixes places.
 */
export function findDemand(
  program: Program,
  tokens: number,
  places: number,
  answer: { readonly value: number; readonly time: TimeAxis },
): Demand | { readonly obstacle: Instruction } {
  const varying = findVarying(program, tokens);
  const times = findTimes(program, tokens, places, varying);
  const rows = new Map<number, TimeAxis[]>();
  const wholes = new Map<number, TimeAxis>();
  const needRow = (id: number, time: TimeAxis) => {
    const known = rows.get(id);
    if (!known) rows.set(id, [time]);
    else if (!known.some((one) => sameTime(one, time))) known.push(time);
  };
  needRow(answer.value, answer.time);
  const makers = new Map(program.instructions.map((one) => [one.output, one]));
  /** The op after which the places of a value do not lie along an axis. */
  const whereLost = (id: number): Instruction | undefined => {
    const maker = makers.get(id);
    const earlier = maker?.inputs.find((input) => varying.has(input) && !times.get(input)?.length);
    return earlier === undefined ? maker : whereLost(earlier);
  };
  /** False where the places of the value do not lie along one axis. */
  const needWhole = (id: number): boolean => {
    const [time, ...others] = times.get(id) ?? [];
    if (!time || others.length > 0) return false;
    wholes.set(id, time);
    return true;
  };

  for (let i = program.instructions.length - 1; i >= 0; i--) {
    const instruction = program.instructions[i]!;
    const { inputs, output } = instruction;
    if (!varying.has(output)) continue;
    const growing = wholes.get(output);
    if (growing && isCached(program, output)) needRow(output, growing);
    else if (growing) {
      // Masks and ids are made anew, from the tokens most of the time.
      const fits = inputs.every((id) => !varying.has(id) || needWhole(id));
      if (!fits) return { obstacle: whereLost(output) ?? instruction };
    }
    for (const time of rows.get(output) ?? []) {
      const needs = needsOfRow(program, instruction, time, places);
      if (!needs) return { obstacle: instruction };
      for (const [index, need] of needs.entries()) {
        const id = inputs[index]!;
        if (!varying.has(id)) continue;
        if (need !== 'whole') needRow(id, need);
        else if (!needWhole(id)) return { obstacle: whereLost(id) ?? instruction };
      }
    }
  }
  const asked = rows.get(tokens) ?? [];
  if (!asked.every((time) => sameTime(time, OF_TOKENS))) {
    return { obstacle: program.instructions.at(-1)! };
  }
  return { varying, rows, wholes };
}

/** Values that are kept from place to place; whole numbers and masks are not. */
export function isCached(program: Program, id: number): boolean {
  return program.types[id]!.dtype === 'float32';
}

export function needsOfRow(
  program: Program,
  instruction: Instruction,
  time: TimeAxis,
  places: number,
): readonly Need[] | null {
  const rule = rowRules[instruction.op.name];
  return rule?.needs(rowArgs(program, instruction, time, places)) ?? null;
}

export function rowArgs(
  { types }: Program,
  { inputs, output, attrs }: Instruction,
  time: TimeAxis,
  places: number,
): RowArgs {
  return { time, places, inputs: inputs.map((id) => types[id]!), output: types[output]!, attrs };
}

function findVarying({ instructions }: Program, tokens: number): ReadonlySet<number> {
  const varying = new Set([tokens]);
  for (const { inputs, output } of instructions) {
    if (inputs.some((id) => varying.has(id))) varying.add(output);
  }
  return varying;
}

/** Along which axes the places of each value lie: two in a square of scores, none after a mean. */
function findTimes(
  program: Program,
  tokens: number,
  places: number,
  varying: ReadonlySet<number>,
): ReadonlyMap<number, readonly TimeAxis[]> {
  const times = new Map<number, readonly TimeAxis[]>([[tokens, [OF_TOKENS]]]);
  for (const instruction of program.instructions) {
    const { inputs, output } = instruction;
    if (!varying.has(output)) continue;
    const found = possibleTimes(program.types[output]!.shape, places).filter((time) =>
      needsOfRow(program, instruction, time, places)?.some(
        (need, index) =>
          need !== 'whole' && times.get(inputs[index]!)?.some((one) => sameTime(one, need)),
      ),
    );
    times.set(output, found);
  }
  return times;
}

/**
 * Where the examples of a batch lie in each value that the tokens [batch, places] change; absent where
 * an example cannot be told from the others. What the tokens do not change is alike for all.
 */
export function findExamples(
  program: Program,
  tokens: number,
  batch: number,
): ReadonlyMap<number, TimeAxis> {
  const found = new Map<number, TimeAxis>([[tokens, { axis: 0, outer: 1, inner: 1 }]]);
  const varying = findVarying(program, tokens);
  for (const instruction of program.instructions) {
    const { inputs, output } = instruction;
    if (!varying.has(output)) continue;
    const axis = possibleTimes(program.types[output]!.shape, batch).find((candidate) =>
      needsOfRow(program, instruction, candidate, batch)?.every((need, index) => {
        const id = inputs[index]!;
        if (!varying.has(id)) return true;
        const of = found.get(id);
        return need !== 'whole' && of !== undefined && sameTime(of, need);
      }),
    );
    if (axis) found.set(output, axis);
  }
  return found;
}
