import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { preset as transformer } from '../../presets/transformer-tiny';
import { preset as withAndWithout } from '../../presets/with-and-without-attention';
import { documentArbitrary } from '../../runtime/graph/testing/arbitraries';
import {
  BASE,
  type CompositeBlock,
  type CompositeDefinition,
  emptyDocument,
  findBlock,
  type GraphDocument,
  parseDocument,
  serializeDocument,
  variantDocument,
} from '../../runtime/index';
import { setBypass } from '../commands/bypass';
import type { Command } from '../commands/command';
import { detachComposite, setBlockTitle } from '../commands/composites';
import { setExperiment, setTitle } from '../commands/document';
import { connect, disconnect, reconnect } from '../commands/edges';
import { groupNodes } from '../commands/group';
import {
  addHyperparameter,
  removeHyperparameter,
  renameHyperparameter,
  setHyperparameter,
} from '../commands/hyperparameters';
import { addNode, insertOnEdge, moveNodes, removeSelection } from '../commands/nodes';
import { setLabel, setParam, setRepeat, setTie } from '../commands/params';
import { builds, nodesOf, start } from '../commands/testing/arbitraryCommands';
import { graphHash } from '../persistence/hash';
import { diffGraphs } from './diffGraphs';

const position = { x: 0, y: 0 };
const encoder = findBlock('encoder-layer') as CompositeBlock;
const base = transformer.document;
const after = (document: GraphDocument, ...commands: Command[]) =>
  commands.reduce((next, command) => command.apply(next), document);
const wordsOf = (a: GraphDocument, b: GraphDocument) =>
  diffGraphs(a, b).words.map(({ text }) => text);
/** The words of some commands on the small Transformer. */
const words = (...commands: Command[]) => wordsOf(base, after(base, ...commands));
const wire = (from: string, to: string) => {
  const [source, sourcePort] = from.split('.');
  const [target, targetPort] = to.split('.');
  return { source, sourcePort, target, targetPort };
};

describe('words', () => {
  it('a value of the graph is told once, not at each block that follows it', () => {
    expect(words(setHyperparameter([], 'heads', { value: 2 }))).toEqual(['heads 4 → 2']);
    expect(words(setHyperparameter([], 'd_ff', { value: '4*d_model' }))).toEqual([
      'd_ff 128 → 256',
    ]);
    expect(words(setHyperparameter([], 'd_ff', { value: '2*d_model' }))).toEqual([
      'd_ff 128 → 2*d_model',
    ]);
    expect(words(addHyperparameter([], { name: 'width', value: 3 }))).toEqual([
      'added value width 3',
    ]);
    expect(words(removeHyperparameter([], 'p_drop'))).toEqual(['removed value p_drop']);
  });

  it('a parameter of a block, as the inspector calls it', () => {
    expect(words(setParam([], 'encoder', 'heads', 8))).toEqual(['heads of Encoder layer 4 → 8']);
    expect(words(setParam([], 'encoder', 'activation', 'gelu'))).toEqual([
      'activation of Encoder layer: ReLU → GELU',
    ]);
    expect(words(setParam([], 'source', 'feed', 'generated'))[0]).toMatch(/ of Inputs: .+ → .+/);
    expect(words(setParam([], 'encoder', 'd_ff', 128))).toEqual([
      'inner width of Encoder layer d_ff → 128',
    ]);
    // What it is by default anyway.
    expect(words(setParam([], 'encoder', 'activation', 'relu'))).toEqual([]);
    expect(words(setRepeat([], 'encoder', 1))).toEqual(['Encoder layer ×2 → ×1']);
    expect(words(setTie([], 'logits', ''))).toEqual(['Linear has weights of its own']);
    expect(words(setTie([], 'encoder', 'one'))).toEqual(['Encoder layer shares weights (one)']);
  });

  it('a block that was taken out or put in, without the wires that follow from it', () => {
    const take = removeSelection({ level: [], nodes: ['source-positions'] });
    expect(words(take)).toEqual(['removed Positional encoding']);
    const both = removeSelection({ level: [], nodes: ['source-positions', 'source-dropout'] });
    expect(words(both)).toEqual(['removed Positional encoding', 'removed Dropout']);
    const insert = insertOnEdge({ level: [], edge: 'logits.x', block: 'layer-norm', position });
    expect(words(insert)).toEqual(['added Layer norm after Decoder layer']);
    expect(diffGraphs(base, insert.apply(base)).edges.added).toHaveLength(2);
    const alone = addNode({ level: [], block: 'dropout', position });
    expect(words(alone)).toEqual(['added Dropout']);
    const feeding = addNode({
      level: [],
      block: 'image-input',
      position,
      to: { target: 'encoder', targetPort: 'x', port: 'image' },
    });
    expect(words(feeding)).toEqual([
      'added Image before Encoder layer',
      'Encoder layer: x now from Image',
    ]);
  });

  it('a block that took the place of another, under its id or a new one', () => {
    const swap = [
      removeSelection({ level: [], nodes: ['source-positions'] }),
      insertOnEdge({
        level: [],
        edge: 'source-dropout.x',
        block: 'learned-positions',
        position,
      }),
    ];
    expect(words(...swap)).toEqual(['Positional encoding → Learned positions']);
    const { nodes } = base;
    const same: GraphDocument = {
      ...base,
      nodes: { ...nodes, encoder: { ...nodes.encoder, block: 'vit-encoder-layer' } },
    };
    const title = findBlock('vit-encoder-layer')?.title;
    expect(wordsOf(base, same)[0]).toBe(`Encoder layer → ${title}`);
    expect(diffGraphs(base, same).edges.added).toEqual([]);
    const labelled = setLabel([], 'encoder', 'Stack').apply(same);
    expect(wordsOf(base, labelled)[0]).toBe(`Stack: Encoder layer → ${title}`);
  });

  it('an id that came back as something else is one gone and one new', () => {
    const { nodes } = base;
    const other: GraphDocument = {
      ...base,
      nodes: { ...nodes, 'source-dropout': { ...nodes.padding, id: 'source-dropout' } },
      edges: [
        ...base.edges.filter(
          ({ source, target }) => source !== 'source-dropout' && target !== 'source-dropout',
        ),
        wire('causal.mask', 'source-dropout.tokens'),
      ],
    };
    expect(wordsOf(base, other)).toEqual([
      'removed Dropout',
      'added Padding mask after Causal mask',
    ]);
    expect(diffGraphs(base, other).nodes.get('source-dropout')).toBe('changed');
  });

  it('a wire that leads elsewhere, names of ports where there are several', () => {
    expect(words(connect([], wire('source-embedding.y', 'encoder.x')))).toEqual([
      'Encoder layer: x now from Input embedding',
    ]);
    expect(words(disconnect([], 'encoder.mask'))).toEqual(['Encoder layer: mask no longer wired']);
    expect(words(connect([], wire('encoder.y', 'logits.x')))).toEqual([
      'Linear now from Encoder layer',
    ]);
    expect(words(reconnect([], 'encoder.mask', wire('causal.mask', 'encoder.mask')))).toEqual([
      'Encoder layer: mask now from Causal mask',
    ]);
  });

  it('the training, value by value', () => {
    const experiment = base.experiment ?? raise();
    const other = {
      ...experiment,
      learningRate: 0.0001,
      optimizer: 'sgd',
      nesterov: true,
    } as const;
    expect(words(setExperiment({ ...other, clipNorm: 1 }))).toEqual([
      'optimiser Adam → SGD',
      'learning rate 0.002 → 0.0001',
      'Nesterov momentum off → on',
      'gradients clipped at none → 1',
    ]);
    // Said, and the same as where nothing is said.
    expect(words(setExperiment({ ...experiment, schedule: 'cosine', momentum: 0 }))).toEqual([]);
  });

  it('what was bypassed', () => {
    const off = setBypass([], ['source-dropout'], true).apply(base);
    const diff = diffGraphs(base, off);
    expect(diff.words).toEqual([{ text: 'bypassed Dropout', kind: 'bypassed' }]);
    expect(diff.nodes).toEqual(new Map([['source-dropout', 'bypassed']]));
    expect(wordsOf(off, base)).toEqual(['Dropout no longer bypassed']);
  });

  it('in the order of the wires, whatever order the nodes are stored in', () => {
    const { document } = withAndWithout;
    const [{ id }] = document.variants ?? [];
    const told = (whole: GraphDocument) => {
      const [a, b] = [BASE, id].map((each) => variantDocument(whole, each) ?? raise());
      return wordsOf(a, b);
    };
    expect(
      told(document)
        .slice(0, 7)
        .map((text) => text.replace(/ after .*/, '')),
    ).toEqual([
      'added Map to tokens',
      'added Query',
      'added Key',
      'added Value',
      'added ReLU',
      'added ReLU',
      'added Attention, one head',
    ]);
    const read = parseDocument(serializeDocument(document)).document ?? raise();
    expect(Object.keys(read.nodes)).not.toEqual(Object.keys(document.nodes));
    expect(told(read)).toEqual(told(document));
    const turned: GraphDocument = {
      ...base,
      nodes: Object.fromEntries(
        Object.entries(base.nodes)
          .reverse()
          .map(([key, node]) => [
            key,
            { ...node, params: Object.fromEntries(Object.entries(node.params).reverse()) },
          ]),
      ),
      edges: [...base.edges].reverse(),
    };
    const edits = [
      removeSelection({ level: [], nodes: ['source-positions', 'decoder'] }),
      setParam([], 'encoder', 'heads', 8),
      setParam([], 'encoder', 'activation', 'gelu'),
      connect([], wire('encoder.y', 'logits.x')),
      addNode({ level: [], block: 'dropout', position }),
    ];
    expect(wordsOf(turned, after(turned, ...edits))).toEqual(words(...edits));
  });

  it('the most important first', () => {
    const experiment = base.experiment ?? raise();
    expect(
      words(
        setExperiment({ ...experiment, learningRate: 0.1 }),
        setParam([], 'encoder', 'heads', 8),
        removeSelection({ level: [], nodes: ['source-dropout'] }),
        setHyperparameter([], 'layers', { value: 1 }),
      ),
    ).toEqual([
      'layers 2 → 1',
      'removed Dropout',
      'heads of Encoder layer 4 → 8',
      'learning rate 0.002 → 0.1',
    ]);
  });
});

describe('composites', () => {
  const open = detachComposite([], 'encoder', encoder);
  const inside = ['encoder'];

  it('one that was made editable is the same; what is changed inside it is told', () => {
    expect(words(open)).toEqual([]);
    const option = setParam([], 'encoder', 'activation', 'gelu').apply(base);
    expect(wordsOf(option, open.apply(option))).toEqual([]);
    const edits = [
      open,
      removeSelection({ level: inside, nodes: ['add-norm-1'] }),
      setParam(inside, 'attention', 'heads', 2),
      setParam(inside, 'feed-forward', 'activation', 'gelu'),
    ];
    expect(words(...edits)).toEqual([
      'removed Add & Norm in Encoder layer',
      'heads of Multi-head attention 4 → 2 in Encoder layer',
      'activation of Feed forward: ReLU → GELU in Encoder layer',
    ]);
    const { nodes } = diffGraphs(base, after(base, ...edits));
    expect([...nodes]).toEqual([
      ['encoder/add-norm-1', 'removed'],
      ['encoder/attention', 'changed'],
      ['encoder/feed-forward', 'changed'],
      ['encoder', 'changed'],
    ]);
  });

  it('is told once, and marked wherever it is used', () => {
    const layer: CompositeDefinition = {
      title: 'Layer',
      inputs: { x: { axes: '...' } },
      outputs: { y: { axes: '...' } },
      params: [{ name: 'width', value: 64 }],
      nodes: { n1: { id: 'n1', block: 'linear', params: { units: 'width' }, position } },
      edges: [wire('$in.x', 'n1.x'), wire('n1.y', '$out.y')],
    };
    const use = (id: string) => ({ id, block: 'layer', params: {}, position });
    const twice: GraphDocument = {
      ...emptyDocument(),
      nodes: { a: use('a'), b: use('b') },
      edges: [wire('a.y', 'b.x')],
      definitions: { layer },
    };
    const narrow = setParam(['a'], 'n1', 'units', 32).apply(twice);
    const diff = diffGraphs(twice, narrow);
    expect(diff.words.map(({ text }) => text)).toEqual(['units of Linear 64 → 32 in Layer']);
    expect([...diff.nodes.keys()]).toEqual(['a/n1', 'a', 'b/n1', 'b']);
    expect(wordsOf(twice, setHyperparameter(['a'], 'width', { value: 8 }).apply(twice))).toEqual([
      'width 64 → 8 in Layer',
    ]);
    expect(wordsOf(twice, setParam([], 'a', 'width', 8).apply(twice))).toEqual([
      'width of Layer 64 → 8',
    ]);
    expect(wordsOf(twice, disconnect(['a'], 'n1.x').apply(twice))).toEqual([
      'Linear no longer wired in Layer',
    ]);
    expect(wordsOf(twice, connect(['a'], wire('$in.x', '$out.y')).apply(twice))).toEqual([
      'Output now from the input x in Layer',
    ]);
    expect(wordsOf(twice, renameHyperparameter(['a'], 'width', 'w').apply(twice))).toEqual([]);
    expect(wordsOf(twice, setBlockTitle('layer', 'Other').apply(twice))).toEqual([]);
  });

  it('blocks that became one are told as gone and come', () => {
    expect(words(groupNodes([], ['source-positions', 'source-dropout']))).toEqual([
      'removed Positional encoding',
      'removed Dropout',
      'added My block after Input embedding',
    ]);
  });

  it('one inside itself ends', () => {
    const loop: CompositeDefinition = {
      title: 'Loop',
      inputs: {},
      outputs: {},
      params: [],
      nodes: { n1: { id: 'n1', block: 'loop', params: {}, position } },
      edges: [],
    };
    const one: GraphDocument = {
      ...emptyDocument(),
      nodes: { a: { id: 'a', block: 'loop', params: {}, position } },
      definitions: { loop },
    };
    const two = addNode({ level: ['a', 'n1'], block: 'add', position }).apply(one);
    expect(wordsOf(one, two)).toEqual(['added Add in Loop']);
  });
});

describe('no change', () => {
  it('is a layout, a name, a description', () => {
    expect(
      words(
        moveNodes([], { encoder: { x: 7, y: 7 } }),
        setLabel([], 'encoder', 'Stack'),
        setTitle('Other'),
        renameHyperparameter([], 'd_model', 'width'),
        setHyperparameter([], 'heads', { label: 'number of heads', max: 9 }),
      ),
    ).toEqual([]);
  });

  it('is any document beside itself', () => {
    fc.assert(
      fc.property(documentArbitrary, (document) => {
        const copy = structuredClone(document);
        expect(diffGraphs(document, copy)).toEqual({
          nodes: new Map(),
          edges: { added: [], removed: [] },
          words: [],
        });
      }),
    );
  });
});

describe('any commands', () => {
  it('are told where they change what is computed, and nothing else is', () => {
    fc.assert(
      fc.property(fc.array(builds, { minLength: 1, maxLength: 8 }), fc.nat(), (list, at) => {
        let document = start;
        const inside = ['n4'];
        for (const [index, build] of list.entries()) {
          const level = (at >> index) % 3 === 0 && nodesOf(document, inside).length ? inside : [];
          const command = build(document, level);
          const next = command.apply(document);
          const told = diffGraphs(document, next).words.length > 0;
          const [label] = command.label.split(' ');
          if (graphHash(next) === graphHash(document)) expect(told, command.label).toBe(false);
          else if (!means(document, next, label)) expect(told, command.label).toBe(true);
          document = next;
        }
        const { words: all, nodes } = diffGraphs(start, document);
        expect(new Set(nodes.values()).size > 0 && all.length === 0).toBe(false);
      }),
      { numRuns: 250 },
    );
  });
});

/** True for a change of what is written that means the same. */
function means(before: GraphDocument, after: GraphDocument, label: string): boolean {
  if (label === 'Make' || label === 'Rename') return true;
  // A parameter, a count of copies or a range set to what it was without being said.
  const analysed = [before, after].map((document) => JSON.stringify(plain(document)));
  return analysed[0] === analysed[1];
}

/** A document with what is so by default left out, and without ranges of named values. */
function plain(document: GraphDocument): unknown {
  const defaultOf = (block: string, name: string) =>
    document.definitions[block]?.params.find((param) => param.name === name)?.value ??
    findBlock(block)?.params[name]?.default;
  const nodes = (graph: Pick<GraphDocument, 'nodes'>) =>
    Object.values(graph.nodes).map(({ position: _position, label: _label, ...node }) => ({
      ...node,
      repeat: node.repeat ?? 1,
      params: Object.fromEntries(
        Object.entries(node.params).filter(
          ([name, value]) => value !== defaultOf(node.block, name),
        ),
      ),
    }));
  return {
    nodes: nodes(document),
    edges: document.edges,
    hyperparameters: document.hyperparameters.map(({ name, value }) => [name, value]),
    definitions: Object.values(document.definitions).map((each) => [
      nodes(each),
      each.edges,
      each.params.map(({ name, value }) => [name, value]),
    ]),
  };
}

function raise(): never {
  throw new Error('the preset has it');
}
