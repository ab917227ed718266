/**
 * What one place of a value holds of later places. What is cached is known up to the place that is
 * computed and arbitrary beyond it, until a mask hides that: then weights of attention are 0 there.
 */
import type { Instruction } from '../../ops/program';
import type { Condition, Requirement } from './conditions';
import { type Need, type RowArgs, type RowRule, rowRules } from './rowRules';
import { possibleTimes, sameTime, type TimeAxis } from './timeAxis';

/**
 * At later places along `time` the row is arbitrary (`unknown`), 0 (or false), or far below any score
 * (`low`). No entry: nothing of it depends on later places.
 */
export interface Ahead {
  readonly time: TimeAxis;
  readonly state: 'unknown' | 'zero' | 'low';
  /** It is 0 all the same where one of these holds. */
  readonly zeroIf: readonly Condition[];
}

export interface AheadInput {
  readonly id: number;
  readonly need: Need;
  /** Of the place or of the whole that the op reads; empty for what no written token reaches. */
  readonly ahead: readonly Ahead[];
  readonly isStatic: boolean;
  /** The one number that it is, where that is known. */
  readonly constant: number | null;
}

export interface AheadResult {
  readonly ahead: readonly Ahead[];
  /** Conditions that must hold for it. */
  readonly requirements: readonly Requirement[];
  /**
   * Time axes of the first input, a mask that is computed as one writes: every row must be true somewhere
   * along them.
   */
  readonly guards: readonly TimeAxis[];
}

/** As low as a masked score. */
const LOW = -1e8;

/** Null where the row depends on later places. */
export function aheadOf(
  { op }: Instruction,
  args: RowArgs,
  inputs: readonly AheadInput[],
): AheadResult | null {
  const rule = rowRules[op.name] as RowRule;
  const result = {
    ahead: [] as Ahead[],
    requirements: [] as Requirement[],
    guards: [] as TimeAxis[],
  };
  const passed = new Set<Ahead>();
  for (const time of possibleTimes(args.output.shape, args.places)) {
    if (sameTime(time, args.time)) continue;
    const needs = rule.needs({ ...args, time });
    if (!needs) continue;
    const states = inputs.map((input, index) => stateAt(input, needs[index]!));
    for (const { found } of states) if (found) passed.add(found);
    if (states.every(({ found }) => !found)) continue;
    const combine = combinations[op.name] ?? anyUnknown;
    const combined = combine(states, inputs, result);
    if (combined) result.ahead.push({ ...combined, time });
  }
  for (const [index, { ahead }] of inputs.entries()) {
    for (const one of ahead) {
      if (passed.has(one)) continue;
      // It ends in this op, which goes over all places.
      if (op.name === 'softmax' && one.state === 'low') {
        result.ahead.push({ time: one.time, state: 'zero', zeroIf: [] });
      } else if (one.state === 'unknown') {
        if (op.name !== 'matmul' || !meetsZeros(one, index, args, inputs)) return null;
      }
    }
  }
  return result;
}

/** What an input holds along one time axis of the result. */
interface State {
  readonly found: Ahead | null;
  readonly zeroIf: readonly Condition[];
}

function stateAt(input: AheadInput, need: Need): State {
  if (need === 'whole') return { found: null, zeroIf: [] };
  const found = input.ahead.find(({ time }) => sameTime(time, need)) ?? null;
  if (!input.isStatic || input.need === 'whole') return { found, zeroIf: found?.zeroIf ?? [] };
  const condition = { value: input.id, row: input.need, ahead: need, everyRow: false };
  return { found, zeroIf: [condition] };
}

type Combined = Omit<Ahead, 'time'> | null;
type Combine = (
  states: readonly State[],
  inputs: readonly AheadInput[],
  result: { readonly requirements: Requirement[]; readonly guards: TimeAxis[] },
) => Combined;

const unknown: Combined = { state: 'unknown', zeroIf: [] };
const zero: Combined = { state: 'zero', zeroIf: [] };

const isUnknown = ({ found }: State) => found?.state === 'unknown';

const anyUnknown: Combine = (states) => (states.some(isUnknown) ? unknown : null);

/** The same elements. */
const view: Combine = ([{ found }]) => found && { state: found.state, zeroIf: found.zeroIf };

/** 0 at 0. */
const keepsZero: Combine = ([{ found }]) =>
  found && found.state !== 'low' ? { state: found.state, zeroIf: found.zeroIf } : null;

/** 0 where either is. */
const product: Combine = (states) => {
  if (states.some(({ found }) => found?.state === 'zero')) return zero;
  if (!states.some(isUnknown)) return null;
  return { state: 'unknown', zeroIf: states.flatMap(({ zeroIf }) => zeroIf) };
};

/** `where(mask, x, otherwise)`: a mask that is false at later places takes `otherwise` there. */
const choice: Combine = ([mask, x, otherwise], [input, , other], { requirements, guards }) => {
  const isHidden = mask!.found?.state === 'zero';
  const mayHide = isHidden || (isUnknown(x!) && mask!.zeroIf.length > 0);
  if (!mayHide) return [mask!, x!, otherwise!].some(isUnknown) ? unknown : null;
  if (isUnknown(otherwise!)) return unknown;
  const isLow = other!.constant !== null && other!.constant <= LOW;
  if (!isHidden) {
    const everyRow = isLow && input!.isStatic;
    requirements.push({ anyOf: mask!.zeroIf.map((one) => ({ ...one, everyRow })) });
  }
  if (isLow && mask!.found) guards.push(mask!.found.time);
  if (isLow) return { state: 'low', zeroIf: [] };
  return other!.constant === 0 ? zero : null;
};

const combinations: Readonly<Partial<Record<string, Combine>>> = {
  reshape: view,
  transpose: view,
  slice: view,
  broadcastTo: view,
  scale: keepsZero,
  neg: keepsZero,
  abs: keepsZero,
  relu: keepsZero,
  cast: keepsZero,
  stopGradient: keepsZero,
  mul: product,
  logicalAnd: product,
  where: choice,
};

/** Whether the sum of a product over places multiplies what is unknown by zeros. */
function meetsZeros(
  { time }: Ahead,
  index: number,
  { attrs, inputs: types }: RowArgs,
  inputs: readonly AheadInput[],
): boolean {
  const last = types[0]!.shape.length - 1;
  const inner = [attrs.transposeA ? last - 1 : last, attrs.transposeB ? last : last - 1];
  const other = 1 - index;
  if (time.axis !== inner[index]) return false;
  const met = { ...time, axis: inner[other]! };
  return inputs[other]!.ahead.some((one) => one.state === 'zero' && sameTime(one.time, met));
}
