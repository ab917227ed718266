/** Builds programs: every op becomes a method that checks shapes and appends one instruction. */
import type { Instruction, Leaf, Program, ProgramOutput } from './program';
import { opTable } from './table';
import type { Attrs, Op, OpBuilder, Value, ValueType } from './types';
import { OpError } from './types';

/** A leaf that has no value id yet. */
export type LeafSpec = Leaf extends infer L ? (L extends Leaf ? Omit<L, 'value'> : never) : never;

/** What a program has besides its instructions. */
export interface ProgramParts {
  readonly outputs: readonly ProgramOutput[];
  readonly updates: Program['updates'];
  readonly taps: Program['taps'];
}

export interface ProgramBuilder {
  readonly ops: OpBuilder;
  /** Origin and phase of the instructions that follow; at first `''` and `forward`. */
  at(path: string, phase: Instruction['phase']): void;
  /** Adds a value from outside. Constants of equal key and type are merged; names are not checked. */
  addLeaf(leaf: LeafSpec, type: ValueType): Value;
  /** A value by its id. */
  valueOf(id: number): Value;
  /** Number of values so far; ids run from 0. */
  size(): number;
  finish(parts: ProgramParts): Program;
}

/**
 * Starts an empty program, or goes on with `base`, whose values keep their ids (`base` itself is
 * not changed). Methods of `ops` throw `OpError` for inputs that the op cannot take.
 */
export function createProgramBuilder(base?: Program): ProgramBuilder {
  const types: ValueType[] = base ? [...base.types] : [];
  const leaves: Leaf[] = base ? [...base.leaves] : [];
  const instructions: Instruction[] = base ? [...base.instructions] : [];
  const constants = new Map<string, number>();
  for (const leaf of leaves) {
    if (leaf.kind === 'constant') {
      constants.set(constantKey(leaf.key, types[leaf.value]!), leaf.value);
    }
  }
  let path = '';
  let phase: Instruction['phase'] = 'forward';

  function addValue(type: ValueType): Value {
    const value = { id: types.length, shape: type.shape, dtype: type.dtype };
    types.push({ shape: type.shape, dtype: type.dtype });
    return value;
  }

  function lookUp(id: number): Value {
    const type = types[id];
    if (!type) throw new OpError(`the program has no value ${id}`);
    return { id, shape: type.shape, dtype: type.dtype };
  }

  function addLeaf(leaf: LeafSpec, type: ValueType): Value {
    if (leaf.kind !== 'constant') {
      const value = addValue(type);
      leaves.push({ ...leaf, value: value.id });
      return value;
    }
    const key = constantKey(leaf.key, type);
    const known = constants.get(key);
    if (known !== undefined) return lookUp(known);
    const value = addValue(type);
    leaves.push({ ...leaf, value: value.id });
    constants.set(key, value.id);
    return value;
  }

  function append(op: Op<Attrs>, inputs: readonly Value[], attrs: Attrs | undefined): Value {
    const merged = { ...op.defaults, ...attrs };
    const output = addValue(
      op.infer(
        inputs.map(({ id }) => lookUp(id)),
        merged,
      ),
    );
    instructions.push({
      op: op as unknown as Op<never>,
      inputs: inputs.map(({ id }) => id),
      attrs: merged,
      output: output.id,
      path,
      phase,
    });
    return output;
  }

  const methods = Object.entries(opTable).map(([name, op]) => [
    name,
    (inputs: readonly Value[], attrs?: Attrs) => append(op as unknown as Op<Attrs>, inputs, attrs),
  ]);
  const ops = {
    ...Object.fromEntries(methods),
    constant: (key: string, type: ValueType, data: () => Float32Array | Int32Array) =>
      addLeaf({ kind: 'constant', key, data }, type),
    scalar: (value: number) =>
      addLeaf(
        { kind: 'constant', key: `scalar ${value}`, data: () => Float32Array.of(value) },
        { shape: [], dtype: 'float32' },
      ),
  } as OpBuilder;

  return {
    ops,
    at(nextPath, nextPhase) {
      path = nextPath;
      phase = nextPhase;
    },
    addLeaf,
    valueOf: lookUp,
    size: () => types.length,
    finish: (parts) => ({
      types: [...types],
      leaves: [...leaves],
      instructions: [...instructions],
      outputs: parts.outputs,
      updates: parts.updates,
      taps: parts.taps,
    }),
  };
}

function constantKey(key: string, type: ValueType): string {
  return `${key} ${type.dtype}[${type.shape.join(',')}]`;
}
