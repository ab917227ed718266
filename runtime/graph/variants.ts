/** A variant as a document of its own, and an edit of that back into the whole. */
import {
  BASE,
  type Experiment,
  type ExperimentChanges,
  type GraphDocument,
  type RunRecord,
  type Variant,
} from './document';

/** By whole and id. An edit takes along what it did not touch, so that what is derived is kept. */
const documents = new WeakMap<GraphDocument, Map<string, GraphDocument>>();

function knownOf(whole: GraphDocument): Map<string, GraphDocument> {
  const known = documents.get(whole) ?? new Map<string, GraphDocument>();
  documents.set(whole, known);
  return known;
}

/** Ids of all that a document holds, the base first, in the order in which they are shown. */
export function variantIds({ variants = [] }: GraphDocument): readonly string[] {
  return [BASE, ...variants.map(({ id }) => id)];
}

/** The document that `id` stands for: the base without its variants, or one of these; null for none. */
export function variantDocument(whole: GraphDocument, id: string): GraphDocument | null {
  const known = knownOf(whole);
  const found = known.get(id) ?? project(whole, id);
  if (found) known.set(id, found);
  return found;
}

function project(whole: GraphDocument, id: string): GraphDocument | null {
  const { variants, comparison, results, ...base } = whole;
  if (id === BASE) return variants || comparison || results ? base : whole;
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
 * as its base follow the base; what it has otherwise is kept with it. Where the base says nothing
 * of its training yet, what a variant says holds for all.
 */
export function withVariantDocument(
  whole: GraphDocument,
  id: string,
  edited: GraphDocument,
): GraphDocument {
  const before = variantDocument(whole, id);
  if (edited === before || !before) return whole;
  const { variants, comparison, results } = whole;
  if (id === BASE) {
    if (!variants && !comparison && !results) return edited;
    const next = {
      ...edited,
      ...(variants && { variants }),
      ...(comparison && { comparison }),
      ...(results && { results }),
    };
    keepOthers(whole, next, id).set(id, edited);
    return next;
  }
  const { experiment = edited.experiment } = whole;
  const next: GraphDocument = {
    ...whole,
    ...(experiment && { experiment }),
    variants: variants?.map((variant) =>
      variant.id === id ? toVariant(id, edited, experiment) : variant,
    ),
  };
  const known = keepOthers(whole, next, id);
  const comesBack =
    edited.description === whole.description &&
    edited.pretrained === whole.pretrained &&
    Boolean(edited.experiment) === Boolean(experiment);
  if (comesBack) known.set(id, edited);
  return next;
}

/** Takes along what stands for the other variants, where nothing that all share has changed. */
function keepOthers(
  whole: GraphDocument,
  next: GraphDocument,
  id: string,
): Map<string, GraphDocument> {
  const known = knownOf(next);
  const same =
    next.description === whole.description &&
    next.pretrained === whole.pretrained &&
    next.experiment === whole.experiment;
  for (const [each, document] of same ? knownOf(whole) : []) {
    if (each !== id) known.set(each, document);
  }
  return known;
}

/** The whole with other results. What stands for its variants stays the same objects. */
export function withResults(whole: GraphDocument, results: readonly RunRecord[]): GraphDocument {
  const { results: before = [], ...rest } = whole;
  if (results === before || (results.length === 0 && before.length === 0)) return whole;
  variantDocument(whole, BASE);
  const next = results.length > 0 ? { ...rest, results } : rest;
  documents.set(next, knownOf(whole));
  return next;
}

/** A document as a variant of a base that is trained as `base` says. */
export function toVariant(
  id: string,
  { title, hyperparameters, nodes, edges, definitions, experiment }: GraphDocument,
  base: Experiment | undefined,
): Variant {
  const changes = experiment && base ? changesOf(experiment, base) : undefined;
  return {
    id,
    title,
    hyperparameters,
    nodes,
    edges,
    definitions,
    ...(changes && { experiment: changes }),
  };
}

/** Settings that differ from those of the base, null for one that is not said; undefined where none do. */
function changesOf(experiment: Experiment, base: Experiment): ExperimentChanges | undefined {
  if (experiment === base) return undefined;
  const names = [...new Set([...Object.keys(base), ...Object.keys(experiment)])];
  const differing = names.flatMap((each) => {
    const name = each as keyof Experiment;
    return experiment[name] === base[name] ? [] : [[name, experiment[name] ?? null]];
  });
  return differing.length > 0 ? Object.fromEntries(differing) : undefined;
}

const changed = new WeakMap<ExperimentChanges, { base: Experiment; experiment: Experiment }>();

function withChanges(base: Experiment, changes?: ExperimentChanges): Experiment {
  if (!changes) return base;
  const known = changed.get(changes);
  if (known?.base === base) return known.experiment;
  const said = Object.entries({ ...base, ...changes }).filter(([, value]) => value !== null);
  const experiment = Object.fromEntries(said) as unknown as Experiment;
  changed.set(changes, { base, experiment });
  return experiment;
}
