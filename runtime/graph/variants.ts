/** A variant as a document of its own, and an edit of that back into the whole. */
import {
  BASE,
  type Experiment,
  type ExperimentChanges,
  type GraphDocument,
  type Variant,
} from './document';

const documents = new WeakMap<GraphDocument, Map<string, GraphDocument>>();

/** The document that `id` stands for: the base without its variants, or one of these; null for none. */
export function variantDocument(whole: GraphDocument, id: string): GraphDocument | null {
  const known = documents.get(whole) ?? new Map<string, GraphDocument>();
  documents.set(whole, known);
  const found = known.get(id) ?? project(whole, id);
  if (found) known.set(id, found);
  return found;
}

function project(whole: GraphDocument, id: string): GraphDocument | null {
  const { variants, comparison: _comparison, results: _results, ...base } = whole;
  if (id === BASE) return base;
  const variant = variants?.find((each) => each.id === id);
  if (!variant) return null;
  const { title, hyperparameters, nodes, edges, definitions } = variant;
  const { experiment, ...rest } = base;
  return {
    ...rest,
    title,
    hyperparameters,
    nodes,
    edges,
    definitions,
    ...(experiment && { experiment: withChanges(experiment, variant.experiment) }),
  };
}

/**
 * The whole with an edited document in the place of `id`. Settings of a training that a variant has
 * as its base follow the base; what it has otherwise is kept with it.
 */
export function withVariantDocument(
  whole: GraphDocument,
  id: string,
  edited: GraphDocument,
): GraphDocument {
  if (edited === variantDocument(whole, id)) return whole;
  const { variants, comparison, results } = whole;
  if (id === BASE) {
    return {
      ...edited,
      ...(variants && { variants }),
      ...(comparison && { comparison }),
      ...(results && { results }),
    };
  }
  if (!variants?.some((each) => each.id === id)) return whole;
  return {
    ...whole,
    variants: variants.map((variant) =>
      variant.id === id ? toVariant(id, edited, whole.experiment) : variant,
    ),
  };
}

/** A document as a variant of a base that is trained as `base` says. */
export function toVariant(
  id: string,
  { title, hyperparameters, nodes, edges, definitions, experiment }: GraphDocument,
  base: Experiment | undefined,
): Variant {
  const changed = experiment && base ? changesOf(experiment, base) : undefined;
  return {
    id,
    title,
    hyperparameters,
    nodes,
    edges,
    definitions,
    ...(changed && { experiment: changed }),
  };
}

/** Settings that differ from those of the base, null for one that is not said; undefined where none do. */
function changesOf(experiment: Experiment, base: Experiment): ExperimentChanges | undefined {
  const names = [...new Set([...Object.keys(base), ...Object.keys(experiment)])];
  const changed = names.flatMap((each) => {
    const name = each as keyof Experiment;
    return experiment[name] === base[name] ? [] : [[name, experiment[name] ?? null]];
  });
  return changed.length > 0 ? Object.fromEntries(changed) : undefined;
}

function withChanges(base: Experiment, changes: ExperimentChanges = {}): Experiment {
  const said = Object.entries({ ...base, ...changes }).filter(([, value]) => value !== null);
  return Object.fromEntries(said) as unknown as Experiment;
}
