/** From a document to shapes, costs and messages, on toy blocks. */
import { describe, expect, it, vi } from 'vitest';
import type { CompositeDefinition, GraphDocument } from '../graph/document';
import { analyze, runFrontEnd } from './analyze';
import { compile } from './compile';
import { describeAxes } from './messages';
import { printProgram } from './printProgram';
import { createReporter } from './reporter';
import { edges, nodes, toyBlocks, toyGraph } from './testing/toyBlocks';
import { verifyFlat, verifyPlan, verifyProgram, verifySchedule } from './verify';

vi.mock('../blocks/registry', () => ({
  findBlock: (id: string) => toyBlocks.get(id),
  allBlocks: () => [...toyBlocks.values()],
}));

/** Analyses, and holds the invariants of every stage on the way. */
function check(document: GraphDocument) {
  const { scheduled, traced } = runFrontEnd(document, {}, createReporter());
  verifyFlat(scheduled);
  verifySchedule(scheduled);
  verifyProgram(traced.program, 'trace');
  const analysis = analyze(document);
  verifyPlan(analysis.plan);
  return analysis;
}
const messages = (document: GraphDocument) => check(document).diagnostics.map((d) => d.message);
const shape = (document: GraphDocument, port: string) => {
  const type = check(document).types.get(port);
  return type && describeAxes(type.axes);
};

const chain = toyGraph({ s: { block: 'source' }, l: { block: 'linear' }, r: { block: 'result' } }, [
  's.x l.x',
  'l.y r.x',
]);

describe('shapes', () => {
  it('names the axes of every wire', () => {
    expect(shape(chain, 's.x')).toBe('batch 1, tokens 3, d_model 4');
    expect(shape(chain, 'l.y')).toBe('batch 1, tokens 3, units 4');
    expect(check(chain).diagnostics).toEqual([]);
  });

  it('says which axis differs, by how much, and where each size came from', () => {
    const document = toyGraph(
      {
        s: { block: 'source' },
        j: { block: 'join', label: 'Class token' },
        a: { block: 'add' },
      },
      ['s.x j.x', 'j.y a.a', 's.x a.b'],
    );
    const { diagnostics } = check(document);
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]).toMatchObject({
      code: 'shape/size',
      message: 'Add: tokens is 3 on "b" (from Source) and 4 on "a" (from Class token).',
      short: '3 tokens meet 4',
      at: { path: 'a', port: 'b' },
    });
  });

  it('keeps the shapes before a problem, and is silent after it', () => {
    const document = toyGraph(
      {
        s: { block: 'source', params: { d_model: 5 } },
        g: { block: 'grouped', params: { heads: 3 } },
        l: { block: 'linear' },
        l2: { block: 'linear' },
      },
      ['s.x g.x', 'g.y l.x', 'l.y l2.x'],
    );
    const { diagnostics, types } = check(document);
    expect(diagnostics.map((d) => d.message)).toEqual(['3 heads do not divide the width 5.']);
    expect(diagnostics[0].fixes?.[0].edits).toEqual([
      { kind: 'setParam', path: 'g', param: 'heads', value: 1 },
    ]);
    expect(types.has('s.x')).toBe(true);
    expect(types.has('g.y')).toBe(false);
  });

  it('refuses ids where numbers are wanted, and a wrong number of axes', () => {
    const dtype = toyGraph({ i: { block: 'ids' }, r: { block: 'result' } }, ['i.ids r.x']);
    expect(messages(dtype)).toEqual([
      'Result: "x" takes real numbers; this wire carries whole numbers (ids).',
    ]);
  });
});

describe('names', () => {
  it('reports a missing input once, at the port', () => {
    const document = toyGraph({ l: { block: 'linear' }, l2: { block: 'linear' } }, ['l.y l2.x']);
    expect(check(document).diagnostics).toMatchObject([
      { code: 'input/missing', at: { path: 'l', port: 'x' } },
    ]);
    expect(messages(document)).toEqual(['Linear needs something on "x" (batch tokens features).']);
  });

  it('keeps unknown blocks, and what hangs on them stays silent', () => {
    const document = toyGraph({ n: { block: 'warp-drive' }, l: { block: 'linear' } }, ['n.y l.x']);
    expect(messages(document)).toEqual(['There is no block called "warp-drive" here.']);
  });

  it('does not mistake names of Object for blocks or ports', () => {
    for (const block of ['constructor', '__proto__', 'toString']) {
      expect(messages(toyGraph({ n: { block } }, []))).toEqual([
        `There is no block called "${block}" here.`,
      ]);
    }
    const ports = toyGraph({ s: { block: 'source' }, r: { block: 'result' } }, [
      's.constructor r.x',
    ]);
    expect(messages(ports)[0]).toBe('Source has no output called "constructor".');
  });

  it('reports wires that lead nowhere, twice or to no port', () => {
    expect(messages({ ...chain, edges: [...chain.edges, ...edges('gone.x r.x')] })).toContain(
      'A wire leads to "gone", which is not in the graph.',
    );
    expect(messages({ ...chain, edges: [...chain.edges, ...edges('s.x r.x')] })).toContain(
      'Two wires lead into "x"; only one can.',
    );
    expect(messages({ ...chain, edges: [...chain.edges, ...edges('s.x r.zzz')] })).toContain(
      'Result has no input called "zzz".',
    );
  });

  it('reports parameters out of range, with a fix', () => {
    const { diagnostics } = check(
      toyGraph({ s: { block: 'source', params: { tokens: '7/2' } } }, []),
    );
    expect(diagnostics[0]).toMatchObject({
      code: 'param/invalid',
      message: 'Tokens must be a whole number from 1 to 99; it is 7/2 = 3.5.',
      fixes: [{ label: 'Set tokens to 4' }],
    });
  });

  it('lets hyperparameters drive parameters', () => {
    const document = (width: number | string) =>
      toyGraph({ s: { block: 'source', params: { d_model: '2*width' } } }, [], {
        hyperparameters: [{ name: 'width', value: width }],
      });
    expect(shape(document(8), 's.x')).toBe('batch 1, tokens 3, d_model 16');
    expect(messages(document('depth'))).toEqual([
      'width: "depth" is not a value of this graph.',
      'Width: "width" is not a value of this graph.',
    ]);
  });

  it('finds a loop, and names it', () => {
    const document = toyGraph(
      {
        s: { block: 'source' },
        a: { block: 'add' },
        l: { block: 'linear' },
        r: { block: 'result' },
      },
      ['s.x a.a', 'l.y a.b', 'a.y l.x', 'l.y r.x'],
    );
    expect(messages(document)).toEqual([
      'The wires form a loop: Linear → Add → Linear. A value cannot depend on itself.',
    ]);
  });

  it('says that the graph is empty, or has no output', () => {
    expect(messages(toyGraph({}, []))).toEqual(['The graph is empty.']);
    expect(check(toyGraph({ s: { block: 'source' } }, [])).diagnostics[0]).toMatchObject({
      code: 'graph/no-output',
      severity: 'warning',
    });
  });
});

describe('composites', () => {
  it('report a missing input once, at their own port', () => {
    const document = toyGraph({ l: { block: 'layer', repeat: 3 }, r: { block: 'result' } }, [
      'l.y r.x',
    ]);
    expect(check(document).diagnostics).toMatchObject([
      {
        code: 'input/missing',
        message: 'Layer needs something on "x" (batch tokens d_model).',
        at: { path: 'l', port: 'x' },
      },
    ]);
  });

  const stacked = toyGraph(
    { s: { block: 'source' }, e: { block: 'layer', repeat: 3 }, r: { block: 'result' } },
    ['s.x e.x', 'e.y r.x'],
  );

  it('inlines them with origin paths, and types their own ports', () => {
    const { types, nodes: summaries } = check(stacked);
    expect(types.has('e/2/inner.y')).toBe(true);
    expect(describeAxes(types.get('e.y')?.axes ?? [])).toBe('batch 1, tokens 3, d_model 4');
    expect(describeAxes(types.get('e/0.y')?.axes ?? [])).toBe('batch 1, tokens 3, d_model 4');
    expect(summaries.get('e')).toMatchObject({ repeat: 3, cost: { params: 48, macs: 144 } });
    expect(summaries.get('e/1')).toMatchObject({ cost: { params: 16, macs: 48 } });
    expect(summaries.get('e/1/inner')).toMatchObject({ params: { units: 4 } });
  });

  it('shares weights under a key', () => {
    const tied = { ...stacked, nodes: { ...stacked.nodes, e: { ...stacked.nodes.e, tie: 'one' } } };
    expect(check(tied).total.params).toBe(16);
    expect(check(stacked).total.params).toBe(48);
  });

  it('reports a problem in every copy once, and passes parameters inside', () => {
    const broken = {
      ...stacked,
      nodes: { ...stacked.nodes, e: { ...stacked.nodes.e, params: { width: 5 } } },
    };
    const { diagnostics } = check(broken);
    expect(diagnostics.map((d) => [d.at.path, d.message])).toEqual(
      [
        ['e/0/groups', 'Heads must be a whole number from 1 to 8; it is width/2 = 2.5.'],
        ['e/0/sum', 'Add: units is 5 on "a" (from Linear) and d_model 4 on "b" (from Source).'],
      ].slice(0, diagnostics.length),
    );
  });

  it('opens definitions of the document, and refuses one inside itself', () => {
    const definition = (block: string): CompositeDefinition => ({
      title: 'Mine',
      inputs: { x: { axes: 'batch tokens d_model' } },
      outputs: { y: { axes: 'batch tokens d_model' } },
      params: [{ name: 'width', value: 4 }],
      nodes: nodes({ n: { block, params: block === 'linear' ? { units: 'width' } : {} } }),
      edges: edges('$in.x n.x', 'n.y $out.y'),
    });
    const use = (block: string) =>
      toyGraph(
        { s: { block: 'source' }, m: { block: 'mine', params: { width: 7 } } },
        ['s.x m.x'],
        {
          definitions: { mine: definition(block) },
        },
      );
    expect(shape(use('linear'), 'm.y')).toBe('batch 1, tokens 3, units 7');
    expect(messages(use('mine'))).toEqual(['Mine contains itself.']);
  });

  it('survives a huge repetition', () => {
    const wide = toyGraph(
      { s: { block: 'source' }, e: { block: 'outer', repeat: 256 } },
      ['s.x e.x'],
      {
        definitions: {
          outer: {
            title: 'Outer',
            inputs: { x: { axes: 'batch tokens d_model' } },
            outputs: { y: { axes: 'batch tokens d_model' } },
            params: [],
            nodes: nodes({ n: { block: 'linear', repeat: 256 } }),
            edges: edges('$in.x n.x', 'n.y $out.y'),
          },
        },
      },
    );
    expect(messages(wide)).toEqual([
      'The graph has more than 5,000 nodes once everything is opened.',
    ]);
  });
});

describe('graphs made to hang the page', () => {
  const definition = (
    graph: Pick<CompositeDefinition, 'nodes' | 'edges'>,
    params: CompositeDefinition['params'] = [],
  ): CompositeDefinition => ({
    title: 'Through',
    inputs: { x: { axes: 'batch tokens d_model' } },
    outputs: { y: { axes: 'batch tokens d_model' } },
    params,
    ...graph,
  });
  const through = definition({ nodes: {}, edges: edges('$in.x $out.y') });

  it('ends on a loop of composites that only pass through', () => {
    const document = toyGraph(
      { a: { block: 'd' }, b: { block: 'd' }, c: { block: 'd' }, l: { block: 'linear' } },
      ['b.y a.x', 'c.y b.x', 'b.y c.x', 'a.y l.x'],
      { definitions: { d: through } },
    );
    expect(check(document).diagnostics.map(({ code }) => code)).toEqual(['graph/cycle']);
  });

  it('ends on empty composites repeated inside one another', () => {
    const nest = (inner: string) =>
      definition({
        nodes: nodes({ n: { block: inner, repeat: 256 } }),
        edges: edges('$in.x n.x', 'n.y $out.y'),
      });
    const document = toyGraph(
      { s: { block: 'source' }, d: { block: 'd2', repeat: 256 }, r: { block: 'result' } },
      ['s.x d.x', 'd.y r.x'],
      { definitions: { d0: through, d1: nest('d0'), d2: nest('d1') } },
    );
    expect(check(document).diagnostics.map(({ code }) => code)).toContain('document/too-large');
  });

  it('resolves hundreds of values that use one another, in every copy', () => {
    const count = 256;
    const params = Array.from({ length: count }, (_, i) => ({
      name: `v${i}`,
      value: i === count - 1 ? 1 : `v${i + 1}`,
    }));
    const document = toyGraph(
      { s: { block: 'source' }, d: { block: 'd', repeat: 64 } },
      ['s.x d.x'],
      {
        definitions: { d: definition(through, params) },
      },
    );
    expect(check(document).nodes.get('d')).toMatchObject({ repeat: 64 });
  });
});

describe('compile', () => {
  const trainable = toyGraph(
    {
      s: { block: 'source' },
      e: { block: 'layer', repeat: 2 },
      l: { block: 'loss' },
      r: { block: 'result' },
    },
    ['s.x e.x', 'e.y l.x', 'e.y r.x'],
  );

  it('compiles for each purpose what it needs', () => {
    for (const [purpose, kinds] of [
      ['predict', ['value']],
      ['evaluate', ['loss', 'value']],
      ['train', ['loss']],
    ] as const) {
      const result = compile(trainable, { purpose, batch: 2 });
      if (!result.ok) throw new Error(result.diagnostics[0].message);
      const { program } = result.value.plan;
      verifyProgram(program, purpose);
      verifyPlan(result.value.plan);
      expect(program.outputs.map(({ kind }) => kind).sort()).toEqual([...kinds].sort());
      expect(program.updates).toHaveLength(purpose === 'train' ? 6 : 0);
    }
  });

  it('gives gradients by the names of weights and ports', () => {
    const options = { purpose: 'gradient', batch: 2, taps: ['e/1.y'] } as const;
    const result = compile(trainable, { ...options, gradients: ['s.x', 'e.y', 'nothing.y'] });
    if (!result.ok) throw new Error(result.diagnostics[0].message);
    const { program } = result.value.plan;
    expect(program.updates).toEqual([]);
    expect(program.outputs.map(({ kind }) => kind).sort()).toEqual(['loss', 'value']);
    expect(Object.keys(program.taps).sort()).toEqual([
      'e/1.y',
      'grad:e.y',
      'grad:e/0/inner/kernel',
      'grad:e/1/inner/kernel',
      'grad:s.x',
    ]);
    for (const [name, id] of Object.entries(program.taps)) {
      expect(program.types[id].shape).toEqual(name.endsWith('kernel') ? [4, 4] : [2, 3, 4]);
    }
    expect(compile(chain, { purpose: 'gradient', batch: 1 })).toMatchObject({
      ok: false,
      diagnostics: [{ code: 'train/no-loss' }],
    });
  });

  it('prints a stable program', () => {
    const result = compile(trainable, {
      purpose: 'predict',
      batch: 1,
      taps: ['e/1.y', 'nothing.y'],
    });
    if (!result.ok) throw new Error('no program');
    expect(printProgram(result.value.plan.program)).toMatchSnapshot();
  });

  it('fails with the reason when nothing can be computed', () => {
    expect(compile(toyGraph({}, []), { purpose: 'predict', batch: 1 })).toMatchObject({
      ok: false,
      diagnostics: [{ code: 'graph/no-output', severity: 'error' }],
    });
    expect(compile(chain, { purpose: 'train', batch: 1 })).toMatchObject({
      ok: false,
      diagnostics: [{ code: 'train/no-loss' }],
    });
  });
});
