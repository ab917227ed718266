/** Numbers that divide a size evenly, and messages about those that do not. */
import type { Fix } from '../../graph/diagnostics';

/** Divisors of `n` next to `wanted`, below and above it, in rising order; at most two. */
export function nearestDivisors(n: number, wanted: number): readonly number[] {
  let below = 0;
  let above = 0;
  for (let d = 1; d <= n; d++) {
    if (n % d !== 0) continue;
    if (d < wanted) below = d;
    if (d > wanted) {
      above = d;
      break;
    }
  }
  return [below, above].filter((d) => d > 0);
}

/** One fix a value: "Set heads to 8". The trace fills in the node's path. */
export function setParamFixes(
  param: string,
  label: string,
  values: readonly number[],
): readonly Fix[] {
  return values.map((value) => ({
    label: `Set ${label} to ${value}`,
    edits: [{ kind: 'setParam', path: '', param, value }],
  }));
}

/** "5 or 10" */
export function either(values: readonly number[]): string {
  return values.join(' or ');
}
