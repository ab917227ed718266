/** What is said where a worker gives no answer. */
import type { Diagnostic } from '../graph/diagnostics';
import type { LostReason } from './supervisor';

const GRAPH_IS_SAFE = 'Your graph is unchanged.';

/** Why a call was lost, in words for the user. */
export function explain(reason: LostReason): Diagnostic {
  switch (reason) {
    case 'stopped':
      return { code: 'run/stopped', severity: 'info', message: 'Stopped.', at: {} };
    case 'deadline':
    case 'silent':
      return internal(
        'The computation did not answer for a long time and was ended.',
        `${GRAPH_IS_SAFE} Run again with a smaller batch or a smaller model.`,
      );
    case 'given-up':
      return internal(
        'The part of the page that computes stopped several times in a row.',
        `${GRAPH_IS_SAFE} Reload the page; if it happens again, add ?backend=wasm to the address.`,
      );
    case 'died':
      return internal(
        'The part of the page that computes stopped.',
        `${GRAPH_IS_SAFE} Run again: a fresh one is started with the last weights that were kept.`,
      );
  }
}

function internal(message: string, hint: string): Diagnostic {
  return { code: 'run/internal', severity: 'error', message, hint, at: {} };
}
