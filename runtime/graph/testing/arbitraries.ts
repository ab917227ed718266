/** Random documents for property tests: every document of these is valid and canonical in memory. */
import fc from 'fast-check';
import type {
  CompositeDefinition,
  Edge,
  GraphDocument,
  GraphNode,
  Hyperparameter,
  PortSpec,
  Schedule,
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
      },
      { requiredKeys: ['title', 'hyperparameters'] },
    ),
    graphArbitrary(false),
    fc.dictionary(idArbitrary, definition, { maxKeys: 2, noNullPrototype: true }),
  )
  .map(([face, graph, definitions]) => ({
    format: 'patchbay',
    version: 1,
    ...face,
    ...graph,
    definitions,
  }));
