/** Reads a file of numbers: JSON with lists in lists, or rows of a table (CSV). */

/** Row-major. */
export interface Numbers {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

export type ReadNumbers =
  | { readonly ok: true; readonly numbers: Numbers }
  | { readonly ok: false; readonly message: string };

/** Larger files would hold the page up, and no input here takes as much. */
export const MOST_BYTES = 40_000_000;
const MOST_AXES = 6;

/** `name` tells the kind of file by its ending; without a known one, the text does. */
export function readNumbers(name: string, text: string): ReadNumbers {
  const json = /\.json$/i.test(name) || (!/\.(csv|tsv|txt)$/i.test(name) && /^\s*\[/.test(text));
  return json ? readJson(name, text) : readTable(name, text);
}

function readJson(name: string, text: string): ReadNumbers {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return wrong(
      `${name} is not JSON. A list of lists of numbers works, such as [[1, 2], [3, 4]].`,
    );
  }
  const shape: number[] = [];
  for (let at = value; Array.isArray(at); at = at[0]) {
    if (shape.length === MOST_AXES || at.length === 0) {
      return wrong(`${name} has ${at.length === 0 ? 'an empty list' : 'lists nested too deep'}.`);
    }
    shape.push(at.length);
  }
  if (shape.length === 0) return wrong(`${name} has no list of numbers.`);
  const data: number[] = [];
  if (!collect(value, shape, 0, data)) {
    return wrong(`The lists in ${name} have different lengths, or something that is no number.`);
  }
  return { ok: true, numbers: { shape, data: Float32Array.from(data) } };
}

/** Adds all numbers to `into`; false where a list has another length or something is no number. */
function collect(value: unknown, shape: readonly number[], axis: number, into: number[]): boolean {
  if (axis === shape.length) {
    if (typeof value !== 'number' || !Number.isFinite(value)) return false;
    into.push(value);
    return true;
  }
  return (
    Array.isArray(value) &&
    value.length === shape[axis] &&
    value.every((each) => collect(each, shape, axis + 1, into))
  );
}

function readTable(name: string, text: string): ReadNumbers {
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '');
  const rows = lines.map(cellsOf);
  // A first line of words names the columns.
  if (rows.length > 1 && rows[0].every((cell) => Number.isNaN(toNumber(cell)))) rows.shift();
  if (rows.length === 0) return wrong(`${name} is empty.`);
  const width = rows[0].length;
  const uneven = rows.findIndex((row) => row.length !== width);
  if (uneven >= 0) {
    return wrong(
      `Row ${uneven + 1} of ${name} has ${rows[uneven].length} numbers, the first has ${width}.`,
    );
  }
  const data = Float32Array.from(rows.flat(), toNumber);
  const bad = data.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    const [row, column] = [Math.floor(bad / width), bad % width];
    return wrong(
      `Row ${row + 1}, column ${column + 1} of ${name} is no number: "${rows[row][column].slice(0, 20)}".`,
    );
  }
  const shape = width === 1 ? [rows.length] : [rows.length, width];
  return { ok: true, numbers: { shape, data } };
}

function cellsOf(line: string): string[] {
  const divider = /[;\t,]/.exec(line) ? /[;\t,]/ : /\s+/;
  return line
    .trim()
    .split(divider)
    .map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
}

const toNumber = (cell: string) => (cell === '' ? Number.NaN : Number(cell));

const wrong = (message: string): ReadNumbers => ({ ok: false, message });
