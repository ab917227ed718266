/** Vision blocks against published sizes: a spatial transformer network, heads of Faster R-CNN, 42 maps. */
import { describe, expect, it } from 'vitest';
import { analyze } from '../../compiler/analyze';
import { compile } from '../../compiler/compile';
import { emptyDocument, type GraphDocument, type ParamValue } from '../../graph/document';

type Step = readonly [id: string, block: string, params?: Readonly<Record<string, ParamValue>>];

/** Nodes in rows: each is fed by the one before; `extra` wires run from `node.port` to `node.port`. */
function wired(
  rows: readonly (readonly Step[])[],
  extra: readonly [string, string][],
): GraphDocument {
  const nodes = rows
    .flat()
    .map(([id, block, params = {}]) => [id, { id, block, params, position: { x: 0, y: 0 } }]);
  const inRows = rows.flatMap((row) =>
    row.slice(1).map(([id], i): [string, string] => [`${row[i][0]}.y`, `${id}.x`]),
  );
  const edges = [...inRows, ...extra].map(([from, to]) => {
    const [source, sourcePort] = from.split('.');
    const [target, targetPort] = to.split('.');
    return { source, sourcePort, target, targetPort };
  });
  return { ...emptyDocument('Test'), nodes: Object.fromEntries(nodes), edges };
}

function parametersOf(document: GraphDocument): ReadonlyMap<string, number> {
  const { diagnostics, nodes } = analyze(document);
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return new Map([...nodes].map(([path, { cost }]) => [path, cost.params]));
}

const conv = (filters: number, kernel: number) => ({ filters, kernel, padding: 0 });

describe('the spatial transformer network of the PyTorch tutorial', () => {
  const document = wired(
    [
      [
        ['loc-conv-1', 'conv2d', conv(8, 7)],
        ['loc-pool-1', 'max-pool'],
        ['loc-relu-1', 'activation'],
        ['loc-conv-2', 'conv2d', conv(10, 5)],
        ['loc-pool-2', 'max-pool'],
        ['loc-relu-2', 'activation'],
        ['loc-flat', 'flatten'],
        ['loc-linear', 'linear', { units: 32 }],
        ['loc-relu-3', 'activation'],
        ['theta', 'affine-parameters'],
      ],
      [
        ['transformer', 'spatial-transformer'],
        ['conv-1', 'conv2d', conv(10, 5)],
        ['pool-1', 'max-pool'],
        ['relu-1', 'activation'],
        ['conv-2', 'conv2d', conv(20, 5)],
        ['pool-2', 'max-pool'],
        ['relu-2', 'activation'],
        ['flat', 'flatten'],
        ['linear-1', 'linear', { units: 50 }],
        ['relu-3', 'activation'],
        ['linear-2', 'linear', { units: 10 }],
      ],
      [['picture', 'image-input', { height: 28, width: 28, channels: 1 }]],
    ],
    [
      ['picture.image', 'loc-conv-1.x'],
      ['picture.image', 'transformer.x'],
      ['theta.theta', 'transformer.theta'],
    ],
  );

  it('has 27,360 parameters, 5,520 of them in the localisation', () => {
    const parameters = parametersOf(document);
    const sum = (own: (path: string) => boolean) =>
      [...parameters].reduce((all, [path, count]) => all + (own(path) ? count : 0), 0);
    expect(sum(() => true)).toBe(27_360);
    expect(sum((path) => path.startsWith('loc-') || path === 'theta')).toBe(5_520);
  });

  it('starts at the identity', () => {
    const compiled = compile(document, {
      purpose: 'predict',
      batch: 1,
      taps: ['transformer.y'],
    });
    if (!compiled.ok) throw new Error(compiled.diagnostics[0].message);
    const { leaves } = compiled.value.plan.program;
    const starts = leaves.flatMap((leaf) =>
      leaf.kind === 'weight' && leaf.name.startsWith('theta/')
        ? [[leaf.name, leaf.initializer] as const]
        : [],
    );
    expect(Object.fromEntries(starts)).toEqual({
      'theta/kernel': { kind: 'zeros' },
      'theta/bias': { kind: 'values', values: [1, 0, 0, 0, 1, 0] },
    });
  });
});

describe('the head of region proposals', () => {
  const picture = ['picture', 'image-input', { height: 4, width: 4, channels: 3 }] as const;
  const head = (channels: number, params: Readonly<Record<string, ParamValue>>) => {
    const features = ['features', 'conv2d', conv(channels, 1)] as const;
    const rows = [[picture], [features, ['head', 'region-proposal-head', params] as const]];
    return parametersOf(wired(rows, [['picture.image', 'features.x']])).get('head');
  };

  it('has 593,935 parameters over a pyramid of 256 channels', () => {
    expect(head(256, { size: 32, scales: 1 })).toBe(593_935);
  });

  it('has 2,387,510 parameters over VGG, with nine anchors and two scores', () => {
    expect(head(512, { scores: 'two' })).toBe(2_387_510);
  });
});

describe('saliency with the scales of the paper', () => {
  const saliencyAt = (height: number, params: Readonly<Record<string, ParamValue>> = {}) =>
    wired(
      [
        [['picture', 'image-input', { height, width: height, channels: 3 }]],
        [['eye', 'saliency', params]],
      ],
      [['picture.image', 'eye.x']],
    );

  it('makes 42 maps and sums them up at scale 4', () => {
    const pairs = [2, 3, 4].flatMap((centre) => [3, 4].map((step) => [centre, centre + step]));
    const taps = pairs.map(([centre, surround]) => `eye.maps_${centre}_${surround}`);
    const compiled = compile(saliencyAt(256), { purpose: 'predict', batch: 1, taps });
    if (!compiled.ok) throw new Error(compiled.diagnostics[0].message);
    const { program } = compiled.value.plan;
    const shapes = taps.map((tap) => program.types[program.taps[tap]].shape);
    expect(shapes.reduce((sum, shape) => sum + shape[3], 0)).toBe(42);
    expect(shapes.map((shape) => shape[1])).toEqual([64, 64, 32, 32, 16, 16]);
    const { types } = analyze(saliencyAt(256));
    expect(types.get('eye.saliency')?.axes.map(({ size }) => size)).toEqual([1, 16, 16, 1]);
  });

  it('asks for fewer scales of a small picture', () => {
    const [problem] = analyze(saliencyAt(28)).diagnostics;
    expect(problem).toMatchObject({
      message: 'Height 28, width 28 cannot be halved to 9 scales.',
      fixes: [{ label: 'Set scales to 5' }],
    });
  });

  it('asks for a first centre that has a surround', () => {
    const [problem] = analyze(saliencyAt(28, { levels: 5 })).diagnostics;
    expect(problem).toMatchObject({
      message: 'Centre 2 has no surround: the coarsest scale is 4.',
      fixes: [{ label: 'Set first centre to 1' }],
    });
  });
});
