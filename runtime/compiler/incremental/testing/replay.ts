/** Writes given tokens twice, step by step and with the whole program, and compares every place. */
import type * as tfjs from '@tensorflow/tfjs-core';
import { inputValues, startingWeights } from '../../../blocks/testing/runProgram';
import type { GraphDocument } from '../../../graph/document';
import { createRandom } from '../../../graph/random';
import type { Leaf } from '../../../ops/program';
import { type Compiled, compile } from '../../compile';
import { type Bind, createExecutor, type Execution, tensorsOf, toTensor } from '../../execute';
import { holds } from '../conditions';
import { carriedName, type InputLeaf } from '../emitStep';
import { type Incremental, LOOKS, type NotIncremental, toIncremental } from '../toIncremental';

export interface ReplayOptions {
  readonly batch?: number;
  /** Tokens that are there before the first step. */
  readonly prompt?: number;
  readonly taps?: readonly string[];
  /** Ids that are written; by default random ones that are not padding. */
  readonly idAt?: (row: number, place: number) => number;
}

export interface Replay {
  /** Largest difference of logits and of attention, over the largest magnitude. */
  readonly error: number;
  /** Steps that the program itself would not use. */
  readonly refused: number;
  readonly steps: number;
  readonly incremental: Incremental;
}

/** A graph's program for running, and its two parts. */
export function split(
  document: GraphDocument,
  { batch = 1, taps = [] }: ReplayOptions = {},
): { readonly compiled: Compiled; readonly parts: Incremental | NotIncremental } {
  const compiled = compile(document, { purpose: 'predict', batch, taps });
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.diagnostics));
  const { program } = compiled.value.plan;
  const generated = generatedOf(program.leaves);
  const output = program.outputs.find(({ kind }) => kind === 'tokens');
  if (!generated || !output) throw new Error('The graph does not write.');
  return { compiled: compiled.value, parts: toIncremental(program, { generated, output }) };
}

function generatedOf(leaves: readonly Leaf[]): InputLeaf | undefined {
  return leaves.find(
    (leaf): leaf is InputLeaf => leaf.kind === 'input' && leaf.spec.role === 'generated-tokens',
  );
}

/** The reason, where the graph has no step or where its masks do not allow one. */
export async function replay(
  tf: typeof tfjs,
  document: GraphDocument,
  options: ReplayOptions = {},
): Promise<Replay | string> {
  const { batch = 1, prompt = 1 } = options;
  const { compiled, parts } = split(document, options);
  if ('reason' in parts) return parts.reason;
  const { program } = compiled.plan;
  const { places, step, attention } = parts;
  const generated = generatedOf(program.leaves) as InputLeaf;
  const random = createRandom(5);
  const { vocabulary = 5 } = generated.spec;
  const { idAt = () => 1 + random.int(vocabulary - 1) } = options;
  const ids = Int32Array.from({ length: batch * places }, (_, i) =>
    idAt(Math.floor(i / places), i % places),
  );
  /** The text up to a place, padding after it. */
  const upTo = (place: number) => ids.map((id, i) => (i % places <= place ? id : 0));

  const weights = startingWeights(program);
  const given = new Map<number, tfjs.Tensor>();
  for (const leaf of program.leaves) {
    if (leaf.kind === 'constant' || leaf === generated) continue;
    const type = program.types[leaf.value];
    const data = leaf.kind === 'weight' ? weights[leaf.name] : inputValues(type);
    given.set(leaf.value, toTensor(tf, data, type));
  }
  const text = (place: number) => toTensor(tf, upTo(place), program.types[generated.value]);
  const bindText =
    (tokens: tfjs.Tensor): Bind =>
    (leaf) =>
      leaf.value === generated.value ? tokens : (given.get(leaf.value) as tfjs.Tensor);

  const [whole, prologue, one] = [compiled.plan, parts.prologue, step].map((plan) =>
    createExecutor(tf, plan),
  );
  const context = { step: 0, seed: 0 };
  const first = text(prompt - 1);
  const begun = prologue.run(bindText(first), context);
  first.dispose();
  try {
    for (const { anyOf } of parts.requirements) {
      const checked = await Promise.all(
        anyOf.map(async (condition) => {
          const mask = begun.taps[carriedName(condition.value)];
          return holds(condition, await mask.data(), mask.shape, places);
        }),
      );
      if (!checked.includes(true)) return 'A mask lets a place look ahead.';
    }
    const carried = new Map(Object.entries(begun.taps));
    let error = 0;
    let refused = 0;
    for (let place = prompt; place < places; place++) {
      const tokens = text(place);
      const column = Int32Array.from({ length: batch }, (_, row) => ids[row * places + place]);
      const token = toTensor(tf, column, { shape: [batch, 1], dtype: 'int32' });
      const bind: Bind = (leaf) => {
        if (leaf.kind === 'carried') return carried.get(leaf.name) as tfjs.Tensor;
        if (leaf.value === parts.place) return place;
        return leaf.value === parts.token ? token : bindText(tokens)(leaf);
      };
      const row = one.run(bind, context);
      const wanted = whole.run(bindText(tokens), context);
      const looks = row.taps[LOOKS] ? (await row.taps[LOOKS].data())[0] : 1;
      if (looks === 0) refused++;
      else error = Math.max(error, await difference(tf, row, wanted, place, attention));
      for (const [name, tensor] of row.updates) {
        carried.get(name)?.dispose();
        carried.set(name, tensor);
      }
      tf.dispose([
        tokens,
        token,
        ...tensorsOf({ ...row, updates: new Map() }),
        ...tensorsOf(wanted),
      ]);
    }
    tf.dispose([...carried.values()]);
    return { error, refused, steps: places - prompt, incremental: parts };
  } finally {
    tf.dispose([...given.values(), ...tensorsOf(begun)]);
    for (const executor of [whole, prologue, one]) executor.dispose();
  }
}

async function difference(
  tf: typeof tfjs,
  row: Execution,
  whole: Execution,
  place: number,
  attention: readonly string[],
): Promise<number> {
  const logits = whole.outputs.find(({ spec }) => spec.kind === 'tokens');
  if (!logits) throw new Error('The whole program gives no tokens.');
  const pairs = [
    [row.outputs[0].tensor, logits.tensor, 1] as const,
    ...attention.map(
      (name) => [row.taps[name], whole.taps[name], whole.taps[name].shape.length - 2] as const,
    ),
  ];
  let worst = 0;
  for (const [found, all, axis] of pairs) {
    const begin = all.shape.map((_, i) => (i === axis ? place : 0));
    const wanted = tf.slice(all, begin, all.shape.with(axis, 1));
    if (found.shape.join() !== wanted.shape.join()) throw new Error(`a row of [${found.shape}]`);
    const [a, b] = [await found.data(), Array.from(await wanted.data())];
    wanted.dispose();
    const scale = Math.max(1e-3, ...b.map(Math.abs));
    for (const [i, value] of b.entries()) {
      const gap = Math.abs(value - a[i]) / scale;
      worst = Math.max(worst, Number.isNaN(gap) ? Number.POSITIVE_INFINITY : gap);
    }
  }
  return worst;
}
