/** Tables of text (CSV, TSV; RFC 4180) by columns, read in pieces so that a large file neither freezes nor fills the page. */
import Papa from 'papaparse';
import type { Diagnostic } from '../../graph/diagnostics';
import { decodeText } from './decodeText';
import { counted, dataNote, dataWarning, ImportError } from './problem';
import type { Pause } from './readImages';
import { nameOf, type SourceFile } from './sourceFiles';
import type { ImportOptions } from './types';

export interface Column {
  readonly name: string;
  readonly kind: 'number' | 'category' | 'text';
  /** By row; empty for a missing value. */
  readonly cells: readonly string[];
  /** Different values that are not missing, up to `MOST_DISTINCT`. */
  readonly distinct: readonly string[];
  readonly missing: number;
}

export interface TableDraft {
  readonly kind: 'table';
  readonly columns: readonly Column[];
  readonly rows: number;
  readonly notes: readonly Diagnostic[];
  readonly options: ImportOptions;
}

const MOST_BYTES = 200 * 2 ** 20;
const MOST_ROWS = 1_000_000;
const MOST_CELLS = 10_000_000;
const MOST_COLUMNS = 2_000;
export const MOST_DISTINCT = 1_000;
/** A row this long is hardly one: a quote that is never closed. */
const LONGEST_ROW = 4 * 2 ** 20;
/** Up to four short words that are no sentence. */
const NAME = /^(?=.{1,64}$)\S+(\s+\S+){0,3}(?<![.!?])$/;
const MISSING = /^(|na|n\/a|nan|null|none|\?|-)$/i;

export async function readTable(
  file: SourceFile,
  options: ImportOptions,
  pause: Pause,
): Promise<TableDraft> {
  const blob = await file.open();
  const cells: string[][] = [];
  const known: Map<string, string>[] = [];
  let rows = 0;
  let ragged = 0;
  let broken = 0;
  let done = 0;
  let delimiter = file.extension === 'tsv' ? '\t' : '';
  let full = false;
  const take = (row: readonly string[]) => {
    if (row.length === 1 && row[0].trim() === '') return;
    if (rows === 0) {
      if (row.length > MOST_COLUMNS) {
        throw new ImportError(
          `“${nameOf(file.path)}” has ${counted(row.length, 'column')}; up to ${MOST_COLUMNS.toLocaleString('en')} can be used.`,
          'Leave columns out before.',
        );
      }
      for (let column = 0; column < row.length; column++) {
        cells.push([]);
        known.push(new Map());
      }
    }
    // One more, for the names.
    if (rows > MOST_ROWS || (rows + 1) * cells.length > MOST_CELLS) {
      full = true;
      return;
    }
    if (row.length !== cells.length) {
      ragged++;
      return;
    }
    for (const [column, cell] of row.entries()) cells[column].push(shared(known[column], cell));
    rows++;
  };
  for await (const piece of wholeRows(decodeText(blob, MOST_BYTES))) {
    await pause(Math.min(done, blob.size), blob.size);
    done += piece.length;
    broken += piece.split('\ufffd').length - 1;
    const parsed = Papa.parse<string[]>(piece, { delimiter, skipEmptyLines: true });
    delimiter = parsed.meta.delimiter || ',';
    for (const row of parsed.data) take(row);
    if (full) break;
  }
  if (rows === 0) {
    throw new ImportError(
      `“${nameOf(file.path)}” has no rows that could be read as a table.`,
      'Choose a text with a row on each line and commas, semicolons or tabs between the columns.',
    );
  }
  const header = options.header ?? guessHeader(cells);
  const notes: Diagnostic[] = [];
  const count = rows - (header ? 1 : 0);
  if (full || blob.size > MOST_BYTES) {
    const share = Math.max(1, Math.round((100 * Math.min(done, MOST_BYTES)) / blob.size));
    notes.push(
      dataWarning(`Took the first ${counted(count, 'row')}, about ${share} % of the file.`),
    );
  }
  if (broken > 0) {
    notes.push(
      dataWarning(
        `${counted(broken, 'character')} could not be read and became “\ufffd”.`,
        'Save the table in UTF-8: a spreadsheet has “CSV UTF-8” among its formats.',
      ),
    );
  }
  if (ragged > 0) {
    notes.push(
      dataWarning(
        `${counted(ragged, 'row')} with more or fewer than ${counted(cells.length, 'column')} ${ragged === 1 ? 'was' : 'were'} left out.`,
      ),
    );
  }
  if (!header) notes.push(dataNote('The first row is taken as values: the columns are numbered.'));
  const columns: Column[] = [];
  for (const [index, column] of cells.entries()) {
    await pause(index, cells.length);
    columns.push(toColumn(column, index, header));
  }
  return { kind: 'table', columns, rows: count, notes, options: { header } };
}

/** Pieces that end with a row: a line break within quotes does not end one. */
async function* wholeRows(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let carried = '';
  let scanned = 0;
  let quoted = false;
  let end = 0;
  for await (const piece of pieces) {
    carried += piece;
    for (; scanned < carried.length; scanned++) {
      const code = carried.charCodeAt(scanned);
      if (code === 34) quoted = !quoted;
      else if (code === 10 && !quoted) end = scanned + 1;
    }
    if (end === 0 && carried.length > LONGEST_ROW) {
      end = carried.lastIndexOf('\n') + 1 || carried.length;
      quoted = false;
    }
    if (end === 0) continue;
    yield carried.slice(0, end);
    carried = carried.slice(end);
    scanned -= end;
    end = 0;
  }
  if (carried) yield carried;
}

/** The same text for equal cells, as long as there are few. */
function shared(known: Map<string, string>, cell: string): string {
  const text = cell.trim();
  const same = known.get(text);
  if (same !== undefined) return same;
  if (known.size < 10_000) known.set(text, text);
  return text;
}

export function isMissing(cell: string): boolean {
  return MISSING.test(cell);
}

/** NaN where it is none. A comma as the decimal sign is read where no point is there. */
export function toNumber(cell: string): number {
  if (isMissing(cell)) return Number.NaN;
  const text = /^[-+]?\d+,\d+$/.test(cell) ? cell.replace(',', '.') : cell;
  return Number.isFinite(Number(text)) ? Number(text) : Number.NaN;
}

/** Names stand over values of another kind, and do not return below. */
function guessHeader(cells: readonly (readonly string[])[]): boolean {
  const names = cells.map((column) => column[0]);
  const named =
    names.every((name) => NAME.test(name) && Number.isNaN(toNumber(name))) &&
    new Set(names).size === names.length;
  if (!named || cells[0].length < 2) return false;
  const below = (column: readonly string[]) => column.slice(1, 200);
  return (
    cells.some((column) => below(column).some((cell) => !Number.isNaN(toNumber(cell)))) ||
    cells.every((column) => !below(column).includes(column[0]))
  );
}

function toColumn(all: readonly string[], index: number, header: boolean): Column {
  const cells = header ? all.slice(1) : all;
  const distinct = new Set<string>();
  let missing = 0;
  let numbers = 0;
  let characters = 0;
  for (const cell of cells) {
    if (isMissing(cell)) {
      missing++;
      continue;
    }
    if (distinct.size < MOST_DISTINCT) distinct.add(cell);
    if (!Number.isNaN(toNumber(cell))) numbers++;
    characters += cell.length;
  }
  const present = cells.length - missing;
  const long = present > 0 && characters / present > 24;
  const isNumber = present > 0 && numbers >= 0.95 * present;
  const few = distinct.size <= 256 && (distinct.size <= 12 || 2 * distinct.size <= present);
  return {
    name: header && all[0] ? all[0] : `Column ${index + 1}`,
    kind: isNumber ? 'number' : few && !long ? 'category' : 'text',
    cells,
    distinct: [...distinct],
    missing,
  };
}
