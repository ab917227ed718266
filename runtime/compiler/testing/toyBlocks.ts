/** A handful of tiny blocks, so that the compiler is tested apart from the catalogue. */
import { defineBlock, defineComposite, flag, int } from '../../blocks/define';
import type { Block } from '../../blocks/types';
import type { CompositeDefinition, GraphDocument, GraphNode } from '../../graph/document';
import { emptyDocument } from '../../graph/document';

const docs = { summary: 'For tests.' };
const shared = { family: 'linear', icon: 'Box', docs, examples: [] } as const;

const source = defineBlock({
  ...shared,
  id: 'source',
  title: 'Source',
  inputs: {},
  outputs: { x: { axes: 'batch tokens d_model' } },
  params: {
    tokens: int({ label: 'Tokens', default: 3, min: 1, max: 99 }),
    d_model: int({ label: 'Width', default: 4, min: 1, max: 99 }),
  },
  build: (b, _, { tokens, d_model }) => ({
    x: b.input([b.batch, tokens, d_model], 'float32', { role: 'image', field: 'x' }),
  }),
});

const ids = defineBlock({
  ...shared,
  id: 'ids',
  title: 'Ids',
  inputs: {},
  outputs: { ids: { axes: 'batch tokens', dtype: 'int32' } },
  params: {},
  build: (b) => ({ ids: b.input([b.batch, 3], 'int32', { role: 'tokens', field: 'ids' }) }),
});

const linear = defineBlock({
  ...shared,
  id: 'linear',
  title: 'Linear',
  inputs: { x: { axes: 'batch tokens features' } },
  outputs: { y: { axes: 'batch tokens units' } },
  params: { units: int({ label: 'Units', default: 4, min: 1, max: 99 }) },
  build(b, { x }, { units }) {
    const [batch, tokens, features] = x.shape;
    const kernel = b.weight('kernel', [features, units], { kind: 'normal', std: 1 });
    const flat = b.reshape([x], { shape: [batch * tokens, features] });
    const y = b.matmul([flat, kernel]);
    return { y: b.reshape([y], { shape: [batch, tokens, units] }) };
  },
});

const add = defineBlock({
  ...shared,
  id: 'add',
  title: 'Add',
  inputs: { a: { axes: '...' }, b: { axes: '...', optional: false } },
  outputs: { y: { axes: '...' } },
  params: {},
  build: (b, { a, b: other }) => ({ y: b.add([a, other]) }),
});

const join = defineBlock({
  ...shared,
  id: 'join',
  title: 'Join token',
  inputs: { x: { axes: 'batch tokens d_model' } },
  outputs: { y: { axes: 'batch tokens d_model' } },
  params: {},
  build(b, { x }) {
    const [batch, , width] = x.shape;
    const token = b.weight('token', [1, 1, width], { kind: 'zeros' });
    const tokens = b.broadcastTo([token], { shape: [batch, 1, width] });
    return { y: b.concat([tokens, x], { axis: 1 }) };
  },
});

const loss = defineBlock({
  ...shared,
  id: 'loss',
  title: 'Loss',
  inputs: { x: { axes: 'batch tokens d_model' } },
  outputs: {},
  params: {},
  build(b, { x }) {
    b.output('loss', b.mean([b.square([x])], { axes: [0, 1, 2] }), 'loss');
    return {};
  },
});

const result = defineBlock({
  ...shared,
  id: 'result',
  title: 'Result',
  inputs: { x: { axes: '...' } },
  outputs: {},
  params: {},
  build(b, { x }) {
    b.output('value', x, 'result');
    return {};
  },
});

const grouped = defineBlock({
  ...shared,
  id: 'grouped',
  title: 'Grouped',
  inputs: { x: { axes: 'batch tokens d_model' } },
  outputs: { y: { axes: 'batch tokens d_model' } },
  params: {
    heads: int({ label: 'Heads', default: 2, min: 1, max: 8 }),
    strict: flag({ label: 'Strict', default: true }),
  },
  build(b, { x }, { heads, strict }) {
    if (strict && x.shape[2] % heads !== 0) {
      b.fail('shape/indivisible', `${heads} heads do not divide the width ${x.shape[2]}.`, {
        param: 'heads',
        fixes: [
          {
            label: 'Set heads to 1',
            edits: [{ kind: 'setParam', path: '', param: 'heads', value: 1 }],
          },
        ],
      });
    }
    return { y: b.relu([x]) };
  },
});

const layer = defineComposite({
  id: 'layer',
  title: 'Layer',
  family: 'composite',
  icon: 'Layers',
  docs,
  inputs: {
    x: { axes: 'batch tokens d_model' },
    extra: { axes: 'batch tokens d_model', optional: true },
  },
  outputs: { y: { axes: 'batch tokens d_model' } },
  params: {
    width: int({ label: 'Width', default: 4, min: 1, max: 99 }),
    strict: flag({ label: 'Strict', default: true }),
  },
  examples: [],
  graph: {
    nodes: nodes({
      inner: { block: 'linear', params: { units: 'width' } },
      groups: { block: 'grouped', params: { heads: 'width/2', strict: '=strict' } },
      sum: { block: 'add' },
    }),
    edges: edges(
      '$in.x inner.x',
      'inner.y groups.x',
      'groups.y sum.a',
      '$in.x sum.b',
      'sum.y $out.y',
    ),
  },
});

export const toyBlocks: ReadonlyMap<string, Block> = new Map(
  [source, ids, linear, add, join, loss, result, grouped, layer].map((block) => [block.id, block]),
);

/** Nodes by id, written short. */
export function nodes(
  written: Record<string, Partial<GraphNode> & { block: string }>,
): Record<string, GraphNode> {
  return Object.fromEntries(
    Object.entries(written).map(([id, node]) => [
      id,
      { id, params: {}, position: { x: 0, y: 0 }, ...node },
    ]),
  );
}

/** Edges written as `node.port node.port`. */
export function edges(...written: string[]): GraphDocument['edges'] {
  return written.map((text) => {
    const [source, target] = text.split(' ');
    const [sourceNode, sourcePort] = source.split('.');
    const [targetNode, targetPort] = target.split('.');
    return { source: sourceNode, sourcePort, target: targetNode, targetPort };
  });
}

/** A document of toy blocks. */
export function toyGraph(
  written: Record<string, Partial<GraphNode> & { block: string }>,
  wires: readonly string[],
  rest: {
    hyperparameters?: GraphDocument['hyperparameters'];
    definitions?: Record<string, CompositeDefinition>;
  } = {},
): GraphDocument {
  return { ...emptyDocument('toy'), nodes: nodes(written), edges: edges(...wires), ...rest };
}
