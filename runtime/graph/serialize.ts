/** Writes a document as canonical JSON: equal documents give equal bytes. */
import type {
  CompositeDefinition,
  Edge,
  Experiment,
  ExperimentChanges,
  GraphDocument,
  GraphFragment,
  GraphNode,
  Hyperparameter,
  PortSpec,
  Variant,
} from './document';
import { edgeKey } from './ids';
import { experimentOptions, experimentSettings } from './schema';

/**
 * Canonical JSON of a document: keys sorted, wires sorted by the port they feed and written as
 * pairs `["n1.y", "n2.x"]`, positions as `[x, y]`, nothing that is absent.
 */
export function serializeDocument(document: GraphDocument): string {
  const { format, version, title, description, experiment, pretrained } = document;
  const { variants, comparison, results } = document;
  const json = {
    format,
    version,
    title,
    description,
    hyperparameters: document.hyperparameters.map(toHyperparameter),
    ...toGraph(document),
    definitions: mapValues(document.definitions, toDefinition),
    experiment: experiment && toExperiment(experiment),
    pretrained,
    variants: variants?.length ? variants.map(toVariant) : undefined,
    comparison: comparison && { seeds: comparison.seeds, base: comparison.base },
    results: results?.length ? results : undefined,
  };
  return JSON.stringify(sortKeys(json));
}

/** Only what a document may say of a training. */
function toExperiment(experiment: ExperimentChanges) {
  const known = [...Object.keys(experimentSettings), ...Object.keys(experimentOptions)];
  return Object.fromEntries(
    known.map((name): [string, unknown] => [name, experiment[name as keyof Experiment]]),
  );
}

function toVariant(variant: Variant) {
  const { id, title, hyperparameters, definitions, experiment } = variant;
  return {
    id,
    title,
    hyperparameters: hyperparameters.map(toHyperparameter),
    ...toGraph(variant),
    definitions: mapValues(definitions, toDefinition),
    experiment: experiment && toExperiment(experiment),
  };
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

function toNode({ block, params, position, label, repeat, tie, bypass }: GraphNode) {
  const written = Object.keys(params).length > 0 ? { ...params } : undefined;
  const at = [position.x, position.y];
  return { block, params: written, position: at, label, repeat, tie, bypass: bypass || undefined };
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
