/** Diagnostics, numbers and tables as text. */
import { type Diagnostic, diagnosticTitles } from '../runtime/graph/diagnostics';

/** One problem in words: where, what, what to do. */
export function describe({ code, severity, message, hint, at }: Diagnostic): string {
  const place = [at.path, at.port ?? at.param].filter(Boolean).join('.') || at.hyperparameter;
  const head = `${severity}: ${diagnosticTitles[code]}${place ? ` (${place})` : ''}`;
  return [head, `  ${message}`, ...(hint ? [`  ${hint}`] : [])].join('\n');
}

/** 63082496 -> "63,082,496" */
export function grouped(value: number): string {
  return value.toLocaleString('en-US');
}

/** Bytes in MiB, KiB or bytes. */
export function bytes(value: number): string {
  if (value >= 2 ** 20) return `${grouped(Number((value / 2 ** 20).toFixed(1)))} MiB`;
  return value >= 2 ** 10 ? `${(value / 2 ** 10).toFixed(1)} KiB` : `${value} B`;
}

/** Rows under their headings; columns from the second that hold numbers are set flush right. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...rows.map((row) => row[column].length)),
  );
  const flushRight = headings.map(
    (_, column) =>
      rows.length > 0 && rows.every((row) => /^[\d,. ]*([KM]?i?B)?$/.test(row[column])),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) =>
        flushRight[column] ? cell.padStart(widths[column]) : cell.padEnd(widths[column]),
      )
      .join('  ')
      .trimEnd();
  const rule = widths.map((width) => '-'.repeat(width)).join('  ');
  return `${[line(headings), rule, ...rows.map(line)].join('\n')}\n`;
}
