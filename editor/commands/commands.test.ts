import { describe, expect, it } from 'vitest';
import {
  type CompositeDefinition,
  type Experiment,
  emptyDocument,
  type Fix,
  type GraphDocument,
} from '../../runtime/index';
import type { Command } from './command';
import { setDescription, setExperiment, setTitle } from './document';
import { connect, disconnect, reconnect } from './edges';
import { applyFix, canApplyFix } from './fixes';
import {
  addHyperparameter,
  removeHyperparameter,
  renameHyperparameter,
  setHyperparameter,
} from './hyperparameters';
import { addNode, applyLayout, insertOnEdge, moveNodes, removeSelection } from './nodes';
import { setLabel, setParam, setRepeat, setTie } from './params';

const layer: CompositeDefinition = {
  title: 'Layer',
  inputs: { x: { axes: 'batch tokens d_model' } },
  outputs: { y: { axes: 'batch tokens d_model' } },
  params: [{ name: 'width', value: 64 }],
  nodes: {
    n1: { id: 'n1', block: 'linear', params: { units: '2*width' }, position: { x: 0, y: 0 } },
  },
  edges: [
    { source: '$in', sourcePort: 'x', target: 'n1', targetPort: 'x' },
    { source: 'n1', sourcePort: 'y', target: '$out', targetPort: 'y' },
  ],
};

/** n1 -> n2 -> n3, and a composite beside them. */
const chain: GraphDocument = {
  ...emptyDocument('Chain'),
  hyperparameters: [
    { name: 'd_model', value: 512 },
    { name: 'd_ff', value: '4*d_model' },
  ],
  nodes: {
    n1: { id: 'n1', block: 'tokens-input', params: {}, position: { x: 0, y: 0 } },
    n2: { id: 'n2', block: 'linear', params: { units: 'd_model' }, position: { x: 200, y: 0 } },
    n3: { id: 'n3', block: 'linear', params: {}, position: { x: 400, y: 0 } },
    stack: {
      id: 'stack',
      block: 'layer',
      params: { width: 'd_model' },
      position: { x: 0, y: 200 },
    },
  },
  edges: [
    { source: 'n1', sourcePort: 'tokens', target: 'n2', targetPort: 'x' },
    { source: 'n2', sourcePort: 'y', target: 'n3', targetPort: 'x' },
  ],
  definitions: { layer },
};

const wire = (from: string, to: string) => {
  const [source, sourcePort] = from.split('.');
  const [target, targetPort] = to.split('.');
  return { source, sourcePort, target, targetPort };
};
const wires = (document: GraphDocument) =>
  document.edges.map(
    (edge) => `${edge.source}.${edge.sourcePort}>${edge.target}.${edge.targetPort}`,
  );

function expectNothing(command: Command, document = chain): void {
  expect(command.apply(document)).toBe(document);
}

describe('addNode', () => {
  it('adds with a new id, whole coordinates and a label for undo', () => {
    const command = addNode(
      { level: [], block: 'linear', position: { x: 1.6, y: -0.2 } },
      'Linear',
    );
    const after = command.apply(chain);
    expect(command.label).toBe('Add Linear');
    expect(after.nodes.n4).toEqual({
      id: 'n4',
      block: 'linear',
      params: {},
      position: { x: 2, y: 0 },
    });
    expect(Object.is(after.nodes.n4.position.y, 0)).toBe(true);
    expect(after.nodes.n1).toBe(chain.nodes.n1);
    expect(after.edges).toBe(chain.edges);
  });

  it('wires it from a port and to a port, in place of what was there', () => {
    const after = addNode({
      level: [],
      block: 'linear',
      position: { x: 0, y: 0 },
      from: { source: 'n1', sourcePort: 'tokens', port: 'x' },
      to: { target: 'n3', targetPort: 'x', port: 'y' },
    }).apply(chain);
    expect(wires(after)).toEqual(['n1.tokens>n2.x', 'n4.y>n3.x', 'n1.tokens>n4.x']);
  });

  it('adds inside a definition, for every use of it', () => {
    const after = addNode({ level: ['stack'], block: 'linear', position: { x: 9, y: 9 } }).apply(
      chain,
    );
    expect(Object.keys(after.definitions.layer.nodes)).toEqual(['n1', 'n2']);
    expect(after.nodes).toBe(chain.nodes);
  });

  it('does nothing where nothing can be added', () => {
    const position = { x: 0, y: 0 };
    expectNothing(addNode({ level: ['gone'], block: 'linear', position }));
    expectNothing(addNode({ level: ['n1'], block: 'linear', position }));
    expectNothing(addNode({ level: [], block: 'linear', position, id: 'n1' }));
  });
});

describe('removeSelection', () => {
  it('heals the wire of a node taken out of the middle', () => {
    const after = removeSelection({ level: [], nodes: ['n2'] }).apply(chain);
    expect(wires(after)).toEqual(['n1.tokens>n3.x']);
    expect(after.nodes).not.toHaveProperty('n2');
  });

  it('leaves gaps where two wires come in or two ports lead out', () => {
    const two = connect([], wire('n3.y', 'n2.mask')).apply(chain);
    expect(wires(removeSelection({ level: [], nodes: ['n2'] }).apply(two))).toEqual([]);
    const split = connect([], wire('n2.weights', 'n3.mask')).apply(chain);
    expect(wires(removeSelection({ level: [], nodes: ['n2'] }).apply(split))).toEqual([]);
  });

  it('heals through several nodes, and a fan', () => {
    const fan = connect([], wire('n2.y', 'stack.x')).apply(chain);
    expect(wires(removeSelection({ level: [], nodes: ['n2'] }).apply(fan))).toEqual([
      'n1.tokens>n3.x',
      'n1.tokens>stack.x',
    ]);
    const both = removeSelection({ level: [], nodes: ['n2', 'n3'] });
    expect(both.label).toBe('Delete 2 blocks');
    expect(wires(both.apply(chain))).toEqual([]);
  });

  it('removes a wire, and a node that feeds itself', () => {
    const command = removeSelection({ level: [], nodes: [], edge: 'n3.x' });
    expect(command.label).toBe('Delete wire');
    expect(wires(command.apply(chain))).toEqual(['n1.tokens>n2.x']);
    const loop = connect([], wire('n3.y', 'n3.mask')).apply(chain);
    expect(wires(removeSelection({ level: [], nodes: ['n3'] }).apply(loop))).toEqual([
      'n1.tokens>n2.x',
    ]);
    expectNothing(removeSelection({ level: [], nodes: ['gone'], edge: 'gone.x' }));
  });

  it('heals inside a definition, from its input to its output', () => {
    const after = removeSelection({ level: ['stack'], nodes: ['n1'] }).apply(chain);
    expect(after.definitions.layer.edges).toEqual([wire('$in.x', '$out.y')]);
  });
});

describe('wires', () => {
  it('connect replaces what fed the port, in its place', () => {
    const after = connect([], wire('n3.y', 'n2.x')).apply(chain);
    expect(wires(after)).toEqual(['n3.y>n2.x', 'n2.y>n3.x']);
    expectNothing(connect([], wire('n1.tokens', 'n2.x')));
    expectNothing(connect([], wire('gone.y', 'n2.x')));
    expectNothing(connect([], wire('$in.x', 'n2.x')));
  });

  it('connect reaches the ports of a definition from inside', () => {
    const after = connect(['stack'], wire('$in.x', '$out.y')).apply(chain);
    expect(after.definitions.layer.edges).toEqual([wire('$in.x', 'n1.x'), wire('$in.x', '$out.y')]);
  });

  it('disconnect and reconnect', () => {
    expect(wires(disconnect([], 'n2.x').apply(chain))).toEqual(['n2.y>n3.x']);
    expectNothing(disconnect([], 'n2.y'));
    expect(wires(reconnect([], 'n3.x', wire('n2.y', 'stack.x')).apply(chain))).toEqual([
      'n1.tokens>n2.x',
      'n2.y>stack.x',
    ]);
    expect(wires(reconnect([], 'n3.x', wire('n1.tokens', 'n3.x')).apply(chain))).toEqual([
      'n1.tokens>n2.x',
      'n1.tokens>n3.x',
    ]);
    expectNothing(reconnect([], 'n3.x', wire('n2.y', 'gone.x')));
  });

  it('insertOnEdge puts a node into a wire', () => {
    const command = insertOnEdge({
      level: [],
      edge: 'n3.x',
      block: 'layer',
      position: { x: 300, y: 0 },
    });
    expect(wires(command.apply(chain))).toEqual(['n1.tokens>n2.x', 'n4.y>n3.x', 'n2.y>n4.x']);
    expectNothing(
      insertOnEdge({ level: [], edge: 'n3.x', block: 'unknown', position: { x: 0, y: 0 } }),
    );
    expectNothing(
      insertOnEdge({ level: [], edge: 'gone.x', block: 'layer', position: { x: 0, y: 0 } }),
    );
  });
});

describe('moving', () => {
  it('rounds, clamps, and knows when nothing moved', () => {
    const after = moveNodes([], {
      n1: { x: 10.4, y: 1e9 },
      n2: { x: Number.NaN, y: 0.5 },
      gone: { x: 0, y: 0 },
    }).apply(chain);
    expect(after.nodes.n1.position).toEqual({ x: 10, y: 1_000_000 });
    expect(after.nodes.n2.position).toEqual({ x: 0, y: 1 });
    expect(after.nodes.n3).toBe(chain.nodes.n3);
    expectNothing(moveNodes([], { n2: { x: 200.3, y: 0 } }));
    expect(applyLayout([], { n1: { x: 5, y: 5 } }).label).toBe('Arrange');
  });
});

describe('what is written on a node', () => {
  it('setParam sets, and takes away with undefined', () => {
    const set = setParam([], 'n2', 'units', 128, 'Units');
    expect(set.label).toBe('Change units');
    expect(set.apply(chain).nodes.n2.params).toEqual({ units: 128 });
    expect(setParam([], 'n2', 'units', undefined).apply(chain).nodes.n2.params).toEqual({});
    expectNothing(setParam([], 'n2', 'units', 'd_model'));
    expectNothing(setParam([], 'n2', 'units', Number.NaN));
    expectNothing(setParam([], 'n2', 'constructor', 1));
    expectNothing(setParam([], 'gone', 'units', 1));
    expectNothing(setParam([], 'n3', 'units', undefined));
    expect(
      setParam(['stack'], 'n1', 'units', 3).apply(chain).definitions.layer.nodes.n1.params.units,
    ).toBe(3);
  });

  it('label, repeat and tie come and go', () => {
    const named = setLabel([], 'n2', '  Query \u0000').apply(chain);
    expect(named.nodes.n2.label).toBe('Query');
    expect(setLabel([], 'n2', ' ').apply(named).nodes.n2).not.toHaveProperty('label');
    expectNothing(setLabel([], 'n2', ''));
    const six = setRepeat([], 'stack', 'layers').apply(chain);
    expect(six.nodes.stack.repeat).toBe('layers');
    expect(setRepeat([], 'stack', undefined).apply(six).nodes.stack).not.toHaveProperty('repeat');
    expectNothing(setRepeat([], 'stack', Number.POSITIVE_INFINITY));
    const tied = setTie([], 'n2', 'words').apply(chain);
    expect(tied.nodes.n2.tie).toBe('words');
    expect(setTie([], 'n2', '').apply(tied).nodes.n2).not.toHaveProperty('tie');
    expectNothing(setTie([], 'n2', 'no key'));
  });
});

describe('hyperparameters', () => {
  it('set, add, and refuse bad ones', () => {
    expect(setHyperparameter([], 'd_model', { value: 64 }).apply(chain).hyperparameters[0]).toEqual(
      {
        name: 'd_model',
        value: 64,
      },
    );
    expectNothing(setHyperparameter([], 'd_model', { value: 512 }));
    expectNothing(setHyperparameter([], 'd_model', { value: Number.NaN }));
    expectNothing(setHyperparameter([], 'gone', { value: 1 }));
    const added = addHyperparameter([], { name: 'heads', value: 8, label: 'heads', min: 1 });
    expect(added.apply(chain).hyperparameters[2]).toEqual({
      name: 'heads',
      value: 8,
      label: 'heads',
      min: 1,
    });
    for (const name of ['d_model', '', '1a', 'a b', 'a-b', 'constructor']) {
      expectNothing(addHyperparameter([], { name, value: 1 }));
    }
  });

  it('rename takes every expression along', () => {
    const before = setRepeat([], 'stack', 'min(d_model, 6)').apply(
      setParam([], 'n3', 'units', 'd_model*(d_model2+d_model)').apply(chain),
    );
    const after = renameHyperparameter([], 'd_model', 'width').apply(before);
    expect(after.hyperparameters).toEqual([
      { name: 'width', value: 512 },
      { name: 'd_ff', value: '4*width' },
    ]);
    expect(after.nodes.n2.params.units).toBe('width');
    expect(after.nodes.n3.params.units).toBe('width*(d_model2+width)');
    expect(after.nodes.stack).toMatchObject({
      params: { width: 'width' },
      repeat: 'min(width, 6)',
    });
    expect(after.definitions).toBe(before.definitions);
    expectNothing(renameHyperparameter([], 'd_model', 'd_ff'));
    expectNothing(renameHyperparameter([], 'd_model', '2'));
    expectNothing(renameHyperparameter([], 'gone', 'x'));
  });

  it('rename leaves choices and functions of the same name alone', () => {
    const relu = {
      ...chain,
      hyperparameters: [{ name: 'relu', value: 1 }],
      nodes: {
        n1: {
          id: 'n1',
          block: 'feed-forward',
          params: { activation: 'relu', d_ff: 'relu*min(relu, 2)' },
          position: { x: 0, y: 0 },
        },
      },
      edges: [],
    };
    expect(renameHyperparameter([], 'relu', 'r').apply(relu).nodes.n1.params).toEqual({
      activation: 'relu',
      d_ff: 'r*min(r, 2)',
    });
  });

  it("rename of a definition's parameter reaches its uses", () => {
    const after = renameHyperparameter(['stack'], 'width', 'd').apply(chain);
    expect(after.definitions.layer.params).toEqual([{ name: 'd', value: 64 }]);
    expect(after.definitions.layer.nodes.n1.params.units).toBe('2*d');
    expect(after.nodes.stack.params).toEqual({ d: 'd_model' });
  });

  it('remove writes the value where the name was', () => {
    const after = removeHyperparameter([], 'd_model').apply(chain);
    expect(after.hyperparameters).toEqual([{ name: 'd_ff', value: '4*512' }]);
    expect(after.nodes.n2.params.units).toBe(512);
    const nested = setParam([], 'n3', 'units', 'd_ff/2').apply(chain);
    expect(removeHyperparameter([], 'd_ff').apply(nested).nodes.n3.params.units).toBe(
      '(4*d_model)/2',
    );
    expectNothing(removeHyperparameter([], 'gone'));
  });
});

const experiment: Experiment = {
  dataset: 'mnist',
  batchSize: 64,
  steps: 100,
  optimizer: 'adam',
  learningRate: 0.001,
  warmupSteps: 10,
  seed: 1,
};

describe('the document', () => {
  it('title, description and experiment come and go', () => {
    expect(setTitle('  Mine ').apply(chain).title).toBe('Mine');
    expect(setTitle(' ').apply(chain).title).toBe('Untitled');
    expectNothing(setTitle('Chain'));
    const described = setDescription('Two\nlines').apply(chain);
    expect(described.description).toBe('Two\nlines');
    expect(setDescription('').apply(described)).toEqual(chain);
    const trained = setExperiment(experiment).apply(chain);
    expect(trained.experiment).toEqual(experiment);
    expectNothing(setExperiment({ ...experiment }), trained);
    expect(setExperiment(undefined).apply(trained)).toEqual(chain);
  });
});

describe('fixes', () => {
  it('make their edits as one command, at any level', () => {
    const fix = {
      label: 'Set heads to 8',
      edits: [
        { kind: 'setHyperparameter' as const, name: 'd_model', value: 64 },
        { kind: 'setParam' as const, path: 'stack/3/n1', param: 'units', value: 8 },
        { kind: 'removeInput' as const, path: 'n3', port: 'x' },
        { kind: 'removeNode' as const, path: 'n1' },
      ],
    };
    const command = applyFix(fix);
    const after = command.apply(chain);
    expect(command.label).toBe('Set heads to 8');
    expect(canApplyFix(chain, fix)).toBe(true);
    expect(after.hyperparameters[0].value).toBe(64);
    expect(after.definitions.layer.nodes.n1.params.units).toBe(8);
    expect(wires(after)).toEqual([]);
    expect(after.nodes).not.toHaveProperty('n1');
  });

  const withLayer = addNode({
    level: [],
    block: 'encoder-layer',
    position: { x: 0, y: 0 },
    id: 'enc',
  }).apply(chain);
  const setHeads = {
    label: 'Set heads to 4',
    edits: [{ kind: 'setParam' as const, path: 'enc/2/attention', param: 'heads', value: 4 }],
  };

  it('cannot reach into a built-in composite', () => {
    const edits = [{ kind: 'removeInput' as const, path: 'enc/attention', port: 'query' }];
    expect(canApplyFix(withLayer, { label: 'Remove the wire', edits })).toBe(false);
    expectNothing(applyFix({ label: 'Remove the wire', edits }), withLayer);
  });

  it('change a value where it comes from: the composite outside, or a hyperparameter', () => {
    expect(canApplyFix(withLayer, setHeads)).toBe(true);
    expect(applyFix(setHeads).apply(withLayer).nodes.enc.params).toEqual({ heads: 4 });
    const named = setParam([], 'enc', 'heads', 'heads').apply({
      ...withLayer,
      hyperparameters: [{ name: 'heads', value: 5 }],
    });
    const after = applyFix(setHeads).apply(named);
    expect(after.hyperparameters).toEqual([{ name: 'heads', value: 4 }]);
    expect(after.nodes).toBe(named.nodes);
  });

  it('change how the graph is trained, where it says that', () => {
    const fix: Fix = {
      label: 'Set the batch to 32',
      edits: [{ kind: 'setExperiment', part: { batchSize: 32 } }],
    };
    const trained = setExperiment({ ...experiment, batchSize: 512 }).apply(chain);
    expect(canApplyFix(trained, fix)).toBe(true);
    expect(applyFix(fix).apply(trained).experiment).toEqual({ ...experiment, batchSize: 32 });
    expect(canApplyFix(chain, fix)).toBe(false);
  });
});
