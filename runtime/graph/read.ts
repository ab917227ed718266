/** Validates a written document part by part: what is bad is left out and told, the rest stays. */
import type { Diagnostic } from './diagnostics';
import {
  BASE,
  type Comparison,
  type Experiment,
  type ExperimentChanges,
  emptyDocument,
  type GraphDocument,
  MAX_COMPARED,
  type RunRecord,
  type Variant,
} from './document';
import { isId } from './ids';
import { isObject, type JsonObject } from './migrate';
import {
  type Notes,
  noNotes,
  quote,
  type Repairs,
  readDefinitions,
  readGraph,
  readHyperparameters,
  text,
  value,
} from './readGraph';
import {
  comparisonSchema,
  experimentOptions,
  experimentSchema,
  experimentSettings,
  MAX_DESCRIPTION,
  MAX_LABEL,
  MAX_RESULTS,
  packSchema,
  resultSchema,
} from './schema';
import { describeSetting } from './settingWords';

export type { Repairs } from './readGraph';

/** Reads a document of the current version. `json` has passed the caps and migrations. */
export function readDocument(json: JsonObject): { document: GraphDocument; repairs: Repairs } {
  const notes = noNotes();
  const title = text(json.title, MAX_LABEL, 'the title', notes)?.trim();
  const description = text(json.description, MAX_DESCRIPTION, 'the description', notes);
  const experiment = readExperiment(json.experiment, notes);
  const pretrained = value(packSchema, json.pretrained, 'the name of trained weights', notes);
  const graph = readGraph(json, '', false, notes);
  const variants = readVariants(json.variants, notes);
  const comparison = readComparison(json.comparison, notes);
  const results = readResults(json.results, variants, notes);
  const document: GraphDocument = {
    ...emptyDocument(title || undefined),
    ...(description ? { description } : {}),
    hyperparameters: readHyperparameters(json.hyperparameters, '', notes),
    ...graph,
    definitions: readDefinitions(json.definitions, '', notes),
    ...(experiment ? { experiment } : {}),
    ...(pretrained ? { pretrained } : {}),
    ...(variants.length > 0 ? { variants } : {}),
    ...(comparison ? { comparison } : {}),
    ...(results.length > 0 ? { results } : {}),
  };
  return { document, repairs: notes };
}

function readExperiment(json: unknown, notes: Notes): Experiment | undefined {
  const required = value(experimentSchema, json, 'the training settings', notes);
  if (!required || !isObject(json)) return undefined;
  const options = Object.entries(experimentOptions).map(([name, schema]) => [
    name,
    value<unknown>(schema, json[name], describeSetting(name, 'the training settings'), notes),
  ]);
  const given = options.filter(([, option]) => option !== undefined);
  return { ...required, ...Object.fromEntries(given) };
}

/** Some of the settings of a training: where a variant differs from its base. */
function readChanges(json: unknown, where: string, notes: Notes): ExperimentChanges | undefined {
  if (json === undefined) return undefined;
  if (!isObject(json)) {
    notes.values.push(`the training settings of ${where}`);
    return undefined;
  }
  const schemas = { ...experimentSettings, ...experimentOptions };
  const given = Object.entries(schemas).flatMap(([name, schema]) => {
    if (json[name] === null && Object.hasOwn(experimentOptions, name)) return [[name, null]];
    const read = value<unknown>(
      schema,
      json[name],
      `${describeSetting(name, where)}, that of the base is used`,
      notes,
    );
    return read === undefined ? [] : [[name, read]];
  });
  return given.length > 0 ? Object.fromEntries(given) : undefined;
}

function readVariants(json: unknown, notes: Notes): readonly Variant[] {
  if (json === undefined) return [];
  if (!Array.isArray(json)) {
    notes.variants.push('all');
    return [];
  }
  const variants: Variant[] = [];
  for (const entry of json) {
    const id = isObject(entry) && typeof entry.id === 'string' ? entry.id : '';
    const taken = id === BASE || variants.some((known) => known.id === id);
    if (!isObject(entry) || !isId(id) || taken || variants.length >= MAX_COMPARED - 1) {
      notes.variants.push(quote(id));
      continue;
    }
    const where = `${id}/`;
    const title = text(entry.title, MAX_LABEL, `the title of ${id}`, notes)?.trim() || id;
    const experiment = readChanges(entry.experiment, `“${title}”`, notes);
    variants.push({
      id,
      title,
      hyperparameters: readHyperparameters(entry.hyperparameters, where, notes),
      ...readGraph(entry, where, false, notes),
      definitions: readDefinitions(entry.definitions, where, notes),
      ...(experiment ? { experiment } : {}),
    });
  }
  return variants;
}

function readComparison(json: unknown, notes: Notes): Comparison | undefined {
  const read = value(comparisonSchema, json, 'how variants are compared', notes);
  const title = isObject(json) ? text(json.base, MAX_LABEL, 'the title of the base', notes) : '';
  return read && { ...read, ...(title?.trim() && { base: title.trim() }) };
}

/** Results of variants that are not there are dropped without a word: nothing can be made of them. */
function readResults(
  json: unknown,
  variants: readonly Variant[],
  notes: Notes,
): readonly RunRecord[] {
  if (json === undefined) return [];
  if (!Array.isArray(json)) {
    notes.results.push('all');
    return [];
  }
  const known = new Set([BASE, ...variants.map(({ id }) => id)]);
  const results: RunRecord[] = [];
  for (const [index, entry] of json.slice(-MAX_RESULTS).entries()) {
    const read = resultSchema.safeParse(entry);
    if (!read.success || !isEven(read.data)) notes.results.push(`number ${index + 1}`);
    else if (known.has(read.data.variant)) results.push(read.data);
  }
  return results;
}

/** True where the columns of each table are equally long. */
function isEven({ curve, validation }: RunRecord): boolean {
  return (
    curve.loss.length === curve.step.length &&
    curve.seconds.length === curve.step.length &&
    validation.loss.length === validation.step.length &&
    [0, validation.step.length].includes(validation.metric.length)
  );
}

const parts = {
  nodes: ['block', 'blocks'],
  edges: ['wire', 'wires'],
  values: ['value', 'values'],
  hyperparameters: ['hyperparameter', 'hyperparameters'],
  definitions: ['definition', 'definitions'],
  variants: ['variant', 'variants'],
  results: ['result', 'results'],
} as const;

/** One message for each kind of part that was left out: "3 wires dropped: n1.y to n9.x ...". */
export function describeRepairs(repairs: Repairs): Diagnostic[] {
  const found: Diagnostic[] = [];
  const tell = (message: string, hint: string) =>
    found.push({ code: 'document/damaged', severity: 'warning', message, hint, at: {} });
  for (const [kind, [one, many]] of Object.entries(parts)) {
    const list = repairs[kind as keyof typeof parts];
    if (list.length === 0) continue;
    const rest = list.length > 3 ? `, and ${list.length - 3} more` : '';
    const which = list.slice(0, 3).join(', ') + rest;
    tell(
      `${list.length} ${list.length === 1 ? one : many} dropped: ${which}.`,
      'Everything else is as it was. The file itself is not changed.',
    );
  }
  if (repairs.positions > 0) {
    const blocks = repairs.positions === 1 ? '1 block' : `${repairs.positions} blocks`;
    tell(`${blocks} had no place on the canvas.`, 'Use Arrange to place them.');
  }
  return found;
}
