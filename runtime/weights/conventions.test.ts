/** Names and shapes as the libraries themselves list them; runtime/fixtures/weights/write_names.py. */
import { describe, expect, it } from 'vitest';
import { presets } from '../../presets/index';
import hf from '../fixtures/weights/names/hf-vit-b-16.json';
import timm from '../fixtures/weights/names/timm-vit-b-16.json';
import transformer from '../fixtures/weights/names/torch-transformer-base.json';
import resnet from '../fixtures/weights/names/torchvision-resnet-50.json';
import torchvision from '../fixtures/weights/names/torchvision-vit-b-16.json';
import type { GraphDocument } from '../graph/document';
import { weightsOf } from '../session/weightFiles';
import { conventions, findConvention } from './conventions';
import { type Match, matchWeights } from './match';
import { nameTensors } from './naming';
import type { WeightSpec } from './types';

type Names = Readonly<Record<string, readonly number[]>>;

const presetDocument = (id: string): GraphDocument => {
  const preset = presets.find((each) => each.id === id);
  if (!preset) throw new Error(id);
  return preset.document;
};

function specsOf(document: GraphDocument): readonly WeightSpec[] {
  const weights = weightsOf(document);
  if (!weights.ok) throw new Error(weights.diagnostics[0].message);
  return weights.value.specs;
}

function match(specs: readonly WeightSpec[], names: Names, dtype = 'F32'): Match {
  const stored = Object.entries(names).map(
    ([name, shape]) => [name, { name, dtype, shape, begin: 0, end: 0 }] as const,
  );
  return matchWeights(specs, { tensors: new Map(stored), metadata: {} });
}

/** The ResNet-50 without attention, of the same nodes. */
function plainResNet(): GraphDocument {
  const augmented = presetDocument('aa-resnet-50');
  const nodes = Object.entries(augmented.nodes).map(([id, node]) => {
    if (node.block !== 'aa-bottleneck') return [id, node];
    const { width, stride } = node.params;
    return [id, { ...node, block: 'bottleneck', params: { width, stride } }];
  });
  return { ...augmented, nodes: Object.fromEntries(nodes) };
}

const cases: [string, string, GraphDocument, Names][] = [
  ['torchvision ViT-B/16', 'torchvision-vit', presetDocument('vit-b-16'), torchvision.tensors],
  ['timm ViT-B/16', 'timm-vit', presetDocument('vit-b-16'), timm.tensors],
  ['Hugging Face ViT-B/16', 'hf-vit', presetDocument('vit-b-16'), hf.tensors],
  ['nn.Transformer', 'torch-transformer', presetDocument('transformer-base'), transformer.tensors],
  ['torchvision ResNet-50', 'torchvision-resnet', plainResNet(), resnet.tensors],
];

describe.each(cases)('%s', (_title, convention, document, names) => {
  const specs = specsOf(document);

  it('has every weight, nothing else, in the right shape', () => {
    const { report, readable } = match(specs, names);
    expect(report).toEqual({
      convention: { id: convention, title: findConvention(convention)?.title },
      total: specs.length,
      matched: specs.length,
      missing: [],
      unexpected: [],
      misshaped: [],
      conversions: [],
    });
    const counters = Object.keys(names).filter((name) => name.endsWith('num_batches_tracked'));
    expect(readable).toHaveLength(Object.keys(names).length - counters.length);
  });

  it('is saved in the same names and shapes', () => {
    const saved = nameTensors(specs, findConvention(convention)!);
    const short = (name: string) => name.replace(/^transformer\./, '');
    const theirs = Object.entries(names)
      .filter(([name]) => !name.endsWith('num_batches_tracked'))
      .map(([name, shape]) => [short(name), shape] as const);
    expect(new Map(saved.map(({ name, shape }) => [name, shape]))).toEqual(new Map(theirs));
  });

  it('is recognised behind what wrappers put in front of names', () => {
    const wrapped = Object.entries(names).map(([name, shape]) => [`module.model.${name}`, shape]);
    const { report } = match(specs, Object.fromEntries(wrapped), 'BF16');
    expect(report).toMatchObject({
      convention: { id: convention },
      matched: specs.length,
      unexpected: [],
    });
    expect(report.conversions).toMatchObject([{ dtype: 'BF16' }]);
  });
});

describe('a file that fits in part', () => {
  it('tells the parts of a ResNet-50 that attention replaced', () => {
    const specs = specsOf(presetDocument('aa-resnet-50'));
    const { report } = match(specs, resnet.tensors);
    expect(report.convention?.id).toBe('torchvision-resnet');
    expect(report.unexpected).toEqual([]);
    // All 3 x 3 convolutions from the second stage on.
    expect(report.misshaped).toHaveLength(13);
    expect(report.misshaped[0]).toEqual({
      name: 'stage-2-down/conv-2/convolution/kernel',
      stored: 'layer2.0.conv2.weight',
      message: '112 × 128 × 3 × 3 in this graph, 128 × 128 × 3 × 3 in the file',
    });
    expect(report.missing).not.toEqual([]);
    for (const { name } of report.missing)
      expect(name).toMatch(/conv-2\/(qkv|output|row_positions|column_positions)/);
    expect(report.matched + 13 + report.missing.length).toBe(report.total);
  });

  it('names a head of other classes, a missing and an extra tensor', () => {
    const { 'conv_proj.bias': _gone, ...rest } = torchvision.tensors;
    const names = { ...rest, 'heads.head.weight': [10, 768], extra: [3] };
    const { report } = match(specsOf(presetDocument('vit-b-16')), names);
    expect(report).toMatchObject({
      matched: 198,
      missing: [{ name: 'patches/bias', wanted: 'conv_proj.bias', shape: [768] }],
      unexpected: [{ name: 'extra', shape: [3] }],
      misshaped: [
        {
          name: 'head/kernel',
          stored: 'heads.head.weight',
          message: '1000 × 768 in this graph, 10 × 768 in the file',
        },
      ],
    });
  });

  it('does not claim to recognise a file of something else', () => {
    const { report } = match(specsOf(presetDocument('vit-b-16')), { 'features.0': [3, 4] });
    expect(report.convention).toBeNull();
    expect(report.matched).toBe(0);
  });

  it('says which kinds of numbers are not read', () => {
    const { report } = match(specsOf(presetDocument('vit-tiny')), { 'head/bias': [10] }, 'F64');
    expect(report.misshaped[0].message).toBe(
      'stored as F64; Patchbay reads F32, F16, BF16 and I64',
    );
  });
});

it.each(presets.map(({ id, document }) => [id, document] as const))(
  'all conventions name each weight of %s once, and find it again',
  (_id, document) => {
    const specs = specsOf(document);
    for (const convention of conventions) {
      const named = nameTensors(specs, convention);
      const names = Object.fromEntries(named.map(({ name, shape }) => [name, shape]));
      expect(Object.keys(names)).toHaveLength(named.length);
      expect(named.flatMap(({ members }) => members)).toHaveLength(specs.length);
      expect(match(specs, names).report).toMatchObject({ matched: specs.length, unexpected: [] });
    }
  },
);
