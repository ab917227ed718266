/** `patchbay run`: one run of a graph on tensors of a file; results, taps and gradients to a file. */
import { type Compiled, type CompileOptions, compile } from '../../runtime/compiler/compile';
import { gradientTap } from '../../runtime/compiler/differentiate';
import {
  createExecutor,
  type Execution,
  tensorsOf,
  toTensor,
} from '../../runtime/compiler/execute';
import { inputLeaves } from '../../runtime/compiler/inputNeeds';
import type { GraphDocument } from '../../runtime/graph/document';
import { sizeOf, type ValueType } from '../../runtime/graph/types';
import type { Program } from '../../runtime/ops/program';
import type { Backend } from '../../runtime/session/backend/ladder';
import { writeSafetensors } from '../../runtime/weights/safetensors';
import { backendOf, backendOptions, parseWords, whole } from '../args';
import { openBackend } from '../backend';
import { writeFile } from '../fileSource';
import { CommandError, OK, type Output, type Status, USAGE } from '../io';
import { loadGraph } from '../loadGraph';
import { bytes, describe, table } from '../print';
import { type NamedTensor, readTensors } from '../tensors';
import { loadWeights, startingWeights, type Weights, weightSpecs } from '../weights';

const GRADIENT = gradientTap('');

export async function run(words: readonly string[], { out, error }: Output): Promise<Status> {
  const { values, graph } = parseWords(words, {
    inputs: { type: 'string' },
    out: { type: 'string' },
    weights: { type: 'string' },
    tap: { type: 'string', multiple: true },
    grad: { type: 'boolean' },
    seed: { type: 'string' },
    ...backendOptions,
  });
  const prefer = backendOf(values.backend);
  const seed = whole(values.seed, '--seed', 0, 0);
  if (!values.out)
    throw new CommandError('Say where the results go: --out OUT.safetensors.', USAGE);
  const { document } = await loadGraph(graph);
  const given = values.inputs ? await readTensors(values.inputs) : new Map<string, NamedTensor>();
  const batch = batchOf(given);
  const compiled = compileRun(document, given, { batch, taps: values.tap }, values.grad ?? false);
  const { program } = compiled.plan;
  for (const name of values.tap ?? []) {
    if (!Object.hasOwn(program.taps, name)) throw new CommandError(noTap(name, compiled.types));
  }
  const inputs = bindInputs(program, given);
  const weights = startingWeights(program, seed);
  if (values.weights) {
    const loaded = await loadWeights(values.weights, weightSpecs(document, program));
    for (const [name, value] of loaded.weights) weights.set(name, value);
    out(`${loaded.report.matched} weights from ${values.weights}\n`);
  } else if (weights.size > 0) {
    error(
      `No --weights: the ${weights.size} weights have their starting values of seed ${seed}.\n`,
    );
  }
  const backend = await openBackend(prefer);
  const results = await compute(backend, compiled, weights, inputs, seed);
  await writeFile(
    values.out,
    writeSafetensors(
      results.map(({ name, type, data }) => ({ name, shape: type.shape, values: () => data })),
      { format: 'patchbay', backend: backend.report.backend },
    ),
  );
  const gradients = results.filter(({ name }) => name.startsWith(GRADIENT)).length;
  const told = results.filter(({ name }) => !name.startsWith(GRADIENT));
  const rows = told.map(({ name, type, data }) => [
    name,
    type.shape.join(' x ') || 'one number',
    bytes(4 * data.length),
    data.length === 1 ? String(data[0]) : '',
  ]);
  const more = gradients > 0 ? ` with ${gradients} gradients` : '';
  out(`${table(['result', 'shape', 'size', 'value'], rows)}Written to ${values.out}${more}\n`);
  return OK;
}

/** The first axis of what is given. */
function batchOf(given: ReadonlyMap<string, NamedTensor>): number {
  const sizes = new Set([...given.values()].map(({ shape }) => shape[0] ?? 1));
  if (sizes.size > 1) {
    const told = [...given].map(([name, { shape }]) => `${name} ${shape[0] ?? 1}`).join(', ');
    throw new CommandError(`The inputs differ in their batch, the first axis: ${told}.`);
  }
  return [...sizes][0] ?? 1;
}

/** With a loss where the file also has the answers, with gradients where they are asked for. */
function compileRun(
  document: GraphDocument,
  given: ReadonlyMap<string, NamedTensor>,
  options: Omit<CompileOptions, 'purpose'>,
  grad: boolean,
): Compiled {
  const compileFor = (purpose: CompileOptions['purpose']) => {
    const compiled = compile(document, { ...options, purpose });
    if (compiled.ok) return compiled.value;
    throw new CommandError(compiled.diagnostics.map(describe).join('\n'));
  };
  if (grad) return compileFor('gradient');
  const predict = compileFor('predict');
  const used = new Set(inputLeaves(predict.plan.program).map(({ name }) => name));
  return [...given.keys()].every((name) => used.has(name)) ? predict : compileFor('evaluate');
}

function noTap(name: string, types: Compiled['types']): string {
  const path = name.slice(0, Math.max(0, name.lastIndexOf('.')));
  const beside = [...types.keys()].filter((ref) => path !== '' && ref.startsWith(`${path}.`));
  const known = beside.length > 0 ? ` ${path} has ${beside.join(', ')}.` : '';
  return `There is no value "${name}" to look at.${known} A tap is PATH.PORT, as \`patchbay summary --json\` lists them.`;
}

/** Inputs by value id, in the type that the graph takes. Throws a CommandError that names the input. */
function bindInputs(
  program: Program,
  given: ReadonlyMap<string, NamedTensor>,
): ReadonlyMap<number, Float32Array> {
  const bound = new Map<number, Float32Array>();
  for (const { name, value } of inputLeaves(program)) {
    const type = program.types[value];
    const tensor = given.get(name);
    if (!tensor) {
      const names = given.size > 0 ? ` The file has ${[...given.keys()].join(', ')}.` : '';
      throw new CommandError(
        `The input "${name}" is missing: it takes ${type.shape.join(' x ')} (${type.dtype}).${names}`,
      );
    }
    if (tensor.shape.join() !== type.shape.join()) {
      throw new CommandError(
        `The input "${name}" takes ${type.shape.join(' x ')}; the file has ${tensor.shape.join(' x ')}.`,
      );
    }
    if (type.dtype !== 'float32' && !tensor.values.every(Number.isInteger)) {
      throw new CommandError(`The input "${name}" takes whole numbers (${type.dtype}).`);
    }
    bound.set(value, tensor.values);
  }
  return bound;
}

interface RunValue {
  readonly name: string;
  readonly type: ValueType;
  readonly data: Float32Array;
}

async function compute(
  { tf, faults }: Backend,
  { plan }: Compiled,
  weights: Weights,
  inputs: ReadonlyMap<number, Float32Array>,
  seed: number,
): Promise<readonly RunValue[]> {
  const { program } = plan;
  const executor = createExecutor(tf, plan);
  const tensors = new Map(
    program.leaves.flatMap((leaf) => {
      const values = leaf.kind === 'weight' ? weights.get(leaf.name) : inputs.get(leaf.value);
      return values ? [[leaf.value, toTensor(tf, values, program.types[leaf.value])] as const] : [];
    }),
  );
  const execution = executor.run((leaf) => tensors.get(leaf.value) ?? 0, { step: 0, seed });
  const results = await readAll(execution);
  await faults.check();
  tf.dispose([...tensorsOf(execution), ...tensors.values()]);
  executor.dispose();
  const broken = results.find(({ data }) => !data.every(Number.isFinite));
  if (broken) throw new CommandError(`${broken.name} is not finite: it holds NaN or infinity.`);
  return results;
}

async function readAll({ outputs, taps }: Execution): Promise<readonly RunValue[]> {
  const named = [
    ...outputs.map(({ spec, tensor }) => ({
      // A node may give a loss and a metric.
      name:
        spec.kind === 'loss' || spec.kind === 'metric' ? `${spec.path}.${spec.name}` : spec.path,
      tensor,
    })),
    ...Object.entries(taps).map(([name, tensor]) => ({ name, tensor })),
  ];
  const values: RunValue[] = [];
  const seen = new Set<string>();
  for (const { name, tensor } of named) {
    if (seen.has(name)) continue;
    seen.add(name);
    const data = Float32Array.from(await tensor.data());
    if (data.length !== sizeOf(tensor.shape)) throw new CommandError(`${name} came back cut.`);
    values.push({ name, type: { shape: tensor.shape, dtype: 'float32' }, data });
  }
  return values;
}
