/** Bypassed blocks on the canvas: what is told before, what is drawn after, what is read out. */
import { describe, expect, it } from 'vitest';
import { presets } from '../../presets/index';
import {
  analyze,
  type CompositeBlock,
  findBlock,
  type GraphDocument,
  type GraphNode,
} from '../../runtime/index';
import { setBypass } from '../commands/bypass';
import type { Level } from '../commands/command';
import { detachComposite } from '../commands/composites';
import { levelAt } from '../commands/levels';
import { addNode } from '../commands/nodes';
import { analysisOf } from '../store/selectors';
import { passLines, usualPasses } from './passLine';
import { type Box, buildScene } from './scene';
import { toFlow } from './toFlow';
import { whyNotBypass } from './whyNotBypass';

const documentOf = (id: string) =>
  presets.find((each) => each.id === id)?.document as GraphDocument;
const vit = documentOf('vit-tiny');
const transformer = documentOf('transformer-tiny');
const encoder = findBlock('vit-encoder-layer') as CompositeBlock;
const ownEncoder = detachComposite([], 'encoder', encoder).apply(vit);

function boxesOf(document: GraphDocument, level: Level = []) {
  const open = levelAt(document, level);
  if (!open) throw new Error('no such level');
  const scene = buildScene(document, open.graph);
  const options = { document, level, open, scene, analysis: analyze(document) };
  return toFlow({ ...options, selected: [], selectedEdge: null, tabStop: null, readOnly: false });
}

describe('whyNotBypass', () => {
  it.each([
    ...presets.filter(({ small }) => small).map(({ id, document }) => [id, document, []] as const),
    ['the inside of a block', ownEncoder, ['encoder']] as const,
    [
      'the inside of a bypassed block',
      setBypass([], ['encoder'], true).apply(ownEncoder),
      ['encoder'],
    ] as const,
  ])('of %s: says what the compiler would', (_, document, level) => {
    for (const id of Object.keys(levelAt(document, level)?.graph.nodes ?? {})) {
      const told = whyNotBypass(document, level, id);
      const after = setBypass(level, [id], true).apply(document);
      // Another graph may ask its data for something else; here it is whether it computes.
      const problems = analysisOf(after).diagnostics.filter(({ code }) => code !== 'train/data');
      const found = problems.map(({ code, message }) => [code, message]);
      expect(found, id).toEqual(told === null ? [] : [['node/bypass', told]]);
      // What is told before is told after.
      expect(whyNotBypass(after, level, id)).toBe(told);
    }
  });

  it('refuses in plain words', () => {
    expect(whyNotBypass(vit, [], 'dropout')).toBeNull();
    expect(whyNotBypass(ownEncoder, ['encoder'], 'norm-1')).toBeNull();
    expect(whyNotBypass(vit, [], 'patches')).toBe(
      'Patch embedding cannot be bypassed: it takes height 28, width 28, channels 1 and gives tokens 16, d_model 64.',
    );
    expect(whyNotBypass(vit, [], 'loss')).toBe(
      'Cross-entropy loss cannot be bypassed: it makes the loss of the graph.',
    );
    expect(whyNotBypass(vit, ['encoder'], 'norm-1')).toBe(
      'This block is built in and cannot be changed.',
    );
    const loose = addNode({ level: [], block: 'layer-norm', position: { x: 0, y: 0 }, id: 'n' });
    expect(whyNotBypass(loose.apply(vit), [], 'n')).toBe(
      'Layer norm cannot be bypassed yet: the sizes that go through it are not known.',
    );
    const gone = addNode({ level: [], block: 'gone', position: { x: 0, y: 0 }, id: 'n' });
    expect(whyNotBypass(gone.apply(vit), [], 'n')).toBe(
      'gone cannot be bypassed: what it does is not known here.',
    );
  });
});

describe('a bypassed block', () => {
  const off = setBypass([], ['encoder', 'decoder'], true).apply(transformer);

  it('is drawn with a line through it, from what is passed on to what carries it', () => {
    const { nodes } = boxesOf(off);
    const decoder = nodes.find(({ id }) => id === 'decoder');
    const box = decoder?.data.box as Box;
    const at = (port: string) => box.ports.find(({ id }) => id === port)?.at;
    expect(box.bypassed).toBe(true);
    expect(decoder?.data.passing).toEqual([{ corners: [at('x'), at('y')], kind: 'sequence' }]);
    expect(nodes.find(({ id }) => id === 'loss')?.data).toMatchObject({ passing: [] });
    expect(nodes.find(({ id }) => id === 'loss')?.data.box.bypassed).toBe(false);
  });

  it('is read out as such, with what comes out of it', () => {
    const { nodes, edges } = boxesOf(off);
    expect(nodes.find(({ id }) => id === 'decoder')?.ariaLabel).toMatch(
      /^Decoder layer, bypassed, repeated 2 times, .*output tokens 9 by d_model 64, can be opened$/,
    );
    expect(edges.find(({ source }) => source === 'decoder')?.data?.title).toBe(
      'batch 1, tokens 9, d_model 64',
    );
  });

  it('shows the sizes within it, without cost', () => {
    const { nodes, edges } = boxesOf(off, ['encoder']);
    expect(edges.every(({ data }) => data?.kind !== 'unknown')).toBe(true);
    expect(nodes.find(({ id }) => id === 'attention')?.data.cost?.params).toBe(0);
  });

  it('has no line where it cannot pass anything on', () => {
    const wrong = setBypass([], ['patches'], true).apply(vit);
    const patches = boxesOf(wrong).nodes.find(({ id }) => id === 'patches');
    expect(patches?.data).toMatchObject({ passing: [], problem: { code: 'node/bypass' } });
  });

  it('leads no line to an output that is not wired', () => {
    const norm: GraphNode = { ...vit.nodes.norm, block: 'add-norm-pre', bypass: true };
    const edges = vit.edges.flatMap((edge) =>
      edge.target === 'norm' ? [edge, { ...edge, targetPort: 'sublayer' }] : [edge],
    );
    const document = { ...vit, nodes: { ...vit.nodes, norm }, edges };
    expect(analyze(document).bypassed.passes.get('norm')).toEqual({ stream: 'x', y: 'x' });
    const passing = boxesOf(document).nodes.find(({ id }) => id === 'norm')?.data.passing;
    expect(passing).toHaveLength(1);
    expect(passing?.[0].corners.length).toBeGreaterThan(2);
  });

  it('is a matter of its own for the analysis that documents share', () => {
    expect(analysisOf(off)).not.toBe(analysisOf(transformer));
    expect(analysisOf(transformer).total.params).toBeGreaterThan(analysisOf(off).total.params);
  });
});

describe('a line through a box', () => {
  const port = (
    kind: 'input' | 'output',
    id: string,
    side: 'top' | 'bottom' | 'left',
    at: object,
  ) => ({ kind, id, side, at }) as unknown as Box['ports'][number];
  const through = (input: Box['ports'][number], output: Box['ports'][number]) =>
    passLines({ ports: [input, output] }, { y: 'x' });
  const y = port('output', 'y', 'top', { x: 90, y: 0 });

  it('is straight, goes round a corner, or is shifted half-way', () => {
    const below = (x: number) => port('input', 'x', 'bottom', { x, y: 60 });
    expect(through(below(90), y)).toEqual([
      [
        { x: 90, y: 60 },
        { x: 90, y: 0 },
      ],
    ]);
    expect(through(below(30), y)).toEqual([
      [
        { x: 30, y: 60 },
        { x: 30, y: 30 },
        { x: 90, y: 30 },
        { x: 90, y: 0 },
      ],
    ]);
    expect(through(port('input', 'x', 'left', { x: 0, y: 20 }), y)).toEqual([
      [
        { x: 0, y: 20 },
        { x: 90, y: 20 },
        { x: 90, y: 0 },
      ],
    ]);
    expect(passLines({ ports: [y] }, { y: 'gone' })).toEqual([]);
  });

  it('joins the first ports where no sizes are known', () => {
    const { boxes } = buildScene(vit, vit);
    const box = (id: string) => boxes.find((each) => each.id === id) as Box;
    expect(usualPasses(box('encoder'))).toEqual({ y: 'x' });
    expect(usualPasses(box('image'))).toEqual({});
  });
});
