/** Convolutions of papers, to the parameter and the multiplication; memory of depthwise ones. */
import { describe, expect, it, vi } from 'vitest';
import { analyze } from '../../compiler/analyze';
import { compile } from '../../compiler/compile';
import type { ParamValue } from '../../graph/document';
import { findBlock } from '../registry';
import { exampleDocument, findProbe, SUBJECT } from '../testing/probes';

vi.mock('../registry', async (importOriginal) => {
  const registry = await importOriginal<typeof import('../registry')>();
  return { ...registry, findBlock: (id: string) => registry.findBlock(id) ?? findProbe(id) };
});

function documentOf(id: string, params: Record<string, ParamValue>, x: readonly number[]) {
  const block = findBlock(id);
  if (!block) throw new Error(`no block ${id}`);
  return exampleDocument(block, { params, inputs: { x }, outputs: {}, parameters: 0 });
}

const costOf = (...use: Parameters<typeof documentOf>) => {
  const { params, macs } = analyze(documentOf(...use)).nodes.get(SUBJECT)?.cost ?? {};
  return { params, macs };
};

/** The first block of ConvNeXt-T (Liu et al. 2022, table 9). */
const convNeXt = [
  'depthwise-conv2d',
  { kernel: 7, padding: 3 },
  [1, 56, 56, 96],
] as const satisfies Parameters<typeof documentOf>;

describe('published sizes', () => {
  it('the second layer of AlexNet, in two groups (Krizhevsky et al. 2012, section 3.5)', () => {
    const params = { filters: 256, kernel: 5, padding: 2, groups: 2 };
    const macs = 27 * 27 * 256 * 5 * 5 * 48;
    expect(costOf('conv2d', params, [1, 27, 27, 96])).toEqual({ params: 307_456, macs });
  });

  it('the 3 x 3 of ResNeXt-50 32x4d (Xie et al. 2017, table 1)', () => {
    const params = { filters: 128, groups: 32, bias: false };
    const macs = 56 * 56 * 128 * 9 * 4;
    expect(costOf('conv2d', params, [1, 56, 56, 128])).toEqual({ params: 4608, macs });
  });

  it('a 7 x 7 depthwise convolution of ConvNeXt, as its own block and as groups', () => {
    const cost = { params: 4800, macs: 56 * 56 * 96 * 49 };
    const [id, window, x] = convNeXt;
    expect(costOf(id, window, x)).toEqual(cost);
    expect(costOf('conv2d', { ...window, filters: 96, groups: 96 }, x)).toEqual(cost);
  });

  it('the first layer of C3D over clips (Tran et al. 2015, section 3.3)', () => {
    const macs = 16 * 112 * 112 * 64 * 27 * 3;
    const clip = [1, 16, 112, 112, 3];
    expect(costOf('conv3d', { filters: 64 }, clip)).toEqual({ params: 5248, macs });
  });

  it('a step up of UNETR (Hatamizadeh et al. 2022, figure 2), and one of DCGAN', () => {
    const up = 768 * 512 * 8;
    expect(costOf('conv-transpose3d', { filters: 512 }, [1, 6, 6, 6, 768])).toEqual({
      params: up + 512,
      macs: 216 * up,
    });
    const params = { filters: 256, kernel: 4, stride: 2, padding: 1, bias: false };
    const paint = 512 * 256 * 16;
    expect(costOf('conv-transpose2d', params, [1, 8, 8, 512])).toEqual({
      params: paint,
      macs: 64 * paint,
    });
  });

  it('nothing for pools and for enlarging', () => {
    const none = { params: 0, macs: 0 };
    for (const id of ['max-pool', 'average-pool', 'adaptive-average-pool', 'adaptive-max-pool']) {
      expect(costOf(id, {}, [1, 9, 9, 4])).toEqual(none);
    }
    expect(costOf('upsample', { mode: 'bilinear' }, [1, 9, 9, 4])).toEqual(none);
  });
});

it.each([
  ['its own block', documentOf(...convNeXt)],
  [
    'as many groups as channels',
    documentOf('conv2d', { ...convNeXt[1], filters: 96, groups: 96 }, convNeXt[2]),
  ],
])(
  'a depthwise convolution (%s) holds no windows: what comes in, what comes out',
  (_, document) => {
    const map = 4 * 56 * 56 * 96;
    const taps = [`${SUBJECT}.y`];
    const compiled = compile(document, { purpose: 'predict', batch: 1, taps });
    if (!compiled.ok) throw new Error(compiled.diagnostics[0].message);
    expect(compiled.value.plan.peakBytes).toBeGreaterThan(2 * map);
    expect(compiled.value.plan.peakBytes).toBeLessThan(3.1 * map);
    const training = compile(document, { purpose: 'gradient', batch: 1, training: true });
    if (!training.ok) throw new Error(training.diagnostics[0].message);
    expect(training.value.plan.peakBytes).toBeLessThan(6.1 * map);
  },
);
