/**
 * Tokens a second of a small model that goes on with a text, with the key/value cache and without:
 * `npm run bench bench/generate.ts [rounds]`. WebAssembly, SIMD, one thread, in Node; by processor time,
 * which other work on the machine changes less than the clock.
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import { compile } from '../runtime/compiler/compile';
import { type Bind, createExecutor, toTensor } from '../runtime/compiler/execute';
import { inputLeaves } from '../runtime/compiler/inputNeeds';
import { emptyDocument, type GraphDocument } from '../runtime/graph/document';
import { startBackend } from '../runtime/kernels/testing/startBackend';
import { GREEDY } from '../runtime/session/generate/checkDecoding';
import { createChooser } from '../runtime/session/generate/chooser';
import { createWriter } from '../runtime/session/generate/writer';
import { writeTokens } from '../runtime/session/generate/writeTokens';
import { initialValues } from '../runtime/session/initialize';

const rounds = Number(process.argv[3] ?? 5);
const [layers, width, places, vocabulary] = [4, 128, 128, 96];

const nodes = {
  text: ['tokens-input', { tokens: places, vocabulary, feed: 'generated' }],
  embed: ['token-embedding', { vocabulary, d_model: width }],
  placed: ['sinusoidal-positions', {}],
  mask: ['causal-mask', {}],
  layer: ['encoder-layer', { heads: 4, d_ff: 4 * width, activation: 'gelu' }],
  logits: ['linear', { units: vocabulary }],
  out: ['token-output', {}],
} as const;
const wires = [
  ['text.tokens', 'embed.tokens'],
  ['embed.y', 'placed.x'],
  ['embed.y', 'mask.x'],
  ['placed.y', 'layer.x'],
  ['mask.mask', 'layer.mask'],
  ['layer.y', 'logits.x'],
  ['logits.y', 'out.logits'],
] as const;

const document: GraphDocument = {
  ...emptyDocument('Writer'),
  nodes: Object.fromEntries(
    Object.entries(nodes).map(([id, [block, params]]) => [
      id,
      { id, block, params, position: { x: 0, y: 0 }, ...(id === 'layer' && { repeat: layers }) },
    ]),
  ),
  edges: wires.map(([from, to]) => {
    const [source, sourcePort] = from.split('.');
    const [target, targetPort] = to.split('.');
    return { source, sourcePort, target, targetPort };
  }),
};

const { tf } = await startBackend('wasm');
const compiled = compile(document, { purpose: 'predict', batch: 1 });
if (!compiled.ok) throw new Error(compiled.diagnostics.map(({ message }) => message).join('\n'));
const { plan } = compiled.value;
const executor = createExecutor(tf, plan);
const weights = new Map<number, Tensor>();
for (const leaf of plan.program.leaves) {
  if (leaf.kind !== 'weight') continue;
  const type = plan.program.types[leaf.value];
  const values = initialValues(1, leaf.name, type.shape, leaf.initializer);
  weights.set(leaf.value, toTensor(tf, values, type));
}
const bind: Bind = (leaf) => weights.get(leaf.value) as Tensor;
const [generated] = inputLeaves(plan.program);
const [output] = plan.program.outputs;

/** Tokens a second of processor time, of a whole text of random tokens, the first included. */
async function speed(cache: boolean): Promise<number> {
  const writer = createWriter({ tf, executor, bind, generated, output, cache });
  const choose = createChooser({ ...GREEDY, method: 'sample', seed: 1 });
  const from = process.cpuUsage();
  const { length } = await writeTokens({
    writer,
    prompt: [1],
    choose: (logits) => choose(logits.with(2, -1e9)),
    maxTokens: places,
    slides: false,
    pause: async () => null,
  });
  const { user, system } = process.cpuUsage(from);
  const seconds = (user + system) / 1e6;
  if (cache && writer.uncachedBecause !== null) throw new Error(writer.uncachedBecause);
  writer.dispose();
  return length / seconds;
}

const ratios: number[] = [];
await speed(true);
await speed(false);
for (let round = 0; round < rounds; round++) {
  const [cached, whole] = [await speed(true), await speed(false)];
  ratios.push(cached / whole);
  print(`${cached.toFixed(0)} tokens a second with the cache, ${whole.toFixed(0)} without`);
}
ratios.sort((a, b) => a - b);
print(
  `with / without: ${ratios[0].toFixed(1)} min, ${ratios[Math.floor(rounds / 2)].toFixed(1)} median of ${rounds}`,
);
process.exit(0);

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
