/** What vision blocks say of inputs that they cannot take. */
import { expect, it, vi } from 'vitest';
import { analyze } from '../../compiler/analyze';
import type { ParamValue } from '../../graph/document';
import { findBlock } from '../registry';
import { exampleDocument, findProbe, SUBJECT } from '../testing/probes';

vi.mock('../registry', async (importOriginal) => {
  const registry = await importOriginal<typeof import('../registry')>();
  return { ...registry, findBlock: (id: string) => registry.findBlock(id) ?? findProbe(id) };
});

/** The only problem of a block used so. */
function problemOf(
  id: string,
  params: Record<string, ParamValue>,
  inputs: Record<string, readonly number[]>,
) {
  const block = findBlock(id);
  if (!block) throw new Error(`no block ${id}`);
  const { diagnostics } = analyze(
    exampleDocument(block, { params, inputs, outputs: {}, parameters: 0 }),
  );
  expect(diagnostics).toHaveLength(1);
  const [{ message, at, fixes = [] }] = diagnostics;
  expect(at.path).toBe(SUBJECT);
  return { message, param: at.param, fixes: fixes.map(({ label }) => label) };
}

it('squeeze and excitation: channels that the reduction does not divide', () => {
  expect(problemOf('squeeze-excitation', { reduction: 16 }, { x: [1, 3, 3, 40] })).toEqual({
    message: '40 channels do not divide by 16.',
    param: 'reduction',
    fixes: ['Set reduction to 10', 'Set reduction to 20'],
  });
});

it('saliency: a feature map is no picture', () => {
  expect(problemOf('saliency', { levels: 5, first: 0 }, { x: [1, 16, 16, 8] }).message).toBe(
    'A picture has 1 or 3 channels, this one 8.',
  );
});

it('saliency: a picture too small for any surround', () => {
  expect(problemOf('saliency', { levels: 4, first: 0 }, { x: [1, 7, 9, 3] })).toEqual({
    message: 'Height 7, width 9 cannot be halved to 4 scales.',
    param: 'levels',
    fixes: [],
  });
});

it('a spatial transformer takes six numbers', () => {
  const { message } = problemOf('spatial-transformer', {}, { x: [2, 4, 4, 1], theta: [2, 5] });
  expect(message).toMatch(/6.*5|5.*6/);
});

it('a grid and a picture of different batches', () => {
  const { message } = problemOf('grid-sample', {}, { x: [2, 4, 4, 1], grid: [3, 2, 2, 2] });
  expect(message).toMatch(/3 on "grid".* 2 on "x"/);
});
