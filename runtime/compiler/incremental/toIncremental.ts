/**
 * A program that writes a text, made into two: the whole one, run once on what is there already, and a
 * step that computes one more place from what attention kept of the earlier ones (key/value cache).
 */
import type { Program, ProgramOutput } from '../../ops/program';
import { optimize } from '../optimize';
import { plan } from '../plan';
import type { ExecutionPlan } from '../types';
import { verifyPlan, verifyProgram } from '../verify';
import type { Requirement } from './conditions';
import { findDemand, findExamples, OF_TOKENS } from './demand';
import { carriedName, type EmittedStep, emitStep, type InputLeaf } from './emitStep';
import { sameTime, type TimeAxis } from './timeAxis';

export interface Incremental {
  /** Places of the text. */
  readonly places: number;
  /**
   * The whole program. Its taps are what a step reads, the masks of the requirements, by `carriedName`,
   * and `attention`.
   */
  readonly prologue: ExecutionPlan;
  /**
   * One place. Leaves of the whole program keep their ids. Beside them it reads `token`, `place` and
   * leaves of the kind `carried`: the tap of that name of the whole program or, where the step before
   * has one, its update of that name. Its output and `attention` are those of the whole program, of
   * this place alone; the tap `LOOKS` is there where masks are computed from what is written.
   */
  readonly step: ExecutionPlan;
  /** Id of the leaf that is the token to read, int32 [B, 1]. */
  readonly token: number;
  /** Id of the leaf that is the number of its place. */
  readonly place: number;
  /** If one is not met, steps are wrong: a place looks at later ones. */
  readonly requirements: readonly Requirement[];
  /** Taps that tell where a place looks: [B, (heads,) places, sources], of a step [B, (heads,) 1, sources]. */
  readonly attention: readonly string[];
  /**
   * By name of an update: where the examples of the batch lie in it. Null where that is not known; empty
   * for a batch of one.
   */
  readonly examples: ReadonlyMap<string, TimeAxis> | null;
}

/** Tap of a step: 0 where a mask hides everything from this place, and the step must not be used. */
export const LOOKS = 'looks somewhere';

/** Why a program must be run whole for each token. */
export interface NotIncremental {
  readonly reason: string;
}

export interface IncrementalOptions {
  /** The input that is written, int32 [B, places]. */
  readonly generated: InputLeaf;
  /** The output that is read: logits [B, places, V]. */
  readonly output: ProgramOutput;
}

export function toIncremental(
  program: Program,
  { generated, output }: IncrementalOptions,
): Incremental | NotIncremental {
  const [batch, places] = program.types[generated.value]!.shape as [number, number];
  if (places < 2) return { reason: 'The text has one place.' };
  const demand = findDemand(program, generated.value, places, {
    value: output.value,
    time: OF_TOKENS,
  });
  if ('obstacle' in demand) {
    const { op, path } = demand.obstacle;
    return { reason: `"${path}" (${op.name}) mixes places of the text in a way of its own.` };
  }
  const emitted = emitStep(program, demand, generated);
  const answer = 'ahead' in emitted ? undefined : emitted.rowsOf(output.value)[0];
  if ('ahead' in emitted || !answer || answer.ahead.length > 0) {
    const { path } = 'ahead' in emitted ? emitted.ahead : output;
    return { reason: `"${path}" reads later places of the text: no mask hides them.` };
  }
  const attention = attentionRows(program, generated, emitted);
  const step = finishStep(emitted, { ...output, value: answer.value.id }, attention);
  return {
    places,
    prologue: planned({
      ...program,
      outputs: [output],
      taps: prologueTaps(program, emitted, step, Object.keys(attention)),
    }),
    step,
    token: emitted.token.id,
    place: emitted.place.id,
    requirements: emitted.requirements,
    attention: Object.keys(attention),
    examples: batch === 1 ? new Map() : examplesOf(program, generated, batch, emitted),
  };
}

/** Taps that tell where each place of a text looks: [B, (heads,) places, sources]. */
export function attentionTaps(program: Program, generated: InputLeaf): string[] {
  const places = program.types[generated.value]!.shape[1];
  const reached = new Set([generated.value]);
  for (const { inputs, output } of program.instructions) {
    if (inputs.some((id) => reached.has(id))) reached.add(output);
  }
  return Object.entries(program.taps).flatMap(([name, id]) => {
    const { shape } = program.types[id]!;
    const hasRows = (shape.length === 3 || shape.length === 4) && shape.at(-2) === places;
    return hasRows && reached.has(id) ? [name] : [];
  });
}

/** Values of the step by tap, of those taps whose row it computes for its answer. */
function attentionRows(
  program: Program,
  generated: InputLeaf,
  { rowsOf }: EmittedStep,
): Readonly<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const name of attentionTaps(program, generated)) {
    const id = program.taps[name]!;
    const time = { axis: program.types[id]!.shape.length - 2, outer: 1, inner: 1 };
    const row = rowsOf(id).find((one) => sameTime(one.time, time));
    if (row?.ahead.every(({ state }) => state === 'zero')) found[name] = row.value.id;
  }
  return found;
}

function finishStep(
  { builder, grown, guards }: EmittedStep,
  answer: ProgramOutput,
  attention: Readonly<Record<string, number>>,
): ExecutionPlan {
  const [first, ...others] = guards;
  const looks = first && others.reduce((least, one) => builder.ops.minimum([least, one]), first);
  return planned(
    builder.finish({
      outputs: [answer],
      updates: [...grown].map(([id, value]) => ({ name: carriedName(id), value: value.id })),
      taps: { ...attention, ...(looks && { [LOOKS]: looks.id }) },
    }),
  );
}

function prologueTaps(
  program: Program,
  { carried, requirements }: EmittedStep,
  step: ExecutionPlan,
  attention: readonly string[],
): Program['taps'] {
  const read = new Set(step.program.leaves.map(({ value }) => value));
  const wanted = [
    ...[...carried].flatMap(([id, leaf]) => (read.has(leaf.id) ? [id] : [])),
    ...requirements.flatMap(({ anyOf }) => anyOf.map(({ value }) => value)),
  ];
  return Object.fromEntries([
    ...wanted.map((id) => [carriedName(id), id] as const),
    ...attention.map((name) => [name, program.taps[name]!] as const),
  ]);
}

function planned(program: Program): ExecutionPlan {
  const optimized = optimize(program, [
    ...program.outputs.map(({ value }) => value),
    ...program.updates.map(({ value }) => value),
    ...Object.values(program.taps),
  ]);
  const result = plan(optimized);
  if (import.meta.env.DEV) {
    verifyProgram(optimized, 'incremental');
    verifyPlan(result);
  }
  return result;
}

function examplesOf(
  program: Program,
  generated: InputLeaf,
  batch: number,
  { grown }: EmittedStep,
): Incremental['examples'] {
  const found = findExamples(program, generated.value, batch);
  const examples = new Map<string, TimeAxis>();
  for (const id of grown.keys()) {
    const axis = found.get(id);
    if (!axis) return null;
    examples.set(carriedName(id), axis);
  }
  return examples;
}
