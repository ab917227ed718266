/** Heads of papers to the parameter; what losses say, and whom they teach. */
import { describe, expect, it, vi } from 'vitest';
import { analyze } from '../../compiler/analyze';
import { compile } from '../../compiler/compile';
import { gradientTap } from '../../compiler/differentiate';
import type { ParamValue } from '../../graph/document';
import { findBlock } from '../registry';
import { exampleDocument, findProbe, SUBJECT } from '../testing/probes';

vi.mock('../registry', async (importOriginal) => {
  const registry = await importOriginal<typeof import('../registry')>();
  return { ...registry, findBlock: (id: string) => registry.findBlock(id) ?? findProbe(id) };
});

function documentOf(
  id: string,
  params: Record<string, ParamValue>,
  inputs: Record<string, readonly number[]>,
) {
  const block = findBlock(id);
  if (!block) throw new Error(`no block ${id}`);
  return exampleDocument(block, { params, inputs, outputs: {}, parameters: 0 });
}

const parametersOf = (...args: Parameters<typeof documentOf>) =>
  analyze(documentOf(...args)).nodes.get(SUBJECT)?.cost.params ?? 0;

describe('published sizes', () => {
  it("BERT's two heads: 109,482,240 with the pooler, 109,514,298 with the tied token head", () => {
    const x = { x: [1, 2, 768] };
    const pooler = parametersOf('pooling-head', {}, x);
    const table = 30522 * 768;
    const tokens = parametersOf('lm-head', { vocabulary: 30522 }, x) - table;
    expect(pooler).toBe(590_592);
    expect(109_482_240 - pooler + tokens).toBe(109_514_298);
  });

  it('the box head of DETR', () => {
    expect(parametersOf('box-head', {}, { x: [1, 100, 256] })).toBe(132_612);
  });
});

it('a head that is tied to an embedding has no table of its own', () => {
  const node = (id: string, block: string, params: Record<string, ParamValue>, tie?: string) => ({
    id,
    block,
    params,
    position: { x: 0, y: 0 },
    ...(tie && { tie }),
  });
  const document = {
    ...documentOf('lm-head', { vocabulary: 11 }, { x: [1, 2, 8] }),
    nodes: {
      words: node('words', 'tokens-input', { tokens: 2, vocabulary: 11 }),
      embed: node('embed', 'token-embedding', { vocabulary: 11, d_model: 8 }, 'words'),
      head: node('head', 'lm-head', { vocabulary: 11 }, 'words'),
    },
    edges: [
      { source: 'words', sourcePort: 'tokens', target: 'embed', targetPort: 'tokens' },
      { source: 'embed', sourcePort: 'y', target: 'head', targetPort: 'x' },
    ],
  };
  const { diagnostics, total } = analyze(document);
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(total.params).toBe(11 * 8 + (8 * 8 + 8) + 2 * 8 + 11);
});

it.each(['soft', 'hard'])('distillation teaches the student alone: %s', (form) => {
  const inputs = { logits: [3, 5], teacher: [3, 5], labels: [3] };
  const document = documentOf('distillation-loss', { form }, inputs);
  const compiled = compile(document, { purpose: 'gradient', batch: 3, training: true });
  if (!compiled.ok) throw new Error(compiled.diagnostics[0].message);
  const taps = Object.keys(compiled.value.plan.program.taps);
  expect(taps).toEqual([gradientTap('in-logits/value')]);
});

it('set loss: more predictions than a device can match', () => {
  const inputs = {
    logits: [1, 641, 5],
    boxes: [1, 641, 4],
    labels: [1, 2],
    target_boxes: [1, 2, 4],
  };
  expect(analyze(documentOf('set-loss', {}, inputs)).diagnostics).toMatchObject([
    { code: 'run/limit', message: 'This matches at most 640 predictions, not 641.' },
  ]);
});

it('set loss: more things than predictions', () => {
  const inputs = { logits: [1, 3, 5], boxes: [1, 3, 4], labels: [1, 4], target_boxes: [1, 4, 4] };
  expect(analyze(documentOf('set-loss', {}, inputs)).diagnostics).toMatchObject([
    {
      message: '3 predictions cannot cover 4 things.',
      hint: 'Every thing needs a prediction of its own. Take more queries.',
      at: { path: SUBJECT, port: 'logits' },
    },
  ]);
});
