import { describe, expect, it } from 'vitest';
import { presets } from '../../presets/index';
import { allBlocks, analyze, type GraphDocument } from '../../runtime/index';
import { viewOfBlock } from './blockView';
import { dropBlock } from './dropBlock';
import { movesOf, selectionAfter, wireOfConnection } from './fromFlow';
import { overlaps } from './geometry';
import { judgeWire } from './judgeWire';
import { fromElk, toElk } from './layout';
import { neighbour, readingOrder } from './navigation';
import { originPrefix, typeOfInput } from './origin';
import { fittingPort } from './QuickAdd';
import { buildScene, type Wire } from './scene';
import { addableBlocks, searchBlocks } from './search';

const documentOf = (id: string) =>
  presets.find((preset) => preset.id === id)?.document as GraphDocument;
const vit = documentOf('vit-tiny');
const transformer = documentOf('transformer-tiny');

describe('judgeWire', () => {
  const wire = (source: string, sourcePort: string, target: string, targetPort: string) => ({
    source,
    sourcePort,
    target,
    targetPort,
  });

  it('lets through what fits', () => {
    expect(judgeWire(vit, [], wire('patches', 'y', 'dropout', 'x')).kind).toBe('fits');
  });

  it('refuses a loop', () => {
    const verdict = judgeWire(vit, [], wire('norm', 'y', 'class-token', 'x'));
    expect(verdict.kind).toBe('refused');
    expect(judgeWire(vit, [], wire('norm', 'y', 'norm', 'x')).reason).toMatch(/loop/);
  });

  it('refuses other kinds of values and other numbers of axes, and says why', () => {
    const ids = judgeWire(transformer, [], wire('source', 'tokens', 'encoder', 'x'));
    expect(ids.kind).toBe('refused');
    expect(ids.reason).toMatch(/whole numbers/);
    const rank = judgeWire(vit, [], wire('image', 'image', 'class-token', 'x'));
    expect(rank.kind).toBe('refused');
    expect(rank.reason).toMatch(/height/);
  });

  it('allows sizes that differ, with the reason', () => {
    const sum: GraphDocument = {
      ...vit,
      nodes: {
        ...vit.nodes,
        sum: { id: 'sum', block: 'add', params: {}, position: { x: 0, y: 400 } },
      },
      edges: [...vit.edges, wire('patches', 'y', 'sum', 'a')],
    };
    const verdict = judgeWire(sum, [], wire('class-token', 'y', 'sum', 'b'));
    expect(verdict.kind).toBe('wrong');
    expect(verdict.reason).toMatch(/16/);
    expect(verdict.reason).toMatch(/17/);
  });

  it('judges a wire once, however often it is asked', () => {
    const base = documentOf('transformer-base');
    const edge = wire('source-dropout', 'y', 'decoder', 'memory');
    expect(judgeWire(base, [], edge)).toBe(judgeWire(base, [], edge));
  });
});

describe('arrow keys', () => {
  const scene = buildScene(transformer, transformer);
  it('follow the wires along the flow', () => {
    expect(neighbour(scene, 'source', 'ArrowUp')).toBe('source-embedding');
    expect(neighbour(scene, 'source-positions', 'ArrowDown')).toBe('source-embedding');
    expect(neighbour(scene, 'decoder', 'ArrowDown')).toBe('target-dropout');
  });

  it('go to the neighbour across the flow, and stop at the edge', () => {
    expect(neighbour(scene, 'source-positions', 'ArrowRight')).toBe('padding');
    expect(neighbour(scene, 'source-positions', 'ArrowLeft')).toBeNull();
  });

  it('read blocks in an order in which each follows its inputs', () => {
    const order = readingOrder(scene);
    expect(order).toHaveLength(scene.boxes.length);
    for (const { edge } of scene.wires) {
      expect(order.indexOf(edge.source)).toBeLessThan(order.indexOf(edge.target));
    }
  });
});

describe('search', () => {
  const blocks = addableBlocks(vit);
  const first = (query: string) => searchBlocks(blocks, query)[0]?.id;
  it('finds blocks by what people type', () => {
    expect(first('multi')).toBe('multi-head-attention');
    expect(first('mha')).toBe('multi-head-attention');
    expect(first('layer n')).toBe('layer-norm');
    expect(first('gelu')).toBe('activation');
    expect(first('Bahdanau')).toBe('additive-attention');
    expect(first('maxpool')).toBe('max-pool');
    expect(first('batchnorm2d')).toBe('batch-norm');
    expect(first('mse')).toBe('mean-squared-error');
    expect(first('fully connected')).toBe('linear');
    expect(first('rope')).toBe('rotary-positions');
    expect(first('softmax')).toBeDefined();
    expect(searchBlocks(blocks, 'normalization').length).toBeGreaterThan(3);
    expect(searchBlocks(blocks, 'normalization')).toEqual(searchBlocks(blocks, 'normalisation'));
    expect(searchBlocks(blocks, 'zzz')).toEqual([]);
    expect(searchBlocks(blocks, ' ')).toBe(blocks);
  });

  it('offers for a loose wire only blocks that can take it', () => {
    const fitting = (dtype: 'int32' | 'bool' | undefined) =>
      allBlocks()
        .filter((block) => fittingPort(viewOfBlock(block), 'output', dtype) !== null)
        .map((block) => block.id);
    expect(fitting('int32')).toContain('token-embedding');
    expect(fitting('int32')).not.toContain('linear');
    expect(fitting('bool')).toContain('multi-head-attention');
  });
});

describe('origin paths', () => {
  it('looks at the first copy of a repeated block', () => {
    const origin = { document: vit, level: ['encoder'], analysis: analyze(vit) };
    expect(originPrefix(origin)).toBe('encoder/0/');
  });

  it('knows what enters a composite from outside', () => {
    const origin = { document: vit, level: ['encoder'], analysis: analyze(vit) };
    const [first] = Object.values(
      buildScene(vit, vit).boxes.find((box) => box.id === 'encoder')?.block?.inside?.edges ?? [],
    ).filter((edge) => edge.source === '$in' && edge.sourcePort === 'x');
    const type = typeOfInput(origin, first.target, first.targetPort);
    expect(type?.axes.map((axis) => axis.name)).toEqual(['batch', 'tokens', 'd_model']);
  });
});

describe('layout', () => {
  it('keeps direction and ports, and places every node', async () => {
    const scene = buildScene(transformer, transformer);
    const graph = toElk(scene);
    expect(graph.layoutOptions?.['elk.direction']).toBe('UP');
    const { default: Elk } = await import('elkjs/lib/elk.bundled.js');
    const positions = fromElk(scene, await new Elk().layout(graph));
    expect(Object.keys(positions).sort()).toEqual(Object.keys(transformer.nodes).sort());
    const above = (one: string, two: string) => positions[one].y < positions[two].y;
    expect(above('source-embedding', 'source')).toBe(true);
    expect(above('output', 'decoder')).toBe(true);
  });
});

describe('a block dropped on a wire', () => {
  const scene = buildScene(vit, vit);
  const wire = scene.wires.find(({ edge }) => edge.target === 'positions') as Wire;
  const [from, to] = wire.corners;
  const at = { x: (from.x + to.x) / 2, y: from.y };
  const after = dropBlock(vit, [], scene, 'layer-norm', at).apply(vit);
  const [added] = Object.keys(after.nodes).filter((id) => !Object.hasOwn(vit.nodes, id));

  it('is wired in between', () => {
    const wires = after.edges.filter(({ source, target }) => source === added || target === added);
    expect(wires.map(({ source, target }) => `${source}>${target}`).sort()).toEqual([
      `class-token>${added}`,
      `${added}>positions`,
    ]);
  });

  it('has room: what comes after it moves on, what comes before it stays', () => {
    const shift = after.nodes.positions.position.x - vit.nodes.positions.position.x;
    expect(shift).toBeGreaterThan(100);
    expect(after.nodes.head.position.x - vit.nodes.head.position.x).toBe(shift);
    expect(after.nodes.patches).toBe(vit.nodes.patches);
    const boxes = buildScene(after, after).boxes.map((box) => box.rect);
    for (const [index, one] of boxes.entries()) {
      expect(boxes.slice(index + 1).some((two) => overlaps(one, two))).toBe(false);
    }
  });

  it('is put beside when it is dropped beside', () => {
    const beside = dropBlock(vit, [], scene, 'layer-norm', { x: at.x, y: at.y + 200 }).apply(vit);
    expect(beside.edges).toBe(vit.edges);
    expect(Object.keys(beside.nodes)).toHaveLength(Object.keys(vit.nodes).length + 1);
  });
});

describe('changes from the canvas', () => {
  it('reads outer ports as the ends of wires', () => {
    const connection = { source: '$in:x', sourceHandle: 'x', target: 'a', targetHandle: 'b' };
    expect(wireOfConnection(connection)).toEqual({
      source: '$in',
      sourcePort: 'x',
      target: 'a',
      targetPort: 'b',
    });
    expect(wireOfConnection({ ...connection, targetHandle: null })).toBeNull();
  });

  it('tells a drag from its end', () => {
    const change = { id: 'a', type: 'position', position: { x: 1, y: 2 } } as const;
    expect(movesOf([{ ...change, dragging: true }])).toEqual({
      positions: { a: { x: 1, y: 2 } },
      dragging: true,
    });
    expect(movesOf([{ ...change, dragging: false }]).dragging).toBe(false);
  });

  it('adds to the selection and takes away', () => {
    const before = { nodes: ['a'], edge: null };
    const select = (id: string, selected: boolean) => ({ id, type: 'select', selected }) as const;
    expect(selectionAfter(before, [select('b', true), select('a', false)], [])).toEqual({
      nodes: ['b'],
      edge: null,
    });
  });
});
