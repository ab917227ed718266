import { describe, expect, it } from 'vitest';
import {
  analyze,
  checkTrainingData,
  type GraphDocument,
  type GraphFragment,
  needsOf,
  parseDocument,
  serializeDocument,
  variantDocument,
} from '../runtime/index';
import { type Preset, presets } from './index';

/** The document with other values of its hyperparameters. */
function withValues(
  document: GraphDocument,
  values: Readonly<Record<string, number>>,
): GraphDocument {
  const names = new Set(document.hyperparameters.map(({ name }) => name));
  for (const name of Object.keys(values)) expect(names).toContain(name);
  return {
    ...document,
    hyperparameters: document.hyperparameters.map((h) => ({
      ...h,
      value: values[h.name] ?? h.value,
    })),
  };
}

function find(id: string): Preset {
  const preset = presets.find((candidate) => candidate.id === id);
  if (!preset) throw new Error(`no preset ${id}`);
  return preset;
}

/** A change of each hyperparameter after which the graph must still be right. */
const steps: Readonly<Record<string, (value: number, all: (name: string) => number) => number>> = {
  d_model: (value, all) => value + all('heads'),
  d_embedding: (value, all) => value + all('heads'),
  heads: (value) => value / 2,
  layers: (value) => value + 1,
  d_ff: (value) => value + 4,
  vocabulary: (value) => value + 7,
  tokens: (value) => value + 3,
  p_drop: () => 0.25,
  p_mask: () => 0.25,
  longest: (value) => value + 1,
  rows: (value) => value + 8,
  queries: (value) => value + 1,
  image_size: (value, all) => value + (all('patch') || value),
  patch: (value, all) => all('image_size') / 2 || value,
  classes: (value) => value + 3,
  width: (value) => 2 * value,
  kappa: (value) => 2 * value,
  upsilon: (value) => 2 * value,
  blocks: (value) => value + 1,
  blocks_1: (value) => value + 1,
  blocks_2: (value) => value + 1,
  blocks_3: (value) => value + 1,
  blocks_4: (value) => value + 1,
};

/** Wires are saved in an order of their own. */
function unordered(document: GraphDocument) {
  const setOf = ({ edges }: GraphFragment) => new Set(edges.map((edge) => JSON.stringify(edge)));
  const definitions = Object.entries(document.definitions).map(([id, definition]) => [
    id,
    { ...definition, edges: setOf(definition) },
  ]);
  const variants = document.variants?.map((variant) => ({ ...variant, edges: setOf(variant) }));
  return {
    ...document,
    edges: setOf(document),
    definitions: Object.fromEntries(definitions),
    ...(variants && { variants }),
  };
}

describe.each(presets.map((preset) => [preset.id, preset] as const))('%s', (_, preset) => {
  const { document, expected } = preset;
  const valueNamed = (name: string) =>
    Number(document.hyperparameters.find((h) => h.name === name)?.value ?? 0);

  it('has the parameters, the cost and the shapes of its paper, and no problem', () => {
    const { diagnostics, total, types } = analyze(document);
    expect(diagnostics).toEqual([]);
    expect(total.params).toBe(expected.params);
    expect(total.macs).toBe(expected.macs);
    for (const [ref, shape] of Object.entries(expected.output)) {
      expect(types.get(ref)?.axes.map(({ size }) => size)).toEqual(shape);
    }
  });

  it('answers and can be trained, or comes trained', () => {
    expect(document.pretrained !== undefined).toBe(preset.pretrained !== undefined);
    if (preset.pretrained) {
      const outputs = analyze(document).plan?.program.outputs;
      expect(outputs?.map(({ kind, labels }) => labels ?? kind)).toContain('similarity');
      return;
    }
    const { diagnostics, plan } = analyze(document, { training: true, batch: 2 });
    expect(diagnostics).toEqual([]);
    const kinds = plan.program.outputs.map(({ kind }) => kind);
    expect(kinds).toContain('loss');
    const answers = { language: 'tokens', vision: 'classes', both: 'classes' }[preset.group];
    expect(kinds).toContain(preset.id.startsWith('detr') ? 'value' : answers);
    const roles = plan.program.leaves.flatMap((l) => (l.kind === 'input' ? [l.spec.role] : []));
    expect(roles).toContain('labels');
    expect(preset.small).toBe(document.experiment !== undefined);
    expect(checkTrainingData(document, needsOf(plan.program))).toEqual([]);
  });

  it('compares itself with others exactly where it says so, and they are right as well', () => {
    const others = document.variants ?? [];
    expect(others.length > 0).toBe(preset.compares === true);
    for (const { id } of others) {
      const variant = variantDocument(document, id);
      expect(variant && analyze(variant, { training: true, batch: 2 }).diagnostics).toEqual([]);
    }
  });

  it.each(document.hyperparameters.map(({ name }) => name))(
    'stays right when %s changes',
    (name) => {
      const changed = steps[name](valueNamed(name), valueNamed);
      expect(changed).not.toBe(valueNamed(name));
      expect(analyze(withValues(document, { [name]: changed })).diagnostics).toEqual([]);
    },
  );

  it('uses every hyperparameter, within its range', () => {
    const written = JSON.stringify(document.nodes);
    for (const { name, value, label, min = 0, max = 0 } of document.hyperparameters) {
      expect(written).toMatch(new RegExp(`[" *(]${name}[" *)-]`));
      expect(label).toBeTruthy();
      expect(value).toBeGreaterThanOrEqual(min);
      expect(value).toBeLessThanOrEqual(max);
    }
  });

  it('survives being saved and opened', () => {
    const opened = parseDocument(serializeDocument(document));
    expect(opened.diagnostics).toEqual([]);
    expect(opened.document && unordered(opened.document)).toEqual(unordered(document));
  });

  it('is laid out on whole pixels, no node on another', () => {
    const places = Object.values(document.nodes).map(({ position }) => position);
    for (const { x, y } of places) expect([x, y].every(Number.isInteger)).toBe(true);
    for (const [index, a] of places.entries()) {
      for (const b of places.slice(index + 1)) {
        expect(Math.abs(a.x - b.x) >= 200 || Math.abs(a.y - b.y) >= 80).toBe(true);
      }
    }
  });
});

it('gives every preset an id of its own', () => {
  expect(new Set(presets.map(({ id }) => id)).size).toBe(presets.length);
});

describe('transformer-base against table 3 of the paper', () => {
  const { document } = find('transformer-base');
  const millions = (values: Readonly<Record<string, number>>, d_k = 0) => {
    const nodes = Object.fromEntries(
      Object.entries(document.nodes).map(([id, node]) => [
        id,
        'heads' in node.params ? { ...node, params: { ...node.params, d_k } } : node,
      ]),
    );
    const changed = withValues({ ...document, nodes }, { vocabulary: 41000, ...values });
    const { diagnostics, total } = analyze(changed);
    expect(diagnostics).toEqual([]);
    return Math.round(total.params / 1e6);
  };

  it.each([
    ['base', {}, 0, 65],
    ['d_k = 16', {}, 16, 58],
    ['d_k = 32', {}, 32, 60],
    ['N = 2', { layers: 2 }, 0, 36],
    ['N = 4', { layers: 4 }, 0, 50],
    ['N = 8', { layers: 8 }, 0, 80],
    ['d_model = 256', { d_model: 256 }, 0, 28],
    ['d_model = 1024', { d_model: 1024 }, 0, 168],
    ['d_ff = 1024', { d_ff: 1024 }, 0, 53],
    ['d_ff = 4096', { d_ff: 4096 }, 0, 90],
  ])('with a vocabulary of 41,000, %s has the printed size', (_, values, d_k, printed) => {
    expect(millions(values, d_k)).toBe(printed);
  });

  it('big alone wants a smaller vocabulary', () => {
    const big = { d_model: 1024, d_ff: 4096, heads: 16 };
    expect(millions(big)).not.toBe(213);
    expect(millions({ ...big, vocabulary: 36000 })).toBe(213);
  });
});

describe('parts of the large presets', () => {
  it('transformer-base: layers of 3,152,384 and 4,204,032 parameters', () => {
    const { nodes } = analyze(find('transformer-base').document);
    expect(nodes.get('encoder')?.cost.params).toBe(6 * 3_152_384);
    expect(nodes.get('decoder')?.cost.params).toBe(6 * 4_204_032);
    expect(nodes.get('source-embedding')?.cost.params).toBe(37000 * 512);
  });

  it('vit-b-16: the counts of each part', () => {
    const { nodes, types } = analyze(find('vit-b-16').document);
    const params = (path: string) => nodes.get(path)?.cost.params;
    expect(params('patches')).toBe(590_592);
    expect(params('class-token')).toBe(768);
    expect(params('positions')).toBe(151_296);
    expect(params('encoder')).toBe(12 * 7_087_872);
    expect(params('encoder/3/attention')).toBe(2_362_368);
    expect(params('encoder/3/mlp')).toBe(4_722_432);
    expect(params('head')).toBe(769_000);
    expect(nodes.get('encoder/3/mlp')?.cost.macs).toBe(929_562_624);
    expect(nodes.get('encoder/3/attention')?.cost.macs).toBe(
      348_585_984 + 2 * 29_805_312 + 116_195_328,
    );
    const map = types.get('encoder/3/attention.weights')?.axes.map(({ size }) => size);
    expect(map).toEqual([1, 12, 197, 197]);
  });

  it('aa-resnet-50: 8.34 G operations, and attention on 14 x 14, 14 x 14 and 7 x 7 places', () => {
    const { total, types, buffers } = analyze(find('aa-resnet-50').document);
    expect(((2 * total.macs) / 1e9).toFixed(2)).toBe('8.34');
    const places = (path: string) => types.get(`${path}/conv-2.weights`)?.axes[2].size;
    expect(places('stage-2-down')).toBe(196);
    expect(places('stage-2/2')).toBe(196);
    expect(places('stage-3/4')).toBe(196);
    expect(places('stage-4/1')).toBe(49);
    expect(buffers).toBe(53_120);
  });
});

describe('what a wrong hyperparameter says', () => {
  it('heads that do not divide the width', () => {
    const { document } = find('transformer-base');
    const { diagnostics } = analyze(withValues(document, { d_model: 500 }));
    expect(diagnostics[0]).toMatchObject({
      code: 'shape/indivisible',
      message: '8 heads do not divide the width d_model 500.',
      hint: 'Each head takes an equal share of the width. Set heads to 5 or 10, or change d_model.',
      short: '500 into 8 heads',
      at: { path: 'encoder/0/attention', param: 'heads' },
    });
    expect(diagnostics.map(({ at }) => at.path)).not.toContain('decoder/0/add-norm-1');
  });

  it('a patch that does not divide the picture', () => {
    const { diagnostics } = analyze(withValues(find('vit-tiny').document, { patch: 8 }));
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]).toMatchObject({
      code: 'shape/indivisible',
      message: 'Patches of 8 x 8 do not fill a picture of height 28, width 28.',
      at: { path: 'patches', param: 'patch' },
    });
    expect(diagnostics[0].fixes?.map(({ label }) => label)).toEqual([
      'Set patch size to 7',
      'Set patch size to 14',
    ]);
  });

  it('a picture that attention cannot halve', () => {
    const { diagnostics } = analyze(
      withValues(find('aa-resnet-tiny').document, { image_size: 30 }),
    );
    expect(diagnostics[0].message).toBe(
      'Attention on every 2nd row and column does not fit height 15, width 15.',
    );
  });
});
