/** Attention of papers, to the parameter and the multiplication. */
import { describe, expect, it, vi } from 'vitest';
import { analyze } from '../../compiler/analyze';
import type { ParamValue } from '../../graph/document';
import { findBlock } from '../registry';
import { exampleDocument, findProbe, SUBJECT } from '../testing/probes';

vi.mock('../registry', async (importOriginal) => {
  const registry = await importOriginal<typeof import('../registry')>();
  return { ...registry, findBlock: (id: string) => registry.findBlock(id) ?? findProbe(id) };
});

function costOf(
  id: string,
  params: Record<string, ParamValue>,
  inputs: Record<string, readonly number[]>,
): { params?: number; macs?: number } {
  const block = findBlock(id);
  if (!block) throw new Error(`no block ${id}`);
  const document = exampleDocument(block, { params, inputs, outputs: {}, parameters: 0 });
  const { diagnostics, nodes } = analyze(document);
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  const { params: weights, macs } = nodes.get(SUBJECT)?.cost ?? {};
  return { params: weights, macs };
}

const self = (x: readonly number[]) => ({ query: x, key: x, value: x });

describe('published sizes', () => {
  it('ViT-B/16 (Dosovitskiy et al. 2021, table 1)', () => {
    expect(costOf('multi-head-attention', { heads: 12 }, self([1, 197, 768]))).toEqual({
      params: 2_362_368,
      macs: 348_585_984 + 2 * 29_805_312 + 116_195_328,
    });
  });

  it('Mistral 7B: 32 heads on 8 keys (Jiang et al. 2023, table 1)', () => {
    const params = { heads: 32, kv_heads: 8, bias: false, positions: 'half' };
    expect(costOf('multi-head-attention', params, self([1, 16, 4096]))).toEqual({
      params: 2 * 4096 * 4096 + 2 * 4096 * 1024,
      macs: 16 * (2 * 4096 * 4096 + 2 * 4096 * 1024) + 2 * 16 * 16 * 4096,
    });
  });

  it.each([0, 3])(
    'Swin-T, first stage, shift %i: 4 h w C^2 + 2 M^2 h w C (equation 2)',
    (shift) => {
      const x = [1, 56, 56, 96];
      expect(costOf('swin-attention', { heads: 3, window: 7, shift }, { x })).toEqual({
        params: 37_755,
        macs: 145_108_992,
      });
    },
  );

  it('7 x 7 neighbourhoods in a ResNet-50: 3 C^2 + 7 C (Ramachandran et al. 2019, table 1)', () => {
    const [side, width] = [28, 128];
    const x = [1, side, side, width];
    expect(costOf('local-self-attention', { heads: 8, kernel: 7 }, { x })).toEqual({
      params: 3 * width * width + 7 * width,
      macs: side * side * (3 * width * width + 2 * 49 * width),
    });
  });

  it('lines cost far less than the whole map (Ho et al. 2019, section 3.2)', () => {
    const x = [1, 32, 32, 64];
    const products = ({ macs = 0 }) => macs - 4 * 32 * 32 * 64 * 64;
    const line = products(costOf('axial-attention', { heads: 4 }, { x }));
    const whole = products(costOf('multi-head-attention', { heads: 4 }, self([1, 1024, 64])));
    expect(whole / line).toBe(32);
  });

  it('the layers of DETR: 25 x 34 places, 100 queries (Carion et al. 2020, section 4)', () => {
    const positions = [1, 850, 256];
    const encoder = { x: [1, 850, 256], positions };
    expect(costOf('detr-encoder-layer', {}, encoder).params).toBe(1_315_072);
    const slots = [1, 100, 256];
    const decoder = { x: slots, queries: slots, memory: positions, memory_positions: positions };
    expect(costOf('detr-decoder-layer', {}, decoder).params).toBe(1_578_752);
    expect(costOf('object-queries', {}, { memory: positions })).toEqual({
      params: 25_600,
      macs: 0,
    });
  });
});
