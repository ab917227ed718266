/** What the weights of a graph are called elsewhere: a convention's rules applied to their names. */
import { type Part, plain, type Rearrangement, rearrange } from './layouts';
import { type Found, fillOurs, fillTheirs, matchPattern } from './patterns';
import type { Convention, Rule, Target, WeightSpec } from './types';

/** A weight, and where in a tensor of theirs it lies. */
export interface Member {
  readonly spec: WeightSpec;
  readonly rearrangement: Rearrangement;
  /** Null where it is the whole tensor. */
  readonly part: Part | null;
}

/** A tensor of theirs and what it holds of ours; several members where it is fused. */
export interface NamedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly members: readonly Member[];
}

/** Shape of a tensor of the file, by name. */
export type ShapeOf = (name: string) => readonly number[] | undefined;

interface Choice {
  readonly spec: WeightSpec;
  readonly name: string;
  readonly rearrangement: Rearrangement;
  /** Its place in a fused tensor, or null. */
  readonly index: number | null;
}

/**
 * The tensors that hold all of `specs` under a convention. `shapeOf` tells what a file has, so that
 * the spelling that it uses is chosen; without it, as the library itself would save them.
 */
export function nameTensors(
  specs: readonly WeightSpec[],
  convention: Convention,
  shapeOf: ShapeOf = () => undefined,
): readonly NamedTensor[] {
  const known = new Map(specs.map((spec) => [spec.name, spec]));
  const byName = new Map<string, Choice[]>();
  for (const spec of specs) {
    const choice = choose(spec, convention.rules, known, shapeOf);
    const others = byName.get(choice.name);
    if (!others) byName.set(choice.name, [choice]);
    else if (choice.index !== null) others.push(choice);
    // Two nodes that are told apart by a hyphen alone.
    else byName.set(spec.name, [unnamed(spec)]);
  }
  return [...byName].map(([name, choices]) => join(name, choices));
}

function choose(
  spec: WeightSpec,
  rules: readonly Rule[],
  known: ReadonlyMap<string, WeightSpec>,
  shapeOf: ShapeOf,
): Choice {
  for (const rule of rules) {
    const found = matchPattern(rule.ours, spec.name);
    if (!found) continue;
    if (rule.beside !== undefined && !known.has(fillOurs(rule.beside, found))) continue;
    const choices = rule.theirs.flatMap((target) => apply(target, found, spec, known) ?? []);
    const choice =
      choices.find((each) => each.index === null && fits(each, shapeOf)) ??
      choices.find(({ name }) => shapeOf(name)) ??
      choices[0];
    if (choice) return choice;
  }
  return unnamed(spec);
}

function fits({ name, rearrangement }: Choice, shapeOf: ShapeOf): boolean {
  return shapeOf(name)?.join() === rearrangement.shape.join();
}

/** Null where a target does not fit the graph. */
function apply(
  { name, layout, parts }: Target,
  found: Found,
  spec: WeightSpec,
  known: ReadonlyMap<string, WeightSpec>,
): Choice | null {
  const rearrangement = rearrange(spec, layout);
  if (!rearrangement) return null;
  const choice = { spec, name: fillTheirs(name, found), rearrangement };
  if (!parts) return { ...choice, index: null };
  const names = parts.map((part) => fillOurs(part, found));
  const shape = spec.shape.join();
  if (names.some((part) => known.get(part)?.shape.join() !== shape)) return null;
  return { ...choice, index: names.indexOf(spec.name) };
}

function unnamed(spec: WeightSpec): Choice {
  const { name, shape } = spec;
  return { spec, name, rearrangement: plain(shape), index: null };
}

/** One tensor of all parts, in their order. */
function join(name: string, choices: readonly Choice[]): NamedTensor {
  const [{ spec, rearrangement, index }] = choices;
  if (index === null) {
    return { name, shape: rearrangement.shape, members: [{ spec, rearrangement, part: null }] };
  }
  const { outputs: axis, shape } = rearrangement;
  const size = shape[axis];
  const members = [...choices]
    .sort((a, b) => (a.index ?? 0) - (b.index ?? 0))
    .map(
      (choice, place): Member => ({
        spec: choice.spec,
        rearrangement: choice.rearrangement,
        part: { axis, begin: place * size, size },
      }),
    );
  const joined = shape.map((n, at) => (at === axis ? size * members.length : n));
  return { name, shape: joined, members };
}
