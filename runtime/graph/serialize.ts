/** Writes a document as canonical JSON: equal documents give equal bytes. */
import type {
  CompositeDefinition,
  Edge,
  GraphDocument,
  GraphFragment,
  GraphNode,
  Hyperparameter,
  PortSpec,
} from './document';
import { edgeKey } from './ids';

/**
 * Canonical JSON of a document: keys sorted, wires sorted by the port they feed and written as
 * pairs `["n1.y", "n2.x"]`, positions as `[x, y]`, nothing that is absent.
 */
export function serializeDocument(document: GraphDocument): string {
  const { format, version, title, description, experiment, pretrained } = document;
  const json = {
    format,
    version,
    title,
    description,
    hyperparameters: document.hyperparameters.map(toHyperparameter),
    ...toGraph(document),
    definitions: mapValues(document.definitions, toDefinition),
    experiment: experiment && {
      dataset: experiment.dataset,
      batchSize: experiment.batchSize,
      steps: experiment.steps,
      optimizer: experiment.optimizer,
      learningRate: experiment.learningRate,
      warmupSteps: experiment.warmupSteps,
      seed: experiment.seed,
      schedule: experiment.schedule,
      momentum: experiment.momentum,
      nesterov: experiment.nesterov,
      weightDecay: experiment.weightDecay,
      clipNorm: experiment.clipNorm,
      beta1: experiment.beta1,
      beta2: experiment.beta2,
      epsilon: experiment.epsilon,
    },
    pretrained,
  };
  return JSON.stringify(sortKeys(json));
}

function toGraph({ nodes, edges }: GraphFragment) {
  return {
    nodes: mapValues(nodes, toNode),
    edges: [...edges]
      .sort((a, b) => compare(edgeKey(a), edgeKey(b)) || compare(sourceOf(a), sourceOf(b)))
      .map((edge) => [sourceOf(edge), edgeKey(edge)]),
  };
}

const sourceOf = (edge: Edge) => `${edge.source}.${edge.sourcePort}`;

function toNode({ block, params, position, label, repeat, tie }: GraphNode) {
  const written = Object.keys(params).length > 0 ? { ...params } : undefined;
  return { block, params: written, position: [position.x, position.y], label, repeat, tie };
}

function toDefinition(definition: CompositeDefinition) {
  const { title, inputs, outputs, params } = definition;
  return {
    title,
    inputs: mapValues(inputs, toPort),
    outputs: mapValues(outputs, toPort),
    params: params.map(toHyperparameter),
    ...toGraph(definition),
  };
}

function toPort({ axes, dtype, label, doc, optional }: PortSpec) {
  return { axes, dtype, label, doc, optional };
}

function toHyperparameter({ name, value, label, min, max }: Hyperparameter) {
  return { name, value, label, min, max };
}

function mapValues<A, B>(record: Readonly<Record<string, A>>, change: (value: A) => B) {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}

/** By code units: the same in every language and browser. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => compare(a, b));
  return Object.fromEntries(entries.map(([key, entry]) => [key, sortKeys(entry)]));
}
