import { describe, expect, it } from 'vitest';
import { presets } from '../../presets/index';
import { analyze, emptyDocument, type GraphDocument, type GraphNode } from '../../runtime/index';
import { levelAt } from '../commands/levels';
import { buildScene } from './scene';
import { type Flow, toFlow } from './toFlow';

function flowOf(document: GraphDocument, level: readonly string[] = []): Flow {
  const open = levelAt(document, level);
  if (!open) throw new Error('no such level');
  return toFlow({
    document,
    level,
    open,
    analysis: analyze(document),
    scene: buildScene(document, open.graph),
    selected: [],
    selectedEdge: null,
    tabStop: null,
    readOnly: false,
  });
}

const linear = (patch: object): GraphDocument => ({
  ...emptyDocument(),
  nodes: {
    a: { id: 'a', block: 'linear', params: {}, position: { x: 0, y: 0 }, ...patch } as GraphNode,
  },
});

/** Fields that React Flow understands and a file must not set. */
const ALLOWED = [
  'id',
  'type',
  'position',
  'width',
  'height',
  'measured',
  'selected',
  'draggable',
  'selectable',
  'connectable',
  'deletable',
  'ariaLabel',
  'ariaRole',
  'domAttributes',
  'data',
];

describe('toFlow with hostile nodes', () => {
  const patches: Record<string, object> = {
    'a label that is an object': { label: { toString: 'x' } },
    'a label that is an element': { label: { $$typeof: 'react.element', type: 'img' } },
    'a null position': { position: null },
    'a position of text': { position: { x: 'left', y: {} } },
    'a position without end': { position: { x: Number.NaN, y: Number.POSITIVE_INFINITY } },
    'a node type from a prototype': { type: '__proto__' },
    'another node type from a prototype': { type: 'constructor' },
    'an extent': { extent: 'parent', parentId: 'a' },
    'inner html': { domAttributes: { dangerouslySetInnerHTML: { __html: '<img onerror=1>' } } },
    'an event handler': { domAttributes: { onClick: 'alert(1)' } },
    'a remote background': { style: { background: 'url(https://example.com/x)' } },
    'a class name': { className: 'nodrag' },
    'data of its own': { data: { box: null } },
    'params that are not a record': { params: 'x' },
    'a block that is not text': { block: { id: 'linear' } },
    'a block from a prototype': { block: '__proto__' },
    'a repeat that is an object': { repeat: {} },
    'hidden with huge size': { hidden: true, width: 1e9, height: -1 },
  };

  it.each(Object.entries(patches))('draws a node with %s', (_, patch) => {
    const document = linear(patch);
    const open = { kind: 'document', title: '', graph: document } as const;
    const { nodes } = toFlow({
      document,
      level: [],
      open,
      analysis: analyze(emptyDocument()),
      scene: buildScene(document, document),
      selected: [],
      selectedEdge: null,
      tabStop: null,
      readOnly: false,
    });
    expect(nodes).toHaveLength(1);
    const [node] = nodes;
    expect(Object.keys(node).filter((key) => !ALLOWED.includes(key))).toEqual([]);
    expect(node.type).toBe('block');
    expect(Number.isFinite(node.position.x) && Number.isFinite(node.position.y)).toBe(true);
    expect(node.width).toBeLessThan(1000);
    expect(node.height).toBeGreaterThan(0);
    expect(typeof node.ariaLabel).toBe('string');
    expect(typeof node.data.box.title).toBe('string');
    expect(typeof node.data.box.repeat).toBe('string');
    expect(Object.keys(node.domAttributes ?? {})).toEqual(['tabIndex', 'aria-roledescription']);
  });

  it('leaves out nodes and wires that are not objects', () => {
    const document = {
      ...emptyDocument(),
      nodes: { a: null, b: 7 },
      edges: [null, 3, { source: 'a' }],
    } as unknown as GraphDocument;
    const scene = buildScene(document, document);
    expect(scene.boxes).toEqual([]);
    expect(scene.wires).toEqual([]);
  });

  it('draws a wire to a port that a block does not have, and one that stands there twice', () => {
    const wire = { source: 'a', sourcePort: 'nothing', target: 'b', targetPort: 'x' };
    const { a } = linear({}).nodes;
    const document: GraphDocument = {
      ...emptyDocument(),
      nodes: { a, b: { ...a, id: 'b', block: 'gone', position: { x: 0, y: -200 } } },
      edges: [wire, wire],
    };
    const { nodes, edges } = flowOf(document);
    expect(edges).toHaveLength(1);
    expect(nodes[0].data.box.ports.map((port) => port.id)).toContain('nothing');
    expect(nodes[1].data.box.kind).toBe('unresolved');
  });
});

describe('toFlow', () => {
  const number = (name: string) => vit.hyperparameters.find((known) => known.name === name)?.value;
  const vit = presets.find((preset) => preset.id === 'vit-tiny')?.document as GraphDocument;

  it('names a node as it is read out', () => {
    const { nodes } = flowOf(vit);
    const patches = nodes.find((node) => node.id === 'patches');
    expect(patches?.ariaLabel).toBe(
      `Patch embedding, patch size patch, width d_model, output tokens 16 by d_model ${number('d_model')}`,
    );
  });

  it('labels wires with sizes, and gives their full names', () => {
    const { edges } = flowOf(vit);
    const wire = edges.find((edge) => edge.source === 'class-token');
    expect(wire?.data?.label).toBe(`B · 17 · ${number('d_model')}`);
    expect(wire?.data?.title).toBe(`batch 1, tokens 17, d_model ${number('d_model')}`);
    expect(wire?.data?.kind).toBe('sequence');
    expect(edges.find((edge) => edge.source === 'image')?.data?.kind).toBe('picture');
  });

  it('labels only the first wire of a port', () => {
    const { edges } = flowOf(vit);
    const labels = edges.filter((edge) => edge.source === 'head').map((edge) => edge.data?.label);
    expect(labels).toEqual(['B · 10', '']);
  });

  it('shows a repeated block with the number that its expression comes to', () => {
    const encoder = flowOf(vit).nodes.find((node) => node.id === 'encoder');
    expect(encoder?.data.repeat).toBe(number('layers'));
    expect(encoder?.data.box.repeat).toBe('layers');
  });

  it('makes the inside of a built-in block read-only, with shapes from its first copy', () => {
    const { nodes, edges } = flowOf(vit, ['encoder']);
    expect(nodes.every((node) => node.draggable === false)).toBe(true);
    const shapes = edges.filter((edge) => edge.data?.label === `B · 17 · ${number('d_model')}`);
    expect(shapes.length).toBeGreaterThan(3);
  });

  it('marks the wire that does not fit, in a few words', () => {
    const broken: GraphDocument = {
      ...vit,
      edges: vit.edges.map((edge) =>
        edge.target === 'head' ? { ...edge, source: 'encoder', sourcePort: 'y' } : edge,
      ),
    };
    const wrong = flowOf(broken).edges.filter((edge) => edge.data?.problem);
    expect(wrong.length).toBeGreaterThan(0);
    expect(wrong[0].data?.problem.length).toBeLessThan(60);
  });
});
