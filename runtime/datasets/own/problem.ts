/** What is told of a user's own files. */
import type { Diagnostic } from '../../graph/diagnostics';

export function dataError(message: string, hint: string): Diagnostic {
  return { code: 'data/files', severity: 'error', message, hint, at: {} };
}

export function dataWarning(message: string, hint?: string): Diagnostic {
  return { code: 'data/files', severity: 'warning', message, at: {}, ...(hint && { hint }) };
}

export function dataNote(message: string): Diagnostic {
  return { code: 'data/files', severity: 'info', message, at: {} };
}

/** An import that cannot go on. */
export class ImportError extends Error {
  override name = 'ImportError';
  readonly diagnostic: Diagnostic;
  constructor(message: string, hint: string) {
    super(message);
    this.diagnostic = dataError(message, hint);
  }
}

export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}

/** "a.png, b.png, c.png and 4 others". */
export function firstNames(names: readonly string[], shown = 3): string {
  const rest = names.length - shown;
  if (rest <= 0) return names.join(', ');
  return `${names.slice(0, shown).join(', ')} and ${counted(rest, 'other')}`;
}
