/** Random documents for property tests: every document of these is valid and canonical in memory. */
import fc from 'fast-check';
import {
  BASE,
  type CompositeDefinition,
  type Edge,
  type GraphDocument,
  type GraphNode,
  type Hyperparameter,
  type MetricKind,
  type PortSpec,
  type RunRecord,
  type Schedule,
  type Variant,
} from '../document';
import { edgeKey, isId } from '../ids';
import { cleanText, MAX_LABEL } from '../schema';

export const idArbitrary = fc.oneof(
  fc.integer({ min: 1, max: 40 }).map((number) => `n${number}`),
  fc.stringMatching(/^[A-Za-z][A-Za-z0-9_-]{0,31}$/).filter(isId),
);

const nameArbitrary = fc
  .stringMatching(/^[A-Za-z][A-Za-z0-9_]{0,12}$/)
  .filter((name) => isId(name));

const finite = fc.oneof(
  fc.integer({ min: -1000, max: 100_000 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
);

const text = (max: number) =>
  fc
    .string({ unit: 'binary', maxLength: max })
    .map((raw) => cleanText(raw, max).trim())
    .filter((kept) => kept !== '');

const paramArbitrary = fc.oneof(finite, fc.boolean(), text(40), fc.constant('4*d_model'));
const expression = fc.oneof(finite, fc.constantFrom('d_model', '4*d_model', 'd_model/heads'));

const position = fc.record({
  x: fc.integer({ min: -1_000_000, max: 1_000_000 }),
  y: fc.integer({ min: -1_000_000, max: 1_000_000 }),
});

const nodeArbitrary: fc.Arbitrary<Omit<GraphNode, 'id'>> = fc.record(
  {
    block: fc.constantFrom('linear', 'multi-head-attention', 'own', 'of-the-future', 'x.y/z@2'),
    params: fc.dictionary(nameArbitrary, paramArbitrary, { maxKeys: 4, noNullPrototype: true }),
    position,
    label: text(MAX_LABEL),
    repeat: expression,
    tie: idArbitrary,
    bypass: fc.constant(true),
  },
  { requiredKeys: ['block', 'params', 'position'] },
);

const hyperparameters: fc.Arbitrary<Hyperparameter[]> = fc.uniqueArray(
  fc.record(
    { name: nameArbitrary, value: expression, label: text(40), min: finite, max: finite },
    { requiredKeys: ['name', 'value'] },
  ),
  { selector: (entry) => entry.name, maxLength: 4 },
);

function graphArbitrary(inside: boolean) {
  return fc
    .dictionary(idArbitrary, nodeArbitrary, { maxKeys: 8, noNullPrototype: true })
    .chain((bare) => {
      const nodes: Record<string, GraphNode> = {};
      for (const [id, node] of Object.entries(bare)) nodes[id] = { id, ...node };
      const ids = Object.keys(nodes);
      const sources = inside ? [...ids, '$in'] : ids;
      const targets = inside ? [...ids, '$out'] : ids;
      const edges: fc.Arbitrary<Edge[]> =
        ids.length === 0
          ? fc.constant([])
          : fc.uniqueArray(
              fc.record({
                source: fc.constantFrom(...sources),
                sourcePort: fc.constantFrom('y', 'out'),
                target: fc.constantFrom(...targets),
                targetPort: fc.constantFrom('x', 'a', 'b'),
              }),
              { selector: edgeKey, maxLength: 12 },
            );
      return edges.map((wires) => ({ nodes, edges: wires }));
    });
}

const ports: fc.Arbitrary<Record<string, PortSpec>> = fc.dictionary(
  nameArbitrary,
  fc.record(
    {
      axes: fc.constantFrom('batch tokens d_model', '...', 'batch* tokens*'),
      dtype: fc.constantFrom('float32', 'int32', 'bool'),
      label: text(8),
      optional: fc.boolean(),
    },
    { requiredKeys: ['axes'] },
  ),
  { maxKeys: 3, noNullPrototype: true },
);

const definition: fc.Arbitrary<CompositeDefinition> = fc
  .tuple(
    fc.record({ title: text(MAX_LABEL), inputs: ports, outputs: ports, params: hyperparameters }),
    graphArbitrary(true),
  )
  .map(([face, graph]) => ({ ...face, ...graph }));

const share = fc.double({ min: 0, max: 0.999, noNaN: true }).map((value) => value + 0);

const experiment = fc.record(
  {
    dataset: fc.constantFrom('mnist', 'reverse-digits'),
    batchSize: fc.integer({ min: 1, max: 512 }),
    steps: fc.integer({ min: 0, max: 10_000 }),
    optimizer: fc.constantFrom('adam' as const, 'adamw' as const, 'sgd' as const),
    learningRate: fc.double({ min: 1e-6, max: 1, noNaN: true }),
    warmupSteps: fc.integer({ min: 0, max: 1000 }),
    seed: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
    schedule: fc.constantFrom<Schedule[]>('constant', 'linear', 'cosine', 'inverse-sqrt'),
    momentum: share,
    nesterov: fc.boolean(),
    weightDecay: share,
    clipNorm: fc.double({ min: 1e-3, max: 100, noNaN: true }),
    beta1: share,
    beta2: share,
    epsilon: fc.double({ min: 1e-12, max: 1, noNaN: true }),
    epochs: fc.integer({ min: 1, max: 100 }),
    seconds: fc.integer({ min: 1, max: 3600 }),
    keepBest: fc.boolean(),
    flip: fc.boolean(),
    crop: fc.integer({ min: 0, max: 8 }),
    erase: share,
    mixup: share,
    resizeImages: fc.boolean(),
    convertChannels: fc.boolean(),
  },
  {
    requiredKeys: [
      'dataset',
      'batchSize',
      'steps',
      'optimizer',
      'learningRate',
      'warmupSteps',
      'seed',
    ],
  },
);

const definitions = fc.dictionary(idArbitrary, definition, { maxKeys: 2, noNullPrototype: true });

const variants: fc.Arbitrary<readonly Variant[]> = fc.uniqueArray(
  fc
    .tuple(
      fc.record(
        {
          id: idArbitrary.filter((id) => id !== BASE),
          title: text(MAX_LABEL),
          hyperparameters,
          definitions,
          experiment: fc.record({ learningRate: fc.constant(0.5), clipNorm: fc.constant(null) }),
        },
        { requiredKeys: ['id', 'title', 'hyperparameters', 'definitions'] },
      ),
      graphArbitrary(false),
    )
    .map(([face, graph]) => ({ ...face, ...graph })),
  { selector: ({ id }) => id, minLength: 1, maxLength: 2 },
);

const metric = fc.record({
  kind: fc.constantFrom<MetricKind[]>('accuracy', 'bleu', 'bits'),
  value: finite,
});

const count = fc.integer({ min: 0, max: 1000 });

/** Of the base: results of variants that are not there are dropped. */
const result: fc.Arbitrary<RunRecord> = fc.array(finite, { maxLength: 4 }).chain((column) =>
  fc.record(
    {
      variant: fc.constant(BASE),
      fingerprint: fc.constant('1a2b'),
      seed: count,
      backend: fc.constant('wasm'),
      status: fc.constantFrom('done' as const, 'failed' as const),
      problem: text(40),
      steps: count,
      seconds: count,
      parameters: count,
      stepFlops: count,
      peakBytes: count,
      loss: finite,
      test: metric,
      best: metric.map((value) => ({ ...value, step: 3 })),
      curve: fc.constant({ step: column, loss: column, seconds: column }),
      validation: fc.constantFrom(
        { step: column, loss: column, metric: column },
        { step: column, loss: column, metric: [] },
      ),
      saved: count,
    },
    {
      requiredKeys: [
        'variant',
        'fingerprint',
        'seed',
        'backend',
        'status',
        'steps',
        'seconds',
        'parameters',
        'stepFlops',
        'peakBytes',
        'loss',
        'curve',
        'validation',
        'saved',
      ],
    },
  ),
);

/** Any document that the editor may hold. */
export const documentArbitrary: fc.Arbitrary<GraphDocument> = fc
  .tuple(
    fc.record(
      {
        title: text(MAX_LABEL),
        description: text(200),
        hyperparameters,
        experiment,
        pretrained: fc.constant('use-lite'),
        variants,
        comparison: fc.record(
          { seeds: fc.integer({ min: 1, max: 5 }), base: text(MAX_LABEL) },
          { requiredKeys: ['seeds'] },
        ),
        results: fc.array(result, { minLength: 1, maxLength: 3 }),
      },
      { requiredKeys: ['title', 'hyperparameters'] },
    ),
    graphArbitrary(false),
    definitions,
  )
  .map(([face, graph, own]) => ({
    format: 'patchbay',
    version: 2,
    ...face,
    ...graph,
    definitions: own,
  }));
