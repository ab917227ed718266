/**
 * Our side of `npm run test:interop`: loads each model's file into the graph wired of our blocks,
 * compares its output with PyTorch's, and writes the weights back. `node scripts/run.mjs
 * scripts/interop/check.ts FOLDER`; scripts/interop.mjs calls it.
 */
import { openAsBlob } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compile } from '../../runtime/compiler/compile';
import { createExecutor, tensorsOf, toTensor } from '../../runtime/compiler/execute';
import type { GraphDocument } from '../../runtime/graph/document';
import { startBackend } from '../../runtime/kernels/testing/startBackend';
import { startSession } from '../../runtime/session/testing/startSession';
import { readHeader, readTensor } from '../../runtime/weights/safetensors';
import { cases } from './documents';

/** Largest difference from PyTorch's output, relative to its largest value. */
const TOLERANCE = 1e-5;

const folder = process.argv[3];
const { tf } = await startBackend('wasm');
const session = await startSession('wasm');
let failed = 0;
for (const { name, document, output, convention } of cases) {
  try {
    const told = await check(name, document, output, convention);
    console.log(`ok    ${name}: ${told}`);
  } catch (error) {
    failed++;
    console.log(`FAIL  ${name}: ${error instanceof Error ? error.message : error}`);
  }
}
await session.dispose();
process.exitCode = failed > 0 ? 1 : 0;

async function check(
  name: string,
  document: GraphDocument,
  output: string,
  convention: string,
): Promise<string> {
  const file = await openAsBlob(join(folder, name, 'weights.safetensors'));
  await session.reset();
  // All weights, or none: nothing may be missing or misshaped.
  const loaded = await session.loadWeights(document, file);
  if (!loaded.ok) throw new Error(loaded.diagnostics.map(({ message }) => message).join(' '));
  const { report } = loaded.value;
  if (report.unexpected.length > 0) throw new Error(JSON.stringify(report.unexpected));
  if (report.convention?.id !== convention) throw new Error(`read as ${report.convention?.id}`);

  const example = await readExample(name);
  const difference = await compare(document, output, example);
  if (!(difference <= TOLERANCE)) throw new Error(`the output differs by ${difference}`);

  const saved = await session.saveWeights(document, convention);
  if (!saved.ok) throw new Error(saved.diagnostics[0].message);
  const bytes = new Uint8Array(await saved.value.arrayBuffer());
  await writeFile(join(folder, name, 'back.safetensors'), bytes);
  return `${report.matched} weights, output within ${difference.toExponential(1)}`;
}

type Example = ReadonlyMap<string, { shape: readonly number[]; values: Float32Array }>;

async function readExample(name: string): Promise<Example> {
  const file = await openAsBlob(join(folder, name, 'example.safetensors'));
  const { tensors } = await readHeader(file);
  const entries = [...tensors.values()].map(async (tensor) => {
    const values = await readTensor(file, tensor);
    return [tensor.name, { shape: tensor.shape, values }] as const;
  });
  return new Map(await Promise.all(entries));
}

async function compare(document: GraphDocument, tap: string, example: Example): Promise<number> {
  const expected = example.get('output')?.values ?? new Float32Array();
  const batch = [...example.values()][0].shape[0];
  const compiled = compile(document, { purpose: 'predict', batch, taps: [tap] });
  if (!compiled.ok) throw new Error(compiled.diagnostics[0].message);
  const { plan } = compiled.value;
  const { types } = plan.program;
  const checkpoint = await session.checkpoint();
  const executor = createExecutor(tf, plan);
  const fed = new Map(
    plan.program.leaves.flatMap((leaf) => {
      if (!('name' in leaf)) return [];
      const data = checkpoint?.tensors[leaf.name]?.data ?? example.get(leaf.name)?.values;
      if (!data) throw new Error(`nothing for ${leaf.name}`);
      const type = types[leaf.value];
      const typed = type.dtype === 'int32' ? Int32Array.from(data) : data;
      return [[leaf.value, toTensor(tf, typed, type)] as const];
    }),
  );
  const execution = executor.run((leaf) => fed.get(leaf.value)!, { step: 0, seed: 0 });
  const actual = await execution.taps[tap].data();
  tf.dispose([...fed.values(), ...tensorsOf(execution)]);
  executor.dispose();
  if (actual.length !== expected.length) throw new Error(`${actual.length} values`);
  const size = Math.max(...expected.map(Math.abs));
  return Math.max(...expected.map((value, i) => Math.abs(value - actual[i]))) / size;
}
