/** Commands on the variants of a document: fork, remove, rename, order, and which one is the base. */
import type { Experiment, GraphDocument, RunRecord, Variant } from '../../runtime/index';
import {
  BASE,
  cleanText,
  MAX_COMPARED,
  MAX_LABEL,
  newId,
  toVariant,
  variantDocument,
  variantIds,
  withResults,
} from '../../runtime/index';
import type { Command } from './command';

/** How many more variants a document may have. */
export function roomForVariants({ variants = [] }: GraphDocument): number {
  return MAX_COMPARED - 1 - variants.length;
}

/** What the base is called where nobody named it. */
const BASE_TITLE = 'Base';

/** What the base or a variant is called where it is shown. */
export function variantTitle({ variants = [], comparison }: GraphDocument, id: string): string {
  return variants.find((variant) => variant.id === id)?.title ?? comparison?.base ?? BASE_TITLE;
}

export interface ForkOptions {
  /** "Variant 1", the next number that is free, where absent. */
  readonly title?: string;
  /** Written into the base where it does not say how it is trained, so that both train alike. */
  readonly experiment?: Experiment;
  /** Ids that were used before: what was kept under them is not met again. */
  readonly taken?: Iterable<string>;
}

/** Makes a copy of the base or of a variant, as the last variant. Nothing happens without room. */
export function forkVariant(from: string, options: ForkOptions = {}): Command {
  return {
    label: 'Fork',
    whole: true,
    selectsAdded: true,
    apply: (whole) => {
      const trained = withExperiment(whole, options.experiment);
      const source = variantDocument(trained, from);
      if (!source || roomForVariants(whole) <= 0) return whole;
      return addVariants(
        trained,
        [{ ...source, title: options.title ?? freeTitle(whole) }],
        options,
      );
    },
  };
}

/** The whole with documents as its last variants, under new ids. */
export function addVariants(
  whole: GraphDocument,
  documents: readonly GraphDocument[],
  { taken = [] }: Pick<ForkOptions, 'taken'>,
): GraphDocument {
  const used = new Set([...usedIds(whole), ...taken]);
  const added = documents.map((document): Variant => {
    const id = newId(used, 'v');
    used.add(id);
    return toVariant(id, document, whole.experiment);
  });
  return { ...whole, variants: [...(whole.variants ?? []), ...added] };
}

/** A base that does not say how it is trained gets `experiment`. */
export function withExperiment(
  whole: GraphDocument,
  experiment: Experiment | undefined,
): GraphDocument {
  return whole.experiment || !experiment ? whole : { ...whole, experiment };
}

/** Ids of the variants of a document, and of those that its results were made with. */
export function usedIds(whole: GraphDocument): readonly string[] {
  return [...variantIds(whole), ...(whole.results ?? []).map(({ variant }) => variant)];
}

function freeTitle({ variants = [] }: GraphDocument): string {
  const taken = new Set(variants.map(({ title }) => title));
  let number = 1;
  while (taken.has(`Variant ${number}`)) number++;
  return `Variant ${number}`;
}

/** Takes a variant away. Its results stay: undo brings it back with them. */
export function removeVariant(id: string, title = 'variant'): Command {
  return {
    label: `Delete ${title}`,
    whole: true,
    apply: (whole) => {
      const { variants = [], ...rest } = whole;
      const left = variants.filter((variant) => variant.id !== id);
      if (left.length === variants.length) return whole;
      return left.length > 0 ? { ...rest, variants: left } : rest;
    },
  };
}

/** Names a variant or the base; an empty title changes nothing. */
export function renameVariant(id: string, title: string): Command {
  const text = cleanText(title, MAX_LABEL).trim();
  return {
    label: id === BASE ? 'Rename base' : 'Rename variant',
    whole: true,
    apply: (whole) => {
      if (id === BASE) return text === '' ? whole : withBaseTitle(whole, text);
      const known = whole.variants?.find((variant) => variant.id === id);
      if (!known || text === '' || text === known.title) return whole;
      return {
        ...whole,
        variants: whole.variants?.map((each) => (each === known ? { ...each, title: text } : each)),
      };
    },
  };
}

function withBaseTitle(whole: GraphDocument, title: string): GraphDocument {
  const { base = BASE_TITLE, seeds = 1 } = whole.comparison ?? {};
  if (title === base) return whole;
  return { ...whole, comparison: { seeds, ...(title !== BASE_TITLE && { base: title }) } };
}

/** Moves a variant to a place among the variants; 0 is next to the base. */
export function moveVariant(id: string, place: number): Command {
  return {
    label: 'Move variant',
    whole: true,
    apply: (whole) => {
      const { variants = [] } = whole;
      const from = variants.findIndex((variant) => variant.id === id);
      const to = Math.min(variants.length - 1, Math.max(0, place));
      if (from < 0 || from === to) return whole;
      const others = variants.filter((_, at) => at !== from);
      return { ...whole, variants: others.toSpliced(to, 0, variants[from]) };
    },
  };
}

/**
 * The graph of a variant becomes the base; the old base takes its place and its id. All are trained
 * as they were, and results stay with the graph that they are of; so do titles, where the base has one.
 */
export function makeBase(id: string): Command {
  return {
    label: 'Make it the base',
    whole: true,
    swaps: id,
    apply: (whole) => {
      const next = variantDocument(whole, id);
      const base = variantDocument(whole, BASE);
      const { variants = [], results = [], comparison } = whole;
      if (!next || !base || id === BASE) return whole;
      const { experiment } = next;
      const swapped: GraphDocument = {
        ...whole,
        hyperparameters: next.hyperparameters,
        nodes: next.nodes,
        edges: next.edges,
        definitions: next.definitions,
        ...(experiment && { experiment }),
        ...(comparison?.base && { comparison: { ...comparison, base: next.title } }),
        variants: variants.map((variant) => {
          if (variant.id === id) {
            const title = comparison?.base ?? formerTitle(whole, id);
            return toVariant(id, { ...base, title }, experiment);
          }
          const document = variantDocument(whole, variant.id);
          return document ? toVariant(variant.id, document, experiment) : variant;
        }),
      };
      return withResults(swapped, swapResults(results, id));
    },
  };
}

function formerTitle({ variants = [] }: GraphDocument, gone: string): string {
  const taken = new Set(variants.filter(({ id }) => id !== gone).map(({ title }) => title));
  let number = 1;
  const title = () => (number === 1 ? 'Former base' : `Former base ${number}`);
  while (taken.has(title())) number++;
  return title();
}

/** Results after the base and a variant changed places; twice gives what there was. */
export function swapResults(results: readonly RunRecord[], id: string): readonly RunRecord[] {
  return results.map((record) => {
    const variant = swapId(record.variant, id);
    return variant === record.variant ? record : { ...record, variant };
  });
}

/** What an id stands for after the base and `swapped` changed places. */
export function swapId(id: string, swapped: string): string {
  if (id === BASE) return swapped;
  return id === swapped ? BASE : id;
}
