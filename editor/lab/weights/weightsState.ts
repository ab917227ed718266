/** Weights in files, as the lab shows them: what is asked, and which file is in use. */
import type { Diagnostic, WeightNaming, WeightReport } from '../../../runtime/index';

export type WeightsDialog =
  /** A file is compared with the graph. */
  | { readonly kind: 'reading'; readonly name: string }
  /** What it would do; nothing is replaced yet. */
  | { readonly kind: 'report'; readonly file: File; readonly report: WeightReport }
  | { readonly kind: 'loading'; readonly name: string }
  | {
      readonly kind: 'failed';
      readonly task: 'load' | 'save';
      readonly diagnostics: readonly Diagnostic[];
    }
  /** In which names to save; null while they are looked up. */
  | { readonly kind: 'saving'; readonly namings: readonly WeightNaming[] | null }
  | { readonly kind: 'forgetting' };

/** The file that the weights came from. */
export interface LoadedWeights {
  readonly name: string;
  /** The weights from before are still there. */
  readonly undoable: boolean;
}

/** "all 150 weights", "148 of 150 weights". */
export function shareOf({ matched, total }: Pick<WeightReport, 'matched' | 'total'>): string {
  if (matched < total) return `${matched} of ${total} weights`;
  return total === 1 ? 'the one weight' : `all ${total} weights`;
}

/** A file's name as it fits in a line: its end tells more than its middle. */
export function shortName(name: string): string {
  return name.length <= 40 ? name : `${name.slice(0, 18)}…${name.slice(-20)}`;
}

export interface WeightProblem {
  readonly name: string;
  readonly text: string;
}

/** Every problem of a report in words: what lacks first, what is left over last. */
export function problemsOf(report: WeightReport): readonly WeightProblem[] {
  const size = (shape: readonly number[]) => shape.join(' × ') || 'one number';
  return [
    ...report.misshaped.map(({ name, stored, message }) => ({
      name,
      text: `${stored}: ${message}`,
    })),
    ...report.missing.map(({ name, wanted }) => ({
      name,
      text: name === wanted ? 'not in the file' : `not in the file, where it would be ${wanted}`,
    })),
    ...report.unexpected.map(({ name, shape }) => ({
      name,
      text: `only in the file, ${size(shape)}; not used`,
    })),
  ];
}

/** How a report sounds in one line; the numbers that are zero are left out. */
export function countsOf(report: WeightReport): readonly string[] {
  const { matched, total, missing, misshaped, unexpected } = report;
  return [
    `${matched} of ${total} fit`,
    ...(misshaped.length > 0 ? [`${misshaped.length} with another shape`] : []),
    ...(missing.length > 0 ? [`${missing.length} missing`] : []),
    ...(unexpected.length > 0 ? [`${unexpected.length} in the file only`] : []),
  ];
}
