/** Parameters and MACs of single blocks, as the reference implementations count them. */
import { describe, expect, it } from 'vitest';
import { emptyDocument, type GraphDocument, type ParamValue } from '../graph/document';
import { analyze } from './analyze';
import { estimate } from './estimate';
import type { NodeSummary } from './types';

type Blocks = readonly (readonly [block: string, params?: Record<string, ParamValue>])[];

/** Blocks in a row, each fed by the one before; a node's id is its place: `b0`, `b1`. */
function chain(blocks: Blocks): GraphDocument {
  const nodes = Object.fromEntries(
    blocks.map(([block, params = {}], index) => [
      `b${index}`,
      { id: `b${index}`, block, params, position: { x: 0, y: 0 } },
    ]),
  );
  const ports: Readonly<Record<string, readonly [source: string, target: string]>> = {
    'image-input': ['image', ''],
    'patch-embedding': ['y', 'image'],
  };
  const sourceOf = (block: string) => ports[block]?.[0] ?? 'y';
  const targetOf = (block: string) => ports[block]?.[1] ?? 'x';
  return {
    ...emptyDocument('Test'),
    nodes,
    edges: blocks.slice(1).map(([block], index) => ({
      source: `b${index}`,
      sourcePort: sourceOf(blocks[index][0]),
      target: `b${index + 1}`,
      targetPort: targetOf(block),
    })),
  };
}

function costsOf(blocks: Blocks): ReadonlyMap<string, NodeSummary> {
  const { diagnostics, nodes } = analyze(chain(blocks));
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return nodes;
}

const image = (height: number, channels: number) =>
  ['image-input', { height, width: height, channels }] as const;

/** 14 x 14 = 196 tokens of 768, as ViT-B/16 has before its class token. */
const vitTokens = [image(224, 3), ['patch-embedding', { patch: 16, d_model: 768 }]] as const;

describe('a block of width 768', () => {
  it.each([
    ['ViT-B, GPT-2', 'vit-encoder-layer'],
    ['BERT-base', 'encoder-layer'],
  ])('%s has 7,087,872 parameters', (_, block) => {
    const nodes = costsOf([...vitTokens, [block, { heads: 12, d_ff: 3072 }]]);
    expect(nodes.get('b1')?.cost.params).toBe(590_592);
    expect(nodes.get('b2')?.cost.params).toBe(7_087_872);
    const norms = 2 * 1_536;
    expect(nodes.get('b2/attention')?.cost.params).toBe(2_362_368);
    expect(7_087_872 - norms - 2_362_368).toBe(4_722_432);
  });

  it('of a Mixer has 4,876,612, its two networks 151,108 and 4,722,432', () => {
    const layer = ['mixer-layer', { token_width: 384, channel_width: 3072 }] as const;
    const nodes = costsOf([...vitTokens, layer]);
    expect(nodes.get('b2')?.cost.params).toBe(4_876_612);
    const inside = [...nodes].filter(([path]) => path.startsWith('b2/'));
    const sizes = inside.map(([, { cost }]) => cost.params).filter((size) => size > 10_000);
    expect(sizes.sort((a, b) => a - b)).toEqual([151_108, 4_722_432]);
  });

  it('costs a training step three times its MACs where its input needs a gradient', () => {
    const layer = ['vit-encoder-layer', { heads: 12, d_ff: 3072 }] as const;
    const document = chain([
      ...vitTokens,
      layer,
      layer,
      ['flatten'],
      ['linear', { units: 3 }],
      ['cross-entropy'],
    ]);
    const labels = { id: 'labels', block: 'label-input', params: {}, position: { x: 0, y: 0 } };
    const edges = document.edges.map((edge) =>
      edge.target === 'b6' ? { ...edge, targetPort: 'logits' } : edge,
    );
    const { forward, training } = estimate({
      ...document,
      nodes: { ...document.nodes, labels },
      edges: [
        ...edges,
        { source: 'labels', sourcePort: 'labels', target: 'b6', targetPort: 'labels' },
      ],
    });
    const ratio = (path: string) =>
      (training?.nodes.get(path)?.macs ?? 0) / (forward.nodes.get(path)?.macs ?? 0);
    expect(ratio('b2')).toBe(3);
    expect(ratio('b3')).toBe(3);
    expect(ratio('b3/attention')).toBe(3);
    // The picture needs no gradient, so its products are two.
    expect(ratio('b1')).toBe(2);
  });
});

describe('attention', () => {
  it('takes n^2 d operations in its products, fewer than its n d^2 exactly when n < d', () => {
    for (const [size, d_model] of [
      [4, 64],
      [16, 64],
    ] as const) {
      const tokens = size * size;
      const patches = ['patch-embedding', { patch: 1, d_model }] as const;
      const nodes = costsOf([image(size, 3), patches, ['vit-encoder-layer', { heads: 4 }]]);
      const linear = 4 * tokens * d_model ** 2;
      const products = (nodes.get('b2/attention')?.cost.macs ?? 0) - linear;
      expect(products).toBe(2 * tokens ** 2 * d_model);
      expect(products / 2 < tokens * d_model ** 2).toBe(tokens < d_model);
    }
  });

  it('has 3 (a + 1) d parameters in its projections, W of (a + 1) x d each', () => {
    const [a, d] = [48, 48];
    const nodes = costsOf([
      image(4, 3),
      ['patch-embedding', { patch: 2, d_model: a }],
      ['vit-encoder-layer', { heads: 4, d_ff: 96 }],
    ]);
    const output = (d + 1) * d;
    expect(nodes.get('b2/attention')?.cost.params).toBe(3 * (a + 1) * d + output);
  });
});

const published: readonly (readonly [name: string, params: number, blocks: Blocks])[] = [
  [
    'the head of 1000 classes over 768',
    769_000,
    [image(16, 3), ['flatten'], ['linear', { units: 1000 }]],
  ],
  [
    'the stem of ConvMixer-1536/20',
    230_400,
    [image(28, 3), ['conv2d', { filters: 1536, kernel: 7, stride: 7, bias: true }], ['batch-norm']],
  ],
  [
    'the stem of ConvNeXt-T, the patch embedding of Swin-T',
    4_896,
    [image(56, 3), ['patch-embedding', { patch: 4, d_model: 96 }], ['layer-norm']],
  ],
  [
    'the localisation of a spatial transformer on MNIST',
    5_520,
    [
      image(28, 1),
      ['conv2d', { filters: 8, kernel: 7, padding: 0, bias: true }],
      ['max-pool', { size: 2, stride: 2 }],
      ['conv2d', { filters: 10, kernel: 5, padding: 0, bias: true }],
      ['max-pool', { size: 2, stride: 2 }],
      ['flatten'],
      ['linear', { units: 32 }],
      ['linear', { units: 6 }],
    ],
  ],
  [
    'the convolutional classifier of the practical, without attention',
    2_480_010,
    [
      image(32, 3),
      ['conv2d', { filters: 32, kernel: 3, padding: 1, bias: true }],
      ['max-pool', { size: 2, stride: 2 }],
      ['conv2d', { filters: 64, kernel: 3, padding: 1, bias: true }],
      ['max-pool', { size: 2, stride: 2 }],
      ['conv2d', { filters: 192, kernel: 2, padding: 0, bias: true }],
      ['flatten'],
      ['linear', { units: 256 }],
      ['linear', { units: 10 }],
    ],
  ],
];

describe('published parts', () => {
  it.each(published)('%s: %d parameters', (_, params, blocks) => {
    const { diagnostics, total } = analyze(chain(blocks));
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(total.params).toBe(params);
  });
});
