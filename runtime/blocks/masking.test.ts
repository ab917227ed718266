/** Blocks that hide something at random in training: how much, what, and not otherwise. */
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it, vi } from 'vitest';
import { compile } from '../compiler/compile';
import type { ParamValue } from '../graph/document';
import { findBlock } from './registry';
import { exampleDocument, findProbe, SUBJECT } from './testing/probes';
import { runProgram, startingWeights } from './testing/runProgram';

vi.mock('./registry', async (importOriginal) => {
  const registry = await importOriginal<typeof import('./registry')>();
  return { ...registry, findBlock: (id: string) => registry.findBlock(id) ?? findProbe(id) };
});

beforeAll(() => tf.setBackend('cpu'));

/** Values of all ports of a block used alone, by name; `in` is what it was fed. */
function portsOf(
  id: string,
  params: Record<string, ParamValue>,
  input: { readonly port: string; readonly shape: readonly number[]; readonly ids?: number[] },
  training: boolean,
): Record<string, Float32Array> {
  const block = findBlock(id);
  if (!block) throw new Error(`no block ${id}`);
  const { port, shape, ids } = input;
  const inputs = { [port]: shape };
  const document = exampleDocument(block, { params, inputs, outputs: {}, parameters: 0 });
  const outputs = Object.keys(block.outputs).map((name) => `${SUBJECT}.${name}`);
  const taps = [...outputs, `in-${port}.y`];
  const compiled = compile(document, { purpose: 'predict', batch: 1, taps, training });
  if (!compiled.ok) throw new Error(compiled.diagnostics[0].message);
  const { program } = compiled.value.plan;
  const fed = ids ? { [`in-${port}`]: ids } : {};
  const { values } = runProgram(program, startingWeights(program), fed);
  return Object.fromEntries(
    taps.map((tap) => [
      tap.replace(/^.*\./, (found) => (found === `in-${port}.` ? 'in ' : '')),
      values[program.taps[tap]],
    ]),
  );
}

const share = (values: ArrayLike<number>, holds: (value: number, index: number) => boolean) =>
  Array.from(values).filter(holds).length / values.length;

const SIZE = 20_000;
// Every fifth is padding; the others are 3 to 18.
const ids = Array.from({ length: SIZE }, (_, i) => (i % 5 === 0 ? 0 : 3 + ((i * 7) % 16)));
const text = { port: 'tokens', shape: [4, SIZE / 4], ids };
const bert = { rate: 0.3, mask_id: 19, vocabulary: 20 };

it('mask tokens: picks its share of the content; 80 % masked, 10 % random, 10 % kept', () => {
  const { tokens, mask } = portsOf('mask-tokens', bert, text, true);
  const content = ids.map((id) => id >= 3);
  const picked = Array.from(mask, (value, i) => (value ? i : -1)).filter((i) => i >= 0);
  expect(picked.every((i) => content[i])).toBe(true);
  expect(picked.length / content.filter(Boolean).length).toBeCloseTo(0.3, 1);
  const among = (holds: (i: number) => boolean) => picked.filter(holds).length / picked.length;
  // A random token is the mask or the old one 2 times in 17.
  expect(Math.abs(among((i) => tokens[i] === 19) - 0.8 - 0.1 / 17)).toBeLessThan(0.02);
  expect(Math.abs(among((i) => tokens[i] === ids[i]) - 0.1 - 0.1 / 17)).toBeLessThan(0.02);
  const random = picked.filter((i) => tokens[i] !== 19 && tokens[i] !== ids[i]);
  const seen = new Set(random.map((i) => tokens[i]));
  expect(Math.min(...seen)).toBe(3);
  expect(Math.max(...seen)).toBe(18);
  expect(tokens.every((id, i) => mask[i] === 1 || id === ids[i])).toBe(true);
});

it('mask tokens: always the mask, where asked for', () => {
  const { tokens, mask } = portsOf('mask-tokens', { ...bert, replace: 'mask' }, text, true);
  expect(tokens.every((id, i) => id === (mask[i] ? 19 : ids[i]))).toBe(true);
  expect(share(mask, (value) => value === 1)).toBeCloseTo(0.24, 1);
});

it('mask tokens: changes nothing outside training, unless asked to', () => {
  const { tokens, mask } = portsOf('mask-tokens', bert, text, false);
  expect(Array.from(tokens)).toEqual(ids);
  expect(mask.every((value) => value === 0)).toBe(true);
  const always = portsOf('mask-tokens', { ...bert, always: true }, text, false);
  expect(share(always.mask, (value) => value === 1)).toBeCloseTo(0.24, 1);
});

it('mask patches: one vector in the place of its share of the patches', () => {
  const input = { port: 'x', shape: [2, 500, 3] };
  const ports = portsOf('mask-patches', { rate: 0.75 }, input, true);
  const { y, mask } = ports;
  expect(share(mask, (value) => value === 1)).toBeCloseTo(0.75, 1);
  const hidden = mask.indexOf(1);
  const token = y.slice(3 * hidden, 3 * hidden + 3);
  const wanted = ports['in y'].map((value, i) => (mask[Math.floor(i / 3)] ? token[i % 3] : value));
  expect(y).toEqual(wanted);
  const predicted = portsOf('mask-patches', { rate: 0.75 }, input, false);
  expect(predicted.y).toEqual(predicted['in y']);
});

it('stochastic depth: all of an example or nothing, and the mean stays', () => {
  const input = { port: 'x', shape: [4_000, 1, 2] };
  const ports = portsOf('stochastic-depth', { rate: 0.2 }, input, true);
  const given = ports['in y'];
  const factors = ports.y.map((value, i) => value / given[i]);
  for (let i = 0; i < factors.length; i += 2) {
    expect(Math.abs(factors[i] - factors[i + 1])).toBeLessThan(1e-5);
    expect(Math.min(Math.abs(factors[i]), Math.abs(factors[i] - 1.25))).toBeLessThan(1e-5);
  }
  expect(share(factors, (factor) => Math.abs(factor) < 1e-5)).toBeCloseTo(0.2, 1);
});
