/** Bypassed nodes: what passes on, what counts for nothing, and what is said where none can. */
import { describe, expect, it } from 'vitest';
import { preset as transformer } from '../../presets/transformer-tiny';
import { preset as vit } from '../../presets/vit-tiny';
import type { CompositeDefinition, GraphDocument, GraphNode } from '../graph/document';
import type { Program } from '../ops/program';
import { analyze, runFrontEnd } from './analyze';
import { type CompileOptions, compile } from './compile';
import { estimate } from './estimate';
import { describeAxes } from './messages';
import { printProgram } from './printProgram';
import { createReporter } from './reporter';
import { edges, toyGraph as graphOf, nodes } from './testing/toyBlocks';
import { verifyFlat, verifySchedule } from './verify';

/** Analyses, and holds the invariants of the stages within bypassed nodes on the way. */
function check(document: GraphDocument) {
  const { scheduled } = runFrontEnd(document, {}, createReporter());
  verifyFlat(scheduled);
  verifySchedule(scheduled);
  return analyze(document);
}
const messages = (document: GraphDocument) => check(document).diagnostics.map((d) => d.message);
const shape = (document: GraphDocument, ref: string) => {
  const type = check(document).types.get(ref);
  return type && describeAxes(type.axes);
};

function programOf(document: GraphDocument, options: Partial<CompileOptions> = {}): Program {
  const compiled = compile(document, { purpose: 'train', batch: 2, ...options });
  if (!compiled.ok) throw new Error(compiled.diagnostics[0].message);
  return compiled.value.plan.program;
}
const weightsOf = (program: Program) =>
  program.leaves.flatMap((leaf) => (leaf.kind === 'weight' ? [leaf.name] : []));

/** The document with these nodes bypassed. */
function bypass<G extends Pick<GraphDocument, 'nodes'>>(graph: G, ...ids: string[]): G {
  const changed = ids.map((id): [string, GraphNode] => [id, { ...graph.nodes[id], bypass: true }]);
  return { ...graph, nodes: { ...graph.nodes, ...Object.fromEntries(changed) } };
}

const sequence = { block: 'sequence-input', params: { tokens: 3, features: 4 } };

/** Through `block`, to an output; what is wired to it by `wires`, beside its first input. */
function through(
  node: Partial<GraphNode> & { block: string },
  [input, output]: readonly [string, string] = ['x', 'y'],
  definitions: Record<string, CompositeDefinition> = {},
) {
  return graphOf(
    {
      s: sequence,
      n: node,
      l: { block: 'linear', params: { units: 4 } },
      r: { block: 'value-output' },
    },
    [`s.sequence n.${input}`, `n.${output} l.x`, 'l.y r.x'],
    { definitions },
  );
}

const ownLayer = (inner: Record<string, Partial<GraphNode> & { block: string }>) => ({
  mine: {
    title: 'Mine',
    inputs: { x: { axes: 'batch tokens d_model' } },
    outputs: { y: { axes: 'batch tokens d_model' } },
    params: [],
    nodes: nodes(inner),
    edges: edges('$in.x a.x', 'a.y b.x', 'b.y $out.y'),
  } satisfies CompositeDefinition,
});
const norms = ownLayer({ a: { block: 'layer-norm' }, b: { block: 'layer-norm' } });

describe('a bypassed node', () => {
  it('passes its input on, as if its wires were led round it', () => {
    const norm = through({ block: 'layer-norm', bypass: true });
    expect(messages(norm)).toEqual([]);
    expect(shape(norm, 'n.y')).toBe('batch 1, tokens 3, features 4');
    expect(check(norm).bypassed.passes.get('n')).toEqual({ y: 'x' });
    const led = graphOf({ s: sequence, l: norm.nodes.l, r: norm.nodes.r }, [
      's.sequence l.x',
      'l.y r.x',
    ]);
    const print = (document: GraphDocument) =>
      printProgram(programOf(document, { purpose: 'predict', taps: ['s.sequence'] }));
    expect(print(norm)).toBe(print(led));
    const tapped = programOf(norm, { purpose: 'predict', taps: ['n.y', 's.sequence'] });
    expect(tapped.taps['n.y']).toBe(tapped.taps['s.sequence']);
  });

  it('counts for nothing: parameters, work, memory, running statistics', () => {
    const plain = through({ block: 'batch-norm' });
    const off = bypass(plain, 'n');
    expect(check(plain).buffers).toBe(8);
    const { nodes: summaries, total, buffers, plan } = check(off);
    const free = { params: 0, macs: 0, flops: 0, dispatches: 0, peakBytes: 0, largestBytes: 0 };
    expect(summaries.get('n')).toMatchObject({ cost: free, params: { momentum: 0.1 } });
    expect({ params: total.params, buffers }).toEqual({ params: 20, buffers: 0 });
    expect(weightsOf(plan.program)).toEqual(['l/kernel', 'l/bias']);
    expect(estimate(off).forward.nodes.get('n')).toEqual(free);
  });

  it('leaves the names of all other weights as they are', () => {
    const { document } = vit;
    const before = programOf(document);
    const after = programOf(bypass(document, 'encoder', 'positions'));
    const gone = (name: string) => name.startsWith('encoder/') || name.startsWith('positions/');
    expect(weightsOf(before).some(gone)).toBe(true);
    expect(weightsOf(after)).toEqual(weightsOf(before).filter((name) => !gone(name)));
    expect(after.updates.some(({ name }) => gone(name))).toBe(false);
    const trained = estimate(bypass(document, 'encoder', 'positions'), { batch: 2 });
    expect(trained.training?.total.params).toBe(trained.forward.total.params);
    expect([...(trained.training?.nodes.keys() ?? [])].filter(gone)).toEqual([]);
  });

  it('may be a composite, of the catalogue or of the document, in all its copies', () => {
    for (const repeat of [undefined, 1, 3]) {
      const layer = through({
        block: 'vit-encoder-layer',
        params: { heads: 2 },
        repeat,
        bypass: true,
      });
      expect(messages(layer)).toEqual([]);
      expect(check(layer).total.params).toBe(20);
      const own = through({ block: 'mine', repeat, bypass: true }, ['x', 'y'], norms);
      expect(messages(own)).toEqual([]);
      expect(check(own).nodes.get('n')).toMatchObject({
        repeat: repeat ?? null,
        cost: { params: 0 },
      });
      const inner = repeat === undefined ? 'n/a' : `n/${repeat - 1}/a`;
      expect(check(own).nodes.get(inner)).toMatchObject({ cost: { params: 0 } });
      expect(check(own).bypassed.types.has(`${inner}.y`)).toBe(true);
      expect(check(own).types.has(`${inner}.y`)).toBe(false);
      expect(shape(own, 'n.y')).toBe('batch 1, tokens 3, features 4');
    }
  });

  it('may lie within another, or within one that is bypassed itself', () => {
    const half = bypass(norms.mine, 'a');
    const own = through({ block: 'mine', repeat: 2 }, ['x', 'y'], { mine: half });
    expect(check(own).total.params).toBe(20 + 2 * 8);
    expect([...check(own).bypassed.passes.keys()]).toEqual(['n/0/a', 'n/1/a']);
    const whole = bypass(own, 'n');
    expect(messages(whole)).toEqual([]);
    expect(check(whole).total.params).toBe(20);
    expect([...check(whole).bypassed.passes.keys()].sort()).toEqual(['n', 'n/0/a', 'n/1/a']);
    const both = through({ block: 'mine', bypass: true }, ['x', 'y'], {
      mine: bypass(norms.mine, 'a', 'b'),
    });
    expect(messages(both)).toEqual([]);
  });

  it('takes its share of tied weights with it, and nothing of the others', () => {
    const tied = graphOf(
      {
        s: sequence,
        a: { block: 'layer-norm', tie: 'one' },
        b: { block: 'layer-norm', tie: 'one' },
        r: { block: 'value-output' },
      },
      ['s.sequence a.x', 'a.y b.x', 'b.y r.x'],
    );
    expect(check(bypass(tied, 'a')).total.params).toBe(8);
    expect(check(bypass(tied, 'a')).nodes.get('a')?.cost.params).toBe(0);
    expect(weightsOf(programOf(bypass(tied, 'a'), { purpose: 'predict' }))).toEqual(
      weightsOf(programOf(tied, { purpose: 'predict' })),
    );
    expect(check(bypass(tied, 'a', 'b')).total.params).toBe(0);
  });

  it('passes the first input that is alike to each output; the others stay wired, unused', () => {
    const sum = (id: string) =>
      graphOf(
        {
          s: sequence,
          t: { ...sequence, params: { tokens: 3, features: 4 } },
          n: { block: id, bypass: true },
          r: { block: 'value-output' },
        },
        id === 'add'
          ? ['s.sequence n.a', 't.sequence n.b', 'n.y r.x']
          : ['s.sequence n.x', 't.sequence n.sublayer', 'n.y r.x'],
      );
    expect(check(sum('add')).bypassed.passes.get('n')).toEqual({ y: 'a' });
    expect(check(sum('add-norm-pre')).bypassed.passes.get('n')).toEqual({ stream: 'x', y: 'x' });
    const { program } = check(sum('add')).plan;
    expect(program.outputs.map(({ value }) => value)).toEqual(
      program.leaves.flatMap((leaf) =>
        leaf.kind === 'input' && leaf.name === 's' ? [leaf.value] : [],
      ),
    );
    // The first one is shorter.
    const mine: CompositeDefinition = {
      ...norms.mine,
      inputs: { side: { axes: 'batch source d_model' }, x: { axes: 'batch tokens d_model' } },
    };
    const aside = graphOf(
      {
        one: { block: 'sequence-input', params: { tokens: 1, features: 4 } },
        s: sequence,
        n: { block: 'mine', bypass: true },
        r: { block: 'value-output' },
      },
      ['one.sequence n.side', 's.sequence n.x', 'n.y r.x'],
      { definitions: { mine } },
    );
    expect(messages(aside)).toEqual([]);
    expect(check(aside).bypassed.passes.get('n')).toEqual({ y: 'x' });
  });

  it('passes on in a training of the presets, with or without its loss', () => {
    const layers = bypass(transformer.document, 'decoder');
    expect(messages(layers)).toEqual([]);
    const program = programOf(layers);
    expect(weightsOf(program).some((name) => name.startsWith('decoder/'))).toBe(false);
    // Nothing reads the encoder then, so that it is not trained either.
    expect(weightsOf(program).some((name) => name.startsWith('encoder/'))).toBe(false);
    expect(check(layers).nodes.get('encoder')?.cost.params).toBeGreaterThan(0);
  });

  it('does not mistake the batch for another axis of its size', () => {
    const bias = graphOf(
      {
        s: sequence,
        n: { block: 'relative-position-bias', params: { heads: 1 }, bypass: true },
        r: { block: 'value-output' },
      },
      ['s.sequence n.query', 'n.bias r.x'],
    );
    const square = {
      ...bias,
      nodes: { ...bias.nodes, s: { ...bias.nodes.s, params: { tokens: 3, features: 3 } } },
    };
    expect(messages(square)).toEqual([
      'Relative position bias cannot be bypassed: it takes tokens 3, features 3 and gives heads 1, tokens 3, source 3.',
    ]);
  });
});

describe('a node that cannot be bypassed', () => {
  it('says so once, with both shapes and a way back; what follows is silent', () => {
    const { diagnostics, types } = check(bypass(vit.document, 'patches'));
    expect(diagnostics).toEqual([
      {
        code: 'node/bypass',
        severity: 'error',
        message:
          'Patch embedding cannot be bypassed: it takes height 28, width 28, channels 1 and gives tokens 16, d_model 64.',
        short: 'cannot be bypassed',
        hint: 'Use it again, or give it sizes that come out as they go in.',
        at: { path: 'patches' },
        fixes: [
          {
            label: 'Use Patch embedding again',
            edits: [{ kind: 'setBypass', path: 'patches', value: false }],
          },
        ],
      },
    ]);
    expect(types.has('patches.y')).toBe(false);
    expect(types.has('image.image')).toBe(true);
  });

  it.each([
    ['vit', 'image', 'Image cannot be bypassed: it takes nothing in that it could pass on.'],
    ['vit', 'loss', 'Cross-entropy loss cannot be bypassed: it makes the loss of the graph.'],
    ['vit', 'output', 'Class cannot be bypassed: it makes an output of the graph.'],
    [
      'vit',
      'class-token',
      'Class token cannot be bypassed: it takes tokens 16, d_model 64 and gives tokens 17, d_model 64.',
    ],
  ])('of %s: %s', (_, id, message) => {
    expect(messages(bypass(vit.document, id))).toEqual([message]);
  });

  it('tells kinds of values apart', () => {
    const embedding = graphOf(
      {
        t: { block: 'tokens-input', params: { tokens: 5 } },
        n: { block: 'token-embedding', params: { d_model: 8 }, bypass: true },
        r: { block: 'value-output' },
      },
      ['t.tokens n.tokens', 'n.y r.x'],
    );
    expect(messages(embedding)).toEqual([
      'Token embedding cannot be bypassed: it takes tokens 5 of whole numbers and gives tokens 5, d_model 8 of real numbers.',
    ]);
  });

  const attention = (...more: string[]) =>
    graphOf(
      {
        s: sequence,
        m: { block: 'sequence-input', params: { tokens: 7, features: 4 } },
        n: { block: 'multi-head-attention', params: { heads: 2 }, label: 'Look' },
        r: { block: 'value-output' },
        w: { block: 'value-output' },
      },
      ['s.sequence n.query', 'm.sequence n.key', 'm.sequence n.value', 'n.y r.x', ...more],
    );

  it('names an output that no input is like, where it is wired', () => {
    const { w: _unwired, ...others } = attention().nodes;
    expect(messages(bypass({ ...attention(), nodes: others }, 'n'))).toEqual([]);
    expect(messages(bypass(attention('n.weights w.x'), 'n'))).toEqual([
      'Look cannot be bypassed: it takes tokens 3, features 4 on "Q" and tokens 7, features 4 on "K" and "V", and gives heads 2, tokens 3, source 7 on "weights".',
    ]);
  });

  it('is judged by its first output while none is wired', () => {
    const loose = graphOf({ s: sequence, n: { block: 'linear', params: { units: 9 } } }, [
      's.sequence n.x',
    ]);
    expect(messages(bypass(loose, 'n'))).toContain(
      'Linear cannot be bypassed: it takes tokens 3, features 4 and gives tokens 3, features 9.',
    );
  });

  it('may hold a result of the graph', () => {
    const holding = (block: string) =>
      through({ block: 'mine', bypass: true }, ['x', 'y'], {
        mine: {
          ...norms.mine,
          nodes: { ...norms.mine.nodes, ...nodes({ c: { block } }) },
          edges: [
            ...norms.mine.edges,
            ...edges('b.y c.x', ...(block === 'mean-squared-error' ? ['$in.x c.target'] : [])),
          ],
        },
      });
    expect(messages(holding('value-output'))).toEqual([
      'Mine cannot be bypassed: it makes an output of the graph.',
    ]);
    expect(messages(holding('mean-squared-error'))).toEqual([
      'Mine cannot be bypassed: it makes the loss of the graph.',
    ]);
  });

  it('is told within a composite, once for all copies', () => {
    const wrong = ownLayer({
      a: { block: 'linear', params: { units: 6 }, bypass: true },
      b: { block: 'linear', params: { units: 4 } },
    });
    for (const around of [false, true]) {
      const own = through({ block: 'mine', repeat: 2, bypass: around }, ['x', 'y'], wrong);
      expect(check(own).diagnostics).toMatchObject([
        {
          message:
            'Linear cannot be bypassed: it takes tokens 3, features 4 and gives tokens 3, features 6.',
          at: { path: 'n/0/a' },
        },
      ]);
    }
  });

  it('has its own problem told instead, where it has one', () => {
    const heads = through({ block: 'multi-head-attention', params: { heads: 3 }, bypass: true }, [
      'query',
      'y',
    ]);
    const fed = {
      ...heads,
      edges: [...heads.edges, ...edges('s.sequence n.key', 's.sequence n.value')],
    };
    expect(check(fed).diagnostics.map(({ code }) => code)).toEqual(['shape/indivisible']);
    const missing = check(through({ block: 'mine', bypass: true }, ['z', 'y'], norms)).diagnostics;
    expect(missing.map(({ code }) => code)).toEqual(['edge/unknown-port', 'input/missing']);
    const unknown = check(through({ block: 'dropout', params: { rate: 7 }, bypass: true }));
    expect(unknown.diagnostics.map(({ code }) => code)).toEqual(['param/invalid']);
  });

  it('does not open a loop', () => {
    const loop = graphOf(
      {
        s: sequence,
        n: { block: 'add' },
        m: { block: 'layer-norm' },
        r: { block: 'value-output' },
      },
      ['s.sequence n.a', 'm.y n.b', 'n.y m.x', 'n.y r.x'],
    );
    for (const ids of [['n'], ['m'], ['n', 'm']]) {
      expect(check(bypass(loop, ...ids)).diagnostics.map(({ code }) => code)).toEqual([
        'graph/cycle',
      ]);
    }
  });
});
