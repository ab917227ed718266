/** Collects diagnostics; the same problem in every copy of a repeated block is told once. */
import type { Diagnostic } from '../graph/diagnostics';

export interface Reporter {
  report(diagnostic: Diagnostic): void;
  readonly diagnostics: readonly Diagnostic[];
}

export function createReporter(): Reporter {
  const diagnostics: Diagnostic[] = [];
  const seen = new Set<string>();
  return {
    diagnostics,
    report(diagnostic) {
      const { path, port, param, hyperparameter } = diagnostic.at;
      const place = (path ?? '').replace(/\/\d+(?=\/|$)/g, '/*');
      const key = `${diagnostic.code}|${place}|${port ?? ''}|${param ?? ''}|${hyperparameter ?? ''}`;
      if (seen.has(key)) return;
      seen.add(key);
      diagnostics.push(diagnostic);
    },
  };
}
