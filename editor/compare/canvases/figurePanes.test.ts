import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { presets } from '../../../presets/index';
import { preset as transformer } from '../../../presets/transformer-tiny';
import { preset as withAndWithout } from '../../../presets/with-and-without-attention';
import { documentArbitrary } from '../../../runtime/graph/testing/arbitraries';
import {
  type CompositeBlock,
  emptyDocument,
  findBlock,
  type GraphDocument,
  toVariant,
} from '../../../runtime/index';
import { overlaps, type Rect } from '../../canvas/geometry';
import { setBypass } from '../../commands/bypass';
import type { Command } from '../../commands/command';
import { detachComposite } from '../../commands/composites';
import { setHyperparameter } from '../../commands/hyperparameters';
import { addNode, insertOnEdge, moveNodes, removeSelection } from '../../commands/nodes';
import { setParam } from '../../commands/params';
import { compareLevel } from './compareLevel';
import { type FigurePane, figurePanes } from './figurePanes';
import { sayOf, spoken } from './paneWords';

const base = transformer.document;
const position = { x: 0, y: 0 };
const after = (document: GraphDocument, commands: readonly Command[]) =>
  commands.reduce((next, command) => command.apply(next), document);

/** A document with one variant for each list of commands. */
function whole(...variants: readonly (readonly Command[])[]): GraphDocument {
  return {
    ...base,
    variants: variants.map((commands, index) =>
      toVariant(
        `v${index + 1}`,
        { ...after(base, commands), title: `Variant ${index + 1}` },
        base.experiment,
      ),
    ),
  };
}

const middle = ({ x, y, width, height }: Rect) => [x + width / 2, y + height / 2];
const rectOf = (pane: FigurePane, key: string) => pane.boxes.get(key)?.rect as Rect;
const rectOfId = (pane: FigurePane, id: string) =>
  pane.scene?.boxes.find((box) => box.id === id)?.rect as Rect;
const heads = setHyperparameter([], 'heads', { value: 2 });
const without = removeSelection({ level: [], nodes: ['source-dropout'] });
const insert = (block = 'layer-norm') =>
  insertOnEdge({ level: [], edge: 'logits.x', block, position: { x: 560, y: 160 } });

describe('what differs', () => {
  it('a block that follows a value is marked, with the number that it comes to', () => {
    const { marks } = compareLevel(base, heads.apply(base)) ?? {};
    expect(marks).toEqual(
      new Map([
        ['encoder', { kind: 'changed', words: ['heads 4 → 2'] }],
        ['decoder', { kind: 'changed', words: ['heads 4 → 2'] }],
      ]),
    );
    const layers = setHyperparameter([], 'layers', { value: 3 }).apply(base);
    expect(compareLevel(base, layers)?.marks.get('encoder')?.words).toEqual(['copies 2 → 3']);
  });

  it('a parameter, a bypass, an inside', () => {
    const own = setParam([], 'encoder', 'heads', 8).apply(base);
    expect(compareLevel(base, own)?.marks.get('encoder')?.words).toEqual([
      'heads of Encoder layer 4 → 8',
    ]);
    const passed = setBypass([], ['source-dropout'], true, 'Dropout').apply(base);
    expect(compareLevel(base, passed)?.marks.get('source-dropout')).toEqual({
      kind: 'bypassed',
      words: ['bypassed Dropout'],
    });
    const copied = detachComposite(
      [],
      'encoder',
      findBlock('encoder-layer') as CompositeBlock,
    ).apply(base);
    expect(compareLevel(base, copied)?.marks.size).toBe(0);
    const inside = removeSelection({ level: ['encoder'], nodes: ['add-norm-1'] });
    const opened = inside.apply(copied);
    expect(compareLevel(base, opened)?.marks.get('encoder')?.words).toEqual(['differs inside']);
    expect([...(compareLevel(base, opened, ['encoder'])?.removed ?? [])]).toEqual(['add-norm-1']);
  });

  it('a level that one of both has not is no comparison', () => {
    expect(compareLevel(base, without.apply(base), ['source-dropout'])).toBeNull();
    expect(compareLevel(base, emptyDocument(), ['encoder'])).toBeNull();
  });
});

describe('panes', () => {
  it('lie in the order of the tabs and agree on the places of equal blocks', () => {
    const moved = moveNodes([], { decoder: { x: 1600, y: -300 }, loss: { x: 0, y: 2000 } });
    const { panes } = figurePanes(whole([heads], [without], [insert(), moved]));
    expect(panes.map(({ title }) => title)).toEqual([
      'Base',
      'Variant 1',
      'Variant 2',
      'Variant 3',
    ]);
    for (const pane of panes.slice(1)) {
      for (const key of Object.keys(base.nodes)) {
        expect([key, middle(rectOf(pane, key))]).toEqual([key, middle(rectOf(panes[0], key))]);
      }
    }
  });

  it('without variants the base lies where its author put it', () => {
    for (const { document } of presets) {
      const { panes } = figurePanes({ ...document, variants: undefined });
      const places = panes[0].scene?.boxes.map(({ id, rect: { x, y } }) => [id, { x, y }]);
      const own = Object.values(document.nodes).map(({ id, position: at }) => [id, at]);
      expect(new Map(places as [string, object][])).toEqual(new Map(own as [string, object][]));
    }
  });

  it('make room for what was added, in all panes, and cover nothing', () => {
    const two = [insert(), insert('dropout')];
    const { panes, bounds, differing } = figurePanes(whole([], two, [without, ...two]));
    for (const { scene, ghosts } of panes) {
      const rects = [...(scene?.boxes ?? []), ...ghosts].map(({ rect }) => rect);
      for (const [index, one] of rects.entries()) {
        for (const two of rects.slice(index + 1)) expect(overlaps(one, two)).toBe(false);
      }
    }
    const added = panes[1].scene?.boxes.length;
    expect(panes[2].scene?.boxes).toHaveLength((added ?? 0) + 2);
    expect(panes[2].addedWires.size).toBe(3);
    expect(panes[0].marks.size).toBe(0);
    expect(differing && differing.width < bounds.width).toBe(true);
    expect(figurePanes(whole([])).differing).toBeNull();
  });

  it('draw what is gone where it was, with its wires', () => {
    const { panes } = figurePanes(whole([without]));
    const [before, now] = panes;
    expect(now.ghosts.map(({ id }) => id)).toEqual(['source-dropout']);
    expect(now.ghosts[0].rect).toEqual(rectOf(before, 'source-dropout'));
    expect(now.ghostWires.map(({ to }) => to).sort()).toEqual(['encoder', 'source-dropout']);
    expect(now.scene?.boxes.some(({ id }) => id === 'source-dropout')).toBe(false);
  });

  it('keep the layout of a variant that could not be read at the places of the base', () => {
    const { panes, direction } = figurePanes(withAndWithout.document);
    const [first, second] = panes;
    const own = withAndWithout.document.variants?.[0].nodes ?? {};
    const wires = second.scene?.wires ?? [];
    expect(wires).toHaveLength(withAndWithout.document.variants?.[0].edges.length ?? 0);
    expect(direction).toBe('right');
    for (const { from, to } of wires) {
      expect([from, to, own[from].position.x < own[to].position.x]).toEqual([from, to, true]);
      const [source, target] = [from, to].map((id) => rectOfId(second, id));
      expect([from, to, target.x >= source.x + source.width]).toEqual([from, to, true]);
    }
    for (const id of ['image', 'conv-1', 'pool-2', 'relu-3']) {
      expect([id, middle(rectOf(second, id))]).toEqual([id, middle(rectOf(first, id))]);
    }
    for (const id of Object.keys(own)) {
      const { x, y } = rectOfId(second, id);
      expect([id, x, y]).toEqual([id, own[id].position.x, own[id].position.y]);
    }
    // The wire past what was put in has an end elsewhere now; there is nothing to draw it between.
    expect(second.ghostWires).toEqual([]);
  });

  it('other variants stay aligned beside one that is not, and what is gone covers nothing', () => {
    const { document } = withAndWithout;
    const [apart] = document.variants ?? [];
    const { 'conv-2': _, ...nodes } = apart.nodes;
    const edges = apart.edges.filter(
      ({ source, target }) => source !== 'conv-2' && target !== 'conv-2',
    );
    const moved = { ...nodes.tokens, position: { x: 864, y: -28 } };
    const { panes } = figurePanes({
      ...document,
      variants: [
        { ...apart, nodes: { ...nodes, tokens: moved }, edges },
        toVariant('v2', { ...document, title: 'Same' }, document.experiment),
      ],
    });
    for (const id of Object.keys(document.nodes)) {
      expect([id, rectOf(panes[2], id)]).toEqual([id, rectOf(panes[0], id)]);
    }
    const [ghost] = panes[1].ghosts;
    expect(ghost.id).toBe('conv-2');
    for (const { rect } of panes[1].scene?.boxes ?? []) {
      expect(overlaps(rect, ghost.rect)).toBe(false);
    }
  });

  it('call one block the same everywhere, a new one too where a variant was copied', () => {
    const added = addNode({ level: [], block: 'dropout', position, id: 'extra' });
    const renamed: Command[] = [
      removeSelection({ level: [], nodes: ['source-positions'] }),
      insertOnEdge({ level: [], edge: 'source-dropout.x', block: 'learned-positions', position }),
    ];
    const { panes } = figurePanes(whole([added], [added, heads], renamed));
    expect(panes[1].boxes.get('+extra')?.title).toBe('Dropout');
    expect(panes[2].boxes.get('+extra')?.title).toBe('Dropout');
    expect(panes[0].boxes.has('+extra')).toBe(false);
    const swapped = panes[3].boxes.get('source-positions');
    expect(swapped?.title).toBe('Learned positions');
    expect(swapped && panes[3].marks.get(swapped.id)?.words).toContain(
      'Positional encoding → Learned positions',
    );
  });

  it('open a block in all of them; where it is gone there is nothing to draw', () => {
    const gone = removeSelection({ level: [], nodes: ['encoder'] });
    const { panes } = figurePanes(whole([heads], [gone]), ['encoder']);
    expect(panes[0].scene?.boxes.length).toBeGreaterThan(3);
    expect(panes[1].scene?.boxes.length).toBe(panes[0].scene?.boxes.length);
    expect(panes[2].scene).toBeNull();
  });
});

it('says what a block is in each pane', () => {
  const { panes } = figurePanes(whole([heads], [without]));
  const said = panes.map((pane, index) => sayOf(pane, 'encoder', index === 0));
  expect(said.map((each) => each && spoken(each))).toEqual([
    'Encoder layer, h = 4, d_ff = 128, P_drop = 0',
    'Encoder layer, changed: heads 4 → 2',
    'Encoder layer, h = 4, d_ff = 128, P_drop = 0',
  ]);
  const ghost = sayOf(panes[2], 'source-dropout', false);
  expect(ghost && spoken(ghost)).toBe('Dropout, removed here');
  expect(sayOf(panes[1], 'nobody', false)).toBeNull();
});

it('says what is wrong with a block, in the pane where it is', () => {
  const five = setHyperparameter([], 'heads', { value: 5 });
  const { panes } = figurePanes(whole([five], [heads]));
  const [first, wrong, right] = panes.map((pane, index) => sayOf(pane, 'encoder', index === 0));
  expect(wrong?.kind).toBe('changed');
  expect(wrong?.problem).toMatch(/5/);
  expect(wrong && spoken(wrong)).toBe(
    `Encoder layer, changed: heads 4 → 5, problem: ${wrong?.problem}`,
  );
  expect([first?.problem, right?.problem]).toEqual([undefined, undefined]);
  const inside = figurePanes(whole([five]), ['encoder']).panes[1];
  expect([...inside.problems.keys()]).toContain('attention');
});

it('any two graphs can be laid side by side, each block in one place', () => {
  fc.assert(
    fc.property(documentArbitrary, documentArbitrary, (one, two) => {
      const variants = [toVariant('v1', { ...two, title: 'Other' }, one.experiment)];
      const { panes } = figurePanes({ ...one, variants });
      const [first, second] = panes.map(({ scene }) => scene?.boxes.length);
      expect([first, second]).toEqual([one, two].map(({ nodes }) => Object.keys(nodes).length));
      const { boxes, scene, ghosts } = panes[1];
      expect(boxes.size).toBe((scene?.boxes.length ?? 0) + ghosts.length);
    }),
    { numRuns: 40 },
  );
});
