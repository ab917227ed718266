/** Grouping blocks into one: same ports, same numbers, no loops. */
import { describe, expect, it } from 'vitest';
import { presets } from '../../presets/index';
import {
  analyze,
  type CompositeDefinition,
  emptyDocument,
  type GraphDocument,
  type GraphNode,
  parseDocument,
  serializeDocument,
} from '../../runtime/index';
import { setBlockTitle } from './composites';
import { groupNodes, whyNotGroup } from './group';
import { setRepeat } from './params';

function graph(
  blocks: Readonly<Record<string, string | Partial<GraphNode>>>,
  ...wires: readonly string[]
): GraphDocument {
  const nodes = Object.fromEntries(
    Object.entries(blocks).map(([id, block], i): [string, GraphNode] => [
      id,
      {
        id,
        block: 'add',
        params: {},
        position: { x: 100 * i, y: 50 },
        ...(typeof block === 'string' ? { block } : block),
      },
    ]),
  );
  const edges = wires.map((wire) => {
    const [from, to] = wire.split(' > ').map((end) => end.split('.'));
    return { source: from[0], sourcePort: from[1], target: to[0], targetPort: to[1] };
  });
  return { ...emptyDocument('Test'), nodes, edges };
}

const wiresOf = ({ edges }: Pick<GraphDocument, 'edges'>) =>
  edges.map((e) => `${e.source}.${e.sourcePort} > ${e.target}.${e.targetPort}`).sort();

/** x -> norm -> mlp -> sum, and x -> sum past them. */
const block = graph(
  {
    x: { block: 'sequence-input', params: { tokens: 5, features: 8 } },
    norm: 'layer-norm',
    mlp: { block: 'feed-forward', params: { d_ff: '4*d_model' } },
    sum: 'add',
    out: 'value-output',
  },
  'x.sequence > norm.x',
  'norm.y > mlp.x',
  'x.sequence > sum.a',
  'mlp.y > sum.b',
  'sum.y > out.x',
);
const residual: GraphDocument = {
  ...block,
  hyperparameters: [
    { name: 'base', value: 4 },
    { name: 'd_model', value: '2*base', label: 'width', min: 1 },
  ],
};

describe('a residual branch', () => {
  const grouped = groupNodes([], ['norm', 'mlp', 'sum']).apply(residual);
  const [[id, definition]] = Object.entries(grouped.definitions) as [string, CompositeDefinition][];

  it('becomes a block with one port for what feeds several of its blocks', () => {
    expect(Object.keys(grouped.nodes).sort()).toEqual(['n1', 'out', 'x']);
    expect(wiresOf(grouped)).toEqual(['n1.y > out.x', 'x.sequence > n1.x']);
    expect(grouped.nodes.n1.block).toBe(id);
    expect(definition.inputs).toEqual({ x: { axes: '... d_model' } });
    expect(definition.outputs).toEqual({ y: { axes: '...' } });
    expect(wiresOf(definition)).toEqual(
      [
        '$in.x > norm.x',
        '$in.x > sum.a',
        'mlp.y > sum.b',
        'norm.y > mlp.x',
        'sum.y > $out.y',
      ].sort(),
    );
    expect(definition.nodes.norm.position).toEqual({ x: 0, y: 0 });
  });

  it('takes the values that its expressions name as parameters', () => {
    expect(definition.params).toEqual([{ name: 'd_model', value: 8, label: 'width', min: 1 }]);
    expect(grouped.nodes.n1.params).toEqual({ d_model: 'd_model' });
  });

  it('computes the same, and can be stacked', () => {
    const [before, after] = [analyze(residual), analyze(grouped)];
    expect(after.diagnostics).toEqual(before.diagnostics);
    expect(after.total.params).toBe(before.total.params);
    expect(after.total.macs).toBe(before.total.macs);
    const six = analyze(setRepeat([], 'n1', 6).apply(grouped));
    expect(six.diagnostics).toEqual([]);
    expect(six.total.params).toBe(6 * before.total.params);
  });

  it('is given a name of its own wherever it is used', () => {
    const named = setBlockTitle(id, '  Residual \u0000 ').apply(grouped);
    expect(named.definitions[id].title).toBe('Residual');
    for (const same of [setBlockTitle(id, ' '), setBlockTitle('gone', 'A')]) {
      expect(same.apply(named)).toBe(named);
    }
  });

  it('is kept in a file as it is', () => {
    const text = serializeDocument(grouped);
    const { document, diagnostics } = parseDocument(text);
    expect(diagnostics).toEqual([]);
    expect(document && serializeDocument(document)).toBe(text);
  });

  it('can be grouped again inside', () => {
    const inner = groupNodes(['n1'], ['norm', 'mlp']).apply(grouped);
    expect(Object.keys(inner.definitions)).toHaveLength(2);
    expect(
      Object.values(inner.definitions)
        .map(({ title }) => title)
        .sort(),
    ).toEqual(['My block', 'My block 2']);
    expect(analyze(inner).total.params).toBe(analyze(residual).total.params);
    expect(analyze(inner).diagnostics).toEqual([]);
  });
});

describe('ports', () => {
  it('has one for an input that still needs a wire, none for one that may do without', () => {
    const open = graph({ a: 'multi-head-attention', b: 'linear' }, 'a.y > b.x');
    const grouped = groupNodes([], ['a', 'b']).apply(open);
    const [{ inputs, outputs }] = Object.values(grouped.definitions);
    expect(Object.keys(inputs)).toEqual(['query', 'key', 'value']);
    expect(Object.keys(outputs)).toEqual(['y']);
  });

  it('keeps two of one name apart, and an optional one optional', () => {
    const two = graph(
      {
        p: 'sequence-input',
        q: 'sequence-input',
        m: 'causal-mask',
        a: 'linear',
        b: 'encoder-layer',
      },
      'p.sequence > a.x',
      'q.sequence > b.x',
      'q.sequence > m.x',
      'm.mask > b.mask',
    );
    const grouped = groupNodes([], ['a', 'b']).apply(two);
    const [{ inputs, outputs }] = Object.values(grouped.definitions);
    expect(Object.keys(inputs)).toEqual(['x', 'x_2', 'mask']);
    expect(inputs.mask).toMatchObject({ dtype: 'bool', optional: true });
    expect(inputs.x).not.toHaveProperty('optional');
    expect(Object.keys(outputs)).toEqual(['y', 'y_2']);
  });
});

describe('what cannot be grouped', () => {
  it('is told: a block between them, nothing selected, a built-in inside', () => {
    expect(whyNotGroup(residual, [], ['norm', 'sum'])).toBe(
      'Feed forward lies between these blocks. Select it, too.',
    );
    expect(whyNotGroup(residual, [], ['gone'])).toBe('Select some blocks first.');
    const layer = graph({ l: 'encoder-layer' });
    expect(whyNotGroup(layer, ['l'], ['attention'])).toBe(
      'This block is built in and cannot be changed.',
    );
    expect(whyNotGroup(residual, [], ['norm', 'mlp'])).toBeNull();
  });

  it('stays as it is', () => {
    expect(groupNodes([], ['norm', 'sum']).apply(residual)).toBe(residual);
    expect(groupNodes([], []).apply(residual)).toBe(residual);
  });
});

/** Half of the blocks, then the other half, and pairs of neighbours. */
function selections({ nodes, edges }: GraphDocument): readonly (readonly string[])[] {
  const ids = Object.keys(nodes);
  const half = Math.ceil(ids.length / 2);
  const pairs = edges.map(({ source, target }) => [source, target]);
  return [ids.slice(0, half), ids.slice(half), ids, ...pairs];
}

describe.each(presets.map((preset) => [preset.id, preset.document] as const))(
  'blocks of %s',
  (_, document) => {
    it('compute the same when grouped', () => {
      const before = analyze(document);
      let grouped = 0;
      for (const ids of selections(document)) {
        if (whyNotGroup(document, [], ids) !== null) continue;
        grouped++;
        const after = analyze(groupNodes([], ids).apply(document));
        const codes = (of: typeof before) => of.diagnostics.map(({ code }) => code).sort();
        expect(codes(after), ids.join()).toEqual(codes(before));
        expect(after.total.params, ids.join()).toBe(before.total.params);
        expect(after.total.macs, ids.join()).toBe(before.total.macs);
      }
      expect(grouped).toBeGreaterThan(1);
    });
  },
);
