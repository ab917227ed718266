import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDocument, parseDocumentFile } from './parse';
import { serializeDocument } from './serialize';
import { documentArbitrary } from './testing/arbitraries';

const base = { format: 'patchbay', version: 2, title: 'T', nodes: {}, edges: [] };
const node = (more: object = {}) => ({ block: 'linear', position: [0, 0], ...more });

/** Through text, as a file comes: keys such as `__proto__` are then keys. */
function read(json: object | string) {
  const result = parseDocument(typeof json === 'string' ? json : JSON.stringify(json));
  return { ...result, messages: result.diagnostics.map((diagnostic) => diagnostic.message) };
}

describe('what cannot be opened', () => {
  it.each([
    ['', 'This is not a Patchbay graph: the text is not complete JSON.'],
    ['{"format":"patchbay",', 'This is not a Patchbay graph: the text is not complete JSON.'],
    ['null', 'This is not a Patchbay graph.'],
    ['[]', 'This is not a Patchbay graph.'],
    ['{"nodes":{}}', 'This is not a Patchbay graph.'],
    ['{"format":"patchbay"}', 'The graph does not tell its version.'],
    ['{"format":"patchbay","version":"1"}', 'The graph does not tell its version.'],
    ['{"format":"patchbay","version":0.5}', 'The graph does not tell its version.'],
    ['{"format":"patchbay","version":-1}', 'The graph does not tell its version.'],
  ])('%s', (text, message) => {
    const { document, messages, diagnostics } = read(text);
    expect(document).toBeNull();
    expect(messages).toEqual([message]);
    expect(diagnostics[0]).toMatchObject({ code: 'document/damaged', severity: 'error' });
  });

  it('values that are no text', () => {
    const cyclic: { self?: unknown } = {};
    cyclic.self = cyclic;
    for (const source of [undefined, null, 7, cyclic, Symbol('x'), () => 1]) {
      expect(parseDocument(source).document).toBeNull();
    }
    expect(parseDocument({ ...base }).document?.title).toBe('T');
  });

  it('a newer version, which is told', () => {
    const { document, diagnostics, report } = read({ ...base, version: 7 });
    expect(document).toBeNull();
    expect(report.version).toBe(7);
    expect(diagnostics[0].code).toBe('document/newer');
    expect(diagnostics[0].message).toBe(
      'It is written in version 7; this Patchbay reads up to version 2.',
    );
  });

  it('a text over 8 MiB, before it is parsed', async () => {
    const { messages, diagnostics } = read(`"${'x'.repeat(8 * 2 ** 20)}"`);
    expect(diagnostics[0].code).toBe('document/too-large');
    expect(messages).toEqual(['It has 9 MiB; graphs of up to 8 MiB can be opened.']);
    const file = new Blob([new Uint8Array(20 * 2 ** 20)]);
    expect((await parseDocumentFile(file)).diagnostics[0].message).toBe(
      'It has 20 MiB; graphs of up to 8 MiB can be opened.',
    );
  });

  it('too many blocks or wires, those of definitions counted', () => {
    const nodes = Object.fromEntries(Array.from({ length: 2600 }, (_, at) => [`n${at}`, node()]));
    const twice = { ...base, nodes, definitions: { d: { nodes, edges: [] } } };
    expect(read(twice).diagnostics[0].code).toBe('document/too-large');
    expect(read({ ...base, nodes }).document).not.toBeNull();
    const edges = Array.from({ length: 20_001 }, () => ['n1.y', 'n2.x']);
    expect(read({ ...base, edges }).messages).toEqual([
      'It has 0 blocks and 20001 wires; up to 5000 blocks and 20000 wires can be opened.',
    ]);
  });

  it('more values than any graph needs', () => {
    const many = `{"format":"patchbay","version":2,"hyperparameters":[${'{},'.repeat(500_000)}{}]}`;
    const { document, diagnostics } = read(many);
    expect(document).toBeNull();
    expect(diagnostics[0].code).toBe('document/too-large');
  });

  it('deep nesting, without a stack overflow', () => {
    const deep = `${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}`;
    expect(read(deep).messages[0]).toBe(
      'This is not a Patchbay graph: it is nested more than 32 deep.',
    );
    const inNode = `{"format":"patchbay","version":2,"nodes":{"n1":${'{"a":'.repeat(40)}1${'}'.repeat(40)}}}`;
    expect(read(inNode).document).toBeNull();
  });
});

describe('what is left out', () => {
  it('wires without an end, twice into one port, or unreadable', () => {
    const { document, messages } = read({
      ...base,
      nodes: { n1: node(), n2: node() },
      edges: [
        ['n1.y', 'n2.x'],
        ['n1.z', 'n2.x'],
        ['n1.y', 'n9.x'],
        ['$in.x', 'n2.w'],
        ['n1.y'],
        ['n1', 'n2.x'],
        { source: 'n1' },
      ],
    });
    expect(document?.edges).toEqual([
      { source: 'n1', sourcePort: 'y', target: 'n2', targetPort: 'x' },
    ]);
    expect(messages).toEqual([
      '6 wires dropped: n1.z to n2.x (already fed), n1.y to n9.x (no n9), $in.x to n2.w (no $in), and 3 more.',
    ]);
  });

  it('options of the training that make no sense; its other settings stay', () => {
    const settings = {
      dataset: 'mnist',
      batchSize: 32,
      steps: 100,
      optimizer: 'sgd',
      learningRate: 0.1,
      warmupSteps: 0,
      seed: 1,
    };
    const options = { momentum: 0.9, nesterov: true, schedule: 'linear', weightDecay: 0.01 };
    const sound = { ...settings, ...options };
    expect(read({ ...base, experiment: sound })).toMatchObject({
      document: { experiment: sound },
      messages: [],
    });
    const bad = { momentum: 1, clipNorm: 0, schedule: 'sometimes', beta2: '0.9', nesterov: 1 };
    const { document, messages } = read({ ...base, experiment: { ...sound, ...bad } });
    expect(document?.experiment).toEqual({ ...settings, weightDecay: 0.01 });
    expect(messages).toEqual([
      '5 values dropped: schedule of the training settings, momentum of the training settings (from 0, at most 0.9999999), Nesterov momentum of the training settings, and 2 more.',
    ]);
    const missing = read({ ...base, experiment: { ...sound, optimizer: 'newton' } });
    expect(missing.document?.experiment).toBeUndefined();
    expect(missing.messages).toEqual(['1 value dropped: the training settings.']);
    const variants = [
      {
        id: 'v1',
        title: 'Fast',
        hyperparameters: [],
        nodes: {},
        edges: [],
        definitions: {},
        experiment: { learningRate: 1e6, steps: 5 },
      },
    ];
    const forked = read({ ...base, experiment: sound, variants });
    expect(forked.document?.variants?.[0].experiment).toEqual({ steps: 5 });
    expect(forked.messages).toEqual([
      '1 value dropped: learning rate of “Fast” (above 0, at most 1,000), that of the base is used.',
    ]);
  });

  it('blocks that cannot be one; their wires go too', () => {
    const { document, messages } = read({
      ...base,
      nodes: {
        n1: node(),
        n2: { position: [0, 0] },
        '3': node(),
        n4: 'linear',
        n5: node({ block: 7 }),
      },
      edges: [['n1.y', 'n2.x']],
    });
    expect(Object.keys(document?.nodes ?? {})).toEqual(['n1']);
    expect(messages).toEqual([
      '4 blocks dropped: 3, n2, n4, and 1 more.',
      '1 wire dropped: n1.y to n2.x (no n2).',
    ]);
  });

  it('single values, while the block stays', () => {
    const { document, messages } = read({
      ...base,
      nodes: {
        n1: node({
          params: { units: 4, bad: [1], 'no name': 1 },
          label: { a: 1 },
          repeat: {},
          tie: '',
        }),
      },
    });
    expect(document?.nodes.n1).toEqual({
      id: 'n1',
      block: 'linear',
      params: { units: 4 },
      position: { x: 0, y: 0 },
    });
    expect(messages).toEqual([
      '5 values dropped: bad of n1, no name of n1, the label of n1, and 2 more.',
    ]);
  });

  it('hyperparameters and definitions that cannot be read', () => {
    const { document, messages } = read({
      ...base,
      hyperparameters: [
        { name: 'd', value: 8 },
        { name: 'd', value: 9 },
        { name: '1', value: 1 },
        5,
      ],
      definitions: { d1: { title: 'One', inputs: { x: { axes: '...' } } }, '': {}, d2: null },
    });
    expect(document?.hyperparameters).toEqual([{ name: 'd', value: 8 }]);
    expect(document?.definitions).toEqual({
      d1: {
        title: 'One',
        inputs: { x: { axes: '...' } },
        outputs: {},
        params: [],
        nodes: {},
        edges: [],
      },
    });
    expect(messages).toEqual([
      '3 hyperparameters dropped: d, 1, one without a name.',
      '2 definitions dropped: one without a name, d2.',
    ]);
  });

  it.each([
    [[Number.NaN, 0]],
    [[1e308, 0]],
    [[0, 2e6]],
    [null],
    [undefined],
    [{ x: 1, y: 2 }],
    [[1, 2, 3]],
    [['1', '2']],
  ])('an unusable position %j: the block gets another', (position) => {
    const { document, messages, report } = read({ ...base, nodes: { n1: node({ position }) } });
    expect(document?.nodes.n1.position).toEqual({ x: 0, y: 0 });
    expect(report.repairs.positions).toBe(1);
    expect(messages).toEqual(['1 block had no place on the canvas.']);
  });

  it('the end of giant texts, and characters that cannot be seen', () => {
    const { document } = read({
      ...base,
      title: `a\u0000b\u202e${'x'.repeat(100_000)}`,
      nodes: { n1: node({ label: 'y'.repeat(1_000_000) }) },
    });
    expect(document?.title).toBe(`ab${'x'.repeat(196)}`);
    expect(document?.nodes.n1.label).toHaveLength(200);
  });
});

describe('hostile names', () => {
  const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf'];

  it.each(names)('%s reaches no prototype', (name) => {
    const entry = `{"block":"linear","position":[0,0],"params":{"${name}":1,"units":2}}`;
    const text =
      `{"format":"patchbay","version":2,"title":"T","${name}":{"polluted":true},` +
      `"nodes":{"${name}":${entry},"n1":${entry},"n2":{"block":"${name}","position":[0,0]}},` +
      `"edges":[["n1.${name}","n1.x"],["${name}.y","n1.x"]],` +
      `"hyperparameters":[{"name":"${name}","value":1}],"definitions":{"${name}":{"nodes":{}}}}`;
    const { document } = read(text);
    expect(Object.keys(document?.nodes ?? {})).toEqual(['n1']);
    expect(document?.nodes.n1.params).toEqual({ units: 2 });
    expect(document?.edges).toEqual([]);
    expect(document?.hyperparameters).toEqual([]);
    expect(document?.definitions).toEqual({});
    expect(Object.getPrototypeOf(document?.nodes)).toBe(Object.prototype);
    expect({}).not.toHaveProperty('polluted');
  });
});

it('keeps a block it does not know as it is', () => {
  const text = serializeDocument({
    format: 'patchbay',
    version: 2,
    title: 'T',
    hyperparameters: [],
    nodes: {
      n1: { id: 'n1', block: 'of-the-future', params: { p: 'x' }, position: { x: 1, y: 2 } },
    },
    edges: [],
    definitions: {},
  });
  const { document, diagnostics } = parseDocument(text);
  expect(diagnostics).toEqual([]);
  expect(document && serializeDocument(document)).toBe(text);
});

describe('fuzz', () => {
  /** Whatever comes in, what comes out is sound: it is read again without a complaint. */
  function expectSound(source: unknown): void {
    const { document, diagnostics } = parseDocument(source);
    if (!document) {
      expect(diagnostics.length).toBeGreaterThan(0);
      return;
    }
    const again = parseDocument(serializeDocument(document));
    expect(again.diagnostics).toEqual([]);
    expect(again.document && serializeDocument(again.document)).toBe(serializeDocument(document));
  }

  it('survives any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), expectSound), { numRuns: 800 });
  }, 60_000);

  it('survives any JSON in any place', () => {
    const hostile = fc.oneof(
      fc.jsonValue({ maxDepth: 3 }),
      fc.constantFrom('__proto__', 'constructor', '$in.x', '$out', 1e308, -0, 'a.b.c', '<b>'),
    );
    const graph = fc.record(
      {
        format: fc.constant('patchbay'),
        version: fc.constantFrom(1, 2),
        title: hostile,
        description: hostile,
        nodes: fc.oneof(
          hostile,
          fc.dictionary(
            fc.oneof(fc.string(), fc.constantFrom('n1', 'n2', '__proto__')),
            fc.oneof(
              hostile,
              fc.record(
                {
                  block: fc.oneof(hostile, fc.constant('linear')),
                  params: fc.oneof(hostile, fc.dictionary(fc.string(), hostile)),
                  position: fc.oneof(hostile, fc.tuple(fc.double(), fc.double())),
                  label: hostile,
                  repeat: hostile,
                  tie: hostile,
                },
                { requiredKeys: ['block'] },
              ),
            ),
          ),
        ),
        edges: fc.oneof(hostile, fc.array(fc.oneof(hostile, fc.tuple(hostile, hostile)))),
        hyperparameters: fc.oneof(hostile, fc.array(hostile)),
        definitions: fc.oneof(hostile, fc.dictionary(fc.string(), hostile)),
        experiment: hostile,
      },
      { requiredKeys: ['format', 'version'] },
    );
    fc.assert(
      fc.property(graph, (json) => expectSound(JSON.stringify(json))),
      { numRuns: 1000 },
    );
  }, 60_000);

  it('survives changed bytes of a sound document', () => {
    const changed = fc
      .tuple(
        documentArbitrary,
        fc.array(fc.tuple(fc.nat(), fc.string({ unit: 'binary-ascii', maxLength: 3 })), {
          minLength: 1,
          maxLength: 5,
        }),
      )
      .map(([document, changes]) => {
        let text = serializeDocument(document);
        for (const [place, replacement] of changes) {
          const at = place % text.length;
          text = text.slice(0, at) + replacement + text.slice(at + replacement.length);
        }
        return text;
      });
    fc.assert(fc.property(changed, expectSound), { numRuns: 800 });
  }, 60_000);
});
