/** A table as numbers with a class, as texts with a class, as pairs of texts, or as one text. */
import type { Diagnostic } from '../../graph/diagnostics';
import { type Breathe, countClasses, type Shaped } from './countClasses';
import { hashText } from './hashBytes';
import { counted, dataError, dataNote, dataWarning } from './problem';
import { MOST_CLASSES } from './readImages';
import { type Column, isMissing, MOST_DISTINCT, type TableDraft, toNumber } from './readTable';
import { shapedText } from './shapeText';
import { type ExampleSplit, splitExamples } from './splitExamples';
import type { ColumnRole, OwnInfo, OwnParts, Part, SettledOptions } from './types';

const SAMPLES = 12;
/** A category with more values is no use as numbers of 0 and 1. */
const MOST_VALUES = 32;
const LABEL_NAMES =
  /^(label|labels|class|classes|target|species|category|kind|type|y|answer|sentiment)$/i;

export async function shapeTable(
  draft: TableDraft,
  options: SettledOptions,
  breathe: Breathe,
): Promise<Shaped> {
  const roles = draft.columns.map((_, index) => options.roles?.[index] ?? 'ignore');
  const chosen = options.roles?.length === draft.columns.length ? roles : guessRoles(draft.columns);
  const notes: Diagnostic[] = [];
  const made = await make(draft, chosen, { missing: 'drop', ...options }, notes, breathe);
  const columns = draft.columns.map(({ name, kind, distinct, missing }, index) => ({
    name,
    kind,
    role: chosen[index],
    distinct: distinct.length,
    missing,
  }));
  const rows = Array.from({ length: Math.min(SAMPLES, draft.rows) }, (_, row) =>
    draft.columns.map(({ cells }) => cells[row].slice(0, 120)),
  );
  const all = { missing: 'drop' as const, ...options, roles: chosen };
  return { ...made, columns, samples: { kind: 'rows', rows }, options: all };
}

/** A label that is named so, or the last column with few values; then what the others are good for. */
export function guessRoles(columns: readonly Column[]): readonly ColumnRole[] {
  const isClass = ({ kind, distinct, cells }: Column) =>
    distinct.length >= 2 &&
    distinct.length <= MOST_CLASSES &&
    (kind === 'category' ||
      (kind === 'number' &&
        distinct.length <= 20 &&
        3 * distinct.length <= cells.length &&
        distinct.every((value) => Number.isInteger(toNumber(value)))));
  const named = columns.findIndex((column) => LABEL_NAMES.test(column.name) && isClass(column));
  const categories = columns.findLastIndex(
    (column) => column.kind === 'category' && isClass(column),
  );
  const last = columns.findLastIndex(isClass);
  const label =
    named >= 0
      ? named
      : categories >= 0
        ? categories
        : last === columns.length - 1 || last === 0
          ? last
          : -1;
  const texts = columns.flatMap(({ kind }, index) =>
    kind === 'text' && index !== label ? [index] : [],
  );
  const numbers = columns.some(({ kind }, index) => kind === 'number' && index !== label);
  const asText = texts.length > 0 && (label >= 0 || !numbers);
  return columns.map(({ kind, distinct }, index): ColumnRole => {
    if (index === label && (asText || numbers || label >= 0)) return 'label';
    if (asText) {
      if (label >= 0 || texts.length === 1) return index === texts[0] ? 'text' : 'ignore';
      return index === texts[0] ? 'source' : index === texts[1] ? 'target' : 'ignore';
    }
    if (kind === 'number') return 'feature';
    return kind === 'category' && distinct.length <= MOST_VALUES ? 'feature' : 'ignore';
  });
}

type Made = Omit<Shaped, 'columns' | 'samples' | 'options'>;

async function make(
  draft: TableDraft,
  roles: readonly ColumnRole[],
  options: SettledOptions & { readonly missing: 'drop' | 'mean' },
  notes: Diagnostic[],
  breathe: Breathe,
): Promise<Made> {
  const of = (role: ColumnRole) => draft.columns.filter((_, index) => roles[index] === role);
  const [label] = of('label');
  const [text] = of('text');
  const [source] = of('source');
  const [target] = of('target');
  const features = of('feature');
  const refuse = (message: string, hint: string): Made => ({
    info: null,
    parts: () => ({}),
    bytes: 0,
    classes: [],
    notes: [...notes, dataError(message, hint)],
  });
  for (const role of ['label', 'text', 'source', 'target'] as const) {
    if (of(role).length > 1) {
      return refuse(
        `${counted(of(role).length, 'column')} are used as ${role}.`,
        'Leave one of them.',
      );
    }
  }
  if (source && target) return makePairs(source, target, options, notes);
  if (source || target)
    return refuse(
      'A pair needs two columns: one to read and one to write.',
      'Give another column the use that is missing.',
    );
  if (text && !label) {
    const lines = text.cells.filter((cell) => !isMissing(cell));
    const at = (share: number) => Math.round(share * lines.length);
    const [middle, end] = [at(1 - options.test - options.validation), at(1 - options.test)];
    const join = (from: number, to: number) => lines.slice(from, to).join('\n');
    return shapedText(
      { train: join(0, middle), validation: join(middle, end), test: join(end, lines.length) },
      options,
      notes,
    );
  }
  if (!label)
    return refuse('No column says what is to be predicted.', 'Use a column as the label.');
  if (label.distinct.length > MOST_CLASSES || label.distinct.length >= MOST_DISTINCT) {
    return refuse(
      `“${label.name}” has ${label.distinct.length >= MOST_DISTINCT ? `${MOST_DISTINCT} or more` : label.distinct.length} different values; a label may have ${MOST_CLASSES}.`,
      'Use another column as the label.',
    );
  }
  if (text) return makeLabelled(text, label, options, notes);
  if (features.length === 0)
    return refuse(
      'No column is used to predict from.',
      'Use a column as a feature, or as the text.',
    );
  return makeNumbers(features, label, options, notes, breathe);
}

/** The column, or one column of 0 and 1 for each of its values. */
function toNumbers(
  { name, kind, cells, distinct }: Column,
  notes: Diagnostic[],
): readonly { readonly name: string; readonly values: Float64Array }[] {
  if (kind === 'number') return [{ name, values: Float64Array.from(cells, toNumber) }];
  if (distinct.length > MOST_VALUES) {
    notes.push(
      dataWarning(
        `“${name}” is no column of numbers and has more than ${MOST_VALUES} different values: it is not used.`,
      ),
    );
    return [];
  }
  return distinct.map((value) => ({
    name: `${name} = ${value}`,
    values: Float64Array.from(cells, (cell) =>
      isMissing(cell) ? Number.NaN : Number(cell === value),
    ),
  }));
}

async function makeNumbers(
  features: readonly Column[],
  label: Column,
  options: SettledOptions & { readonly missing: 'drop' | 'mean' },
  notes: Diagnostic[],
  breathe: Breathe,
): Promise<Made> {
  const wide: { readonly name: string; readonly values: Float64Array }[] = [];
  for (const column of features) {
    await breathe();
    wide.push(...toNumbers(column, notes));
  }
  if (wide.length === 0) {
    return {
      info: null,
      parts: () => ({}),
      bytes: 0,
      classes: [],
      notes: [...notes, dataError('No feature has numbers.', 'Use other columns as features.')],
    };
  }
  const rows = labelledRows(label, notes);
  const whole = rows.filter((row) => wide.every(({ values }) => !Number.isNaN(values[row])));
  const incomplete = rows.length - whole.length;
  const kept = options.missing === 'drop' ? whole : rows;
  if (incomplete > 0) {
    notes.push(
      options.missing === 'drop'
        ? dataWarning(
            `${counted(incomplete, 'row')} with a missing value ${incomplete === 1 ? 'is' : 'are'} left out.`,
            'The mean of the column can take its place, too.',
          )
        : dataNote(
            `In ${counted(incomplete, 'row')} the mean of the column takes the place of what is missing.`,
          ),
    );
  }
  const { classes, labels } = classify(label, kept);
  const keys = new Float64Array(kept.length);
  for (const [index, row] of kept.entries()) {
    if (index % 10_000 === 0) await breathe();
    keys[index] = hashText(wide.map(({ values }) => values[row]).join());
  }
  const split = splitExamples({ ...options, keys, labels });
  await breathe();
  if (split.repeated > 0)
    notes.push(
      dataNote(
        `${counted(split.repeated, 'row')} ${split.repeated === 1 ? 'repeats' : 'repeat'} another: equal ones stay in one part.`,
      ),
    );
  const counts = countClasses(classes, labels, split, notes);
  const order = [...split.train, ...split.validation, ...split.test];
  const scales = wide.map(({ name, values }) => {
    const seen = split.train
      .map((index) => values[kept[index]])
      .filter((value) => !Number.isNaN(value));
    const mean = seen.reduce((sum, value) => sum + value, 0) / Math.max(1, seen.length);
    const spread = Math.sqrt(
      seen.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, seen.length),
    );
    if (spread === 0)
      notes.push(dataNote(`“${name}” is the same in all training rows and tells nothing.`));
    return { mean, spread: spread || 1 };
  });
  notes.push(dataNote('Numbers are standardised: mean 0 and deviation 1 over the training rows.'));
  const sizes = sizesOf(split);
  return finish(
    { kind: 'table', features: wide.map(({ name }) => name), classes, sizes },
    order.length * (4 * wide.length + 1),
    counts,
    notes,
    () => {
      const numbers = new Float32Array(order.length * wide.length);
      for (const [row, index] of order.entries()) {
        for (const [column, { values }] of wide.entries()) {
          const { mean, spread } = scales[column];
          const value = values[kept[index]];
          numbers[row * wide.length + column] = Number.isNaN(value) ? 0 : (value - mean) / spread;
        }
      }
      return {
        numbers: new Uint8Array(numbers.buffer),
        labels: Uint8Array.from(order, (index) => labels[index]),
      };
    },
  );
}

function makeLabelled(
  text: Column,
  label: Column,
  options: SettledOptions,
  notes: Diagnostic[],
): Made {
  const rows = labelledRows(label, notes).filter((row) => !isMissing(text.cells[row]));
  const { classes, labels } = classify(label, rows);
  const keys = Float64Array.from(rows, (row) => hashText(text.cells[row]));
  const split = splitExamples({ ...options, keys, labels });
  if (split.repeated > 0)
    notes.push(
      dataNote(
        `${counted(split.repeated, 'text')} ${split.repeated === 1 ? 'repeats' : 'repeat'} another: equal ones stay in one part.`,
      ),
    );
  const counts = countClasses(classes, labels, split, notes);
  const examples = (part: Part) =>
    split[part].map((index) => ({ text: text.cells[rows[index]], label: labels[index] }));
  return finish(
    { kind: 'labelled', classes, sizes: sizesOf(split) },
    measureCells([text], rows),
    counts,
    notes,
    () => jsonParts(examples),
  );
}

function makePairs(
  source: Column,
  target: Column,
  options: SettledOptions,
  notes: Diagnostic[],
): Made {
  const rows = Array.from(source.cells, (_, row) => row).filter(
    (row) => !isMissing(source.cells[row]) && !isMissing(target.cells[row]),
  );
  const left = source.cells.length - rows.length;
  if (left > 0)
    notes.push(
      dataWarning(
        `${counted(left, 'row')} with an empty side ${left === 1 ? 'is' : 'are'} left out.`,
      ),
    );
  // The same sentence to read must not be in two parts.
  const keys = Float64Array.from(rows, (row) => hashText(source.cells[row]));
  const split = splitExamples({ ...options, keys, labels: null });
  if (split.train.length < 2)
    notes.push(
      dataError(
        `There are ${counted(split.train.length, 'pair')} to learn from.`,
        'Add more rows.',
      ),
    );
  const examples = (part: Part) =>
    split[part].map((index) => [source.cells[rows[index]], target.cells[rows[index]]]);
  return finish(
    { kind: 'pairs', sizes: sizesOf(split) },
    measureCells([source, target], rows),
    [],
    notes,
    () => jsonParts(examples),
  );
}

function finish(
  info: OwnInfo,
  bytes: number,
  classes: Shaped['classes'],
  notes: readonly Diagnostic[],
  parts: () => OwnParts,
): Made {
  const failed = notes.some(({ severity }) => severity === 'error');
  return { info: failed ? null : info, bytes, classes, notes, parts };
}

function jsonParts(examples: (part: Part) => unknown): OwnParts {
  const encode = (part: Part) => new TextEncoder().encode(JSON.stringify(examples(part)));
  return { train: encode('train'), validation: encode('validation'), test: encode('test') };
}

/** Rows that have a label. */
function labelledRows({ cells }: Column, notes: Diagnostic[]): readonly number[] {
  const rows = Array.from(cells, (_, row) => row).filter((row) => !isMissing(cells[row]));
  const left = cells.length - rows.length;
  if (left > 0)
    notes.push(
      dataWarning(`${counted(left, 'row')} without a label ${left === 1 ? 'is' : 'are'} left out.`),
    );
  return rows;
}

const collator = new Intl.Collator('en', { numeric: true });

function classify({ cells }: Column, rows: readonly number[]) {
  const classes = [...new Set(rows.map((row) => cells[row]))].sort(collator.compare);
  const places = new Map(classes.map((name, index) => [name, index]));
  return { classes, labels: Uint8Array.from(rows, (row) => places.get(cells[row]) ?? 0) };
}

function sizesOf({ train, validation, test }: ExampleSplit) {
  return { train: train.length, validation: validation.length, test: test.length };
}

function measureCells(columns: readonly Column[], rows: readonly number[]): number {
  return columns.reduce(
    (sum, { cells }) => sum + rows.reduce((length, row) => length + cells[row].length, 0),
    0,
  );
}
