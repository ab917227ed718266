/** execute: runs a plan on tfjs kernels, releasing each value at its last use. */
import type * as tfjs from '@tensorflow/tfjs-core';
import type { ValueType } from '../graph/types';
import type { Instruction, Leaf, ProgramOutput } from '../ops/program';
import type { RunContext } from '../ops/types';
import type { ExecutionPlan } from './types';

export type BoundLeaf = Exclude<Leaf, { kind: 'constant' }>;

/**
 * The value of a leaf: a tensor, which stays the caller's, or a number for a scalar. Asked once for
 * each leaf that the plan uses.
 */
export type Bind = (leaf: BoundLeaf) => tfjs.Tensor | number;

/** What a run gives back; the caller disposes of every tensor. */
export interface Execution {
  /** In the order of the program's outputs. */
  readonly outputs: readonly { readonly spec: ProgramOutput; readonly tensor: tfjs.Tensor }[];
  /** New values of weights, running statistics and optimiser slots. */
  readonly updates: ReadonlyMap<string, tfjs.Tensor>;
  readonly taps: Readonly<Record<string, tfjs.Tensor>>;
}

/** Where a NaN or an infinity first came out of finite numbers. */
export interface NonFinite {
  readonly path: string;
  readonly op: string;
  readonly phase: Instruction['phase'];
}

/** A plan with its constants on the device. */
export interface Executor {
  readonly plan: ExecutionPlan;
  /** Throws `ExecutionError`; nothing stays allocated then. */
  run(bind: Bind, context: RunContext): Execution;
  /** Runs once more, reading back every value; slow. Null where all are finite. */
  findNonFinite(bind: Bind, context: RunContext): Promise<NonFinite | null>;
  dispose(): void;
}

/** An op threw: at which node. The `cause` is what was thrown. */
export class ExecutionError extends Error {
  override name = 'ExecutionError';
  constructor(
    readonly path: string,
    readonly op: string,
    cause: unknown,
  ) {
    super(`${op} at ${path || 'the graph'}: ${cause instanceof Error ? cause.message : cause}`, {
      cause,
    });
  }
}

/** Prepares a plan for running on the current backend of `tf`. */
export function createExecutor(tf: typeof tfjs, plan: ExecutionPlan): Executor {
  const { program, releases } = plan;
  const used = usedValues(plan);
  const constants = new Map<number, tfjs.Tensor>();
  let disposed = false;

  /** Values by id with the leaves filled in. Scalars are new tensors in the scope of the caller. */
  const bindLeaves = (bind: Bind): (tfjs.Tensor | undefined)[] => {
    const values: (tfjs.Tensor | undefined)[] = new Array(program.types.length);
    for (const leaf of program.leaves) {
      if (used.has(leaf.value)) values[leaf.value] = bindLeaf(leaf, bind);
    }
    return values;
  };

  const bindLeaf = (leaf: Leaf, bind: Bind): tfjs.Tensor => {
    const type = program.types[leaf.value];
    if (leaf.kind === 'constant') {
      const known = constants.get(leaf.value);
      if (known) return known;
      const made = toTensor(tf, leaf.data(), type);
      // After disposal a run that is still going on makes its constants anew each time.
      if (!disposed) constants.set(leaf.value, tf.keep(made));
      return made;
    }
    const value = bind(leaf);
    if (typeof value === 'number') return tf.scalar(value, type.dtype);
    if (value.shape.join() !== type.shape.join()) {
      throw new Error(`${leaf.name} is [${value.shape}] and should be [${type.shape}]`);
    }
    return value;
  };

  return {
    plan,
    run(bind, context) {
      let execution: Execution | undefined;
      // The scope disposes of whatever an op that throws leaves behind.
      tf.tidy(() => {
        const values = bindLeaves(bind);
        program.instructions.forEach((instruction, index) => {
          values[instruction.output] = runInstruction(tf, instruction, values, context);
          for (const id of releases[index]) {
            values[id]?.dispose();
            values[id] = undefined;
          }
        });
        execution = collect(tf, plan, values);
        return tensorsOf(execution);
      });
      return execution as Execution;
    },
    async findNonFinite(bind, context) {
      const owned = new Set<tfjs.Tensor>();
      const finite = new Map<number, boolean>();
      const values: (tfjs.Tensor | undefined)[] = [];
      tf.tidy(() => {
        for (const [id, tensor] of bindLeaves(bind).entries()) values[id] = tensor;
        for (const { kind, value } of program.leaves) {
          const made = kind === 'scalar' || (kind === 'constant' && !constants.has(value));
          const tensor = made ? values[value] : undefined;
          if (tensor) owned.add(tf.keep(tensor));
        }
      });
      try {
        for (const { value } of program.leaves) {
          if (values[value]) finite.set(value, await allFinite(tf, values[value]));
        }
        for (const [index, instruction] of program.instructions.entries()) {
          const { inputs, output, path, op, phase } = instruction;
          const tensor = tf.tidy(() => runInstruction(tf, instruction, values, context));
          owned.add(tensor);
          values[output] = tensor;
          finite.set(output, await allFinite(tf, tensor));
          // A mask of minus infinity is meant; what counts is finite in, not finite out.
          if (!finite.get(output) && inputs.every((id) => finite.get(id) !== false)) {
            return { path, op: op.name, phase };
          }
          for (const id of releases[index]) {
            const released = values[id];
            if (released && owned.delete(released)) released.dispose();
          }
        }
        return null;
      } finally {
        for (const tensor of owned) tensor.dispose();
      }
    },
    dispose() {
      disposed = true;
      for (const tensor of constants.values()) tensor.dispose();
      constants.clear();
    },
  };
}

/** A tensor of plain values. `data` is row-major and is not kept. */
export function toTensor(
  tf: typeof tfjs,
  data: Float32Array | Int32Array,
  { shape, dtype }: ValueType,
): tfjs.Tensor {
  // The cpu backend keeps the array it is given.
  const values =
    dtype === 'bool'
      ? Uint8Array.from(data)
      : dtype === 'int32'
        ? Int32Array.from(data)
        : Float32Array.from(data);
  return tf.tensor(values, [...shape], dtype);
}

/** Every tensor of an execution, for disposal. */
export function tensorsOf({ outputs, updates, taps }: Execution): tfjs.Tensor[] {
  return [...outputs.map(({ tensor }) => tensor), ...updates.values(), ...Object.values(taps)];
}

function runInstruction(
  tf: typeof tfjs,
  { op, inputs, attrs, path }: Instruction,
  values: readonly (tfjs.Tensor | undefined)[],
  context: RunContext,
): tfjs.Tensor {
  try {
    return op.run(
      tf,
      inputs.map((id) => values[id] as tfjs.Tensor),
      attrs as never,
      context,
    );
  } catch (error) {
    throw new ExecutionError(path, op.name, error);
  }
}

/** Values that an instruction reads or that are a result. */
function usedValues({ program }: ExecutionPlan): ReadonlySet<number> {
  const used = new Set<number>();
  for (const { inputs } of program.instructions) for (const id of inputs) used.add(id);
  for (const { value } of program.outputs) used.add(value);
  for (const { value } of program.updates) used.add(value);
  for (const value of Object.values(program.taps)) used.add(value);
  return used;
}

/** Every result as a tensor of its own, also where two results or a leaf are one value. */
function collect(
  tf: typeof tfjs,
  { program }: ExecutionPlan,
  values: readonly (tfjs.Tensor | undefined)[],
): Execution {
  const given = new Set<number>(program.leaves.map(({ value }) => value));
  const take = (id: number): tfjs.Tensor => {
    const tensor = values[id] as tfjs.Tensor;
    if (given.has(id)) return tf.clone(tensor);
    given.add(id);
    return tensor;
  };
  const outputs = program.outputs.map((spec) => ({ spec, tensor: take(spec.value) }));
  const updates = new Map(program.updates.map(({ name, value }) => [name, take(value)]));
  const taps = Object.fromEntries(
    Object.entries(program.taps).map(([name, value]) => [name, take(value)]),
  );
  return { outputs, updates, taps };
}

async function allFinite(tf: typeof tfjs, tensor: tfjs.Tensor): Promise<boolean> {
  if (tensor.dtype !== 'float32') return true;
  // Reading a tensor takes it off the device; a copy leaves the original where it is.
  const copy = tf.mul(tensor, 1);
  const data = await copy.data();
  copy.dispose();
  return data.every(Number.isFinite);
}
