/** What a failed write means for the user. */
import type { SaveFailure } from './autosave';
import { ConflictError } from './storage';

const AGAIN = 'Saving is tried again by itself.';

export function isQuotaError(error: unknown): boolean {
  return error instanceof Error && error.name === 'QuotaExceededError';
}

export function explainFailure(error: unknown): {
  readonly reason: SaveFailure;
  readonly message: string;
  /** True when trying again cannot help. */
  readonly final: boolean;
} {
  if (error instanceof ConflictError) {
    return {
      reason: 'conflict',
      message:
        'This graph was changed in another tab. Nothing was overwritten: open what you see here as a copy.',
      final: true,
    };
  }
  if (isQuotaError(error)) {
    return {
      reason: 'full',
      message: `There is no room left on this computer. Download the graph now. ${AGAIN}`,
      final: false,
    };
  }
  if (error instanceof Error && error.name === 'VersionError') {
    return {
      reason: 'outdated',
      message:
        'A newer Patchbay is open in another tab. Download the graph, then reload this page.',
      final: true,
    };
  }
  return {
    reason: 'unknown',
    message: `The graph could not be saved. Download it now. ${AGAIN}`,
    final: false,
  };
}
