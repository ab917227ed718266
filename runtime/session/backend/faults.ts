/**
 * Errors that a backend reports apart from its results. tfjs ignores them and goes on with zeros;
 * here the first one ends whatever is running, so that no number of a faulty step is shown.
 */
import { ExecutionError } from '../../compiler/execute';
import type { Diagnostic } from '../../graph/diagnostics';

/** Carries a diagnostic out of a run. */
export class RunFault extends Error {
  override name = 'RunFault';
  constructor(readonly diagnostic: Diagnostic) {
    super(diagnostic.message);
  }
}

export interface Faults {
  /** The first fault, if there was one. A backend with a fault is not used again. */
  readonly first: Diagnostic | null;
  report(diagnostic: Diagnostic): void;
  /** Waits until the faults of all work handed in so far are known; throws `RunFault` for the first. */
  check(): Promise<void>;
}

/** `settle` resolves when the backend has told every fault of the work handed in before the call. */
export function createFaults(settle: () => Promise<void> = async () => {}): Faults {
  let first: Diagnostic | null = null;
  return {
    get first() {
      return first;
    },
    report(diagnostic) {
      first ??= diagnostic;
    },
    async check() {
      if (!first) await settle();
      if (first) throw new RunFault(first);
    },
  };
}

/** What a thrown value means to a user. `RunFault` keeps its diagnostic. */
export function toDiagnostic(error: unknown, path?: string): Diagnostic {
  if (error instanceof RunFault) return error.diagnostic;
  if (error instanceof ExecutionError) return toDiagnostic(error.cause, error.path);
  const text = error instanceof Error ? error.message : String(error);
  const at = path ? { path } : {};
  if (
    /out of memory|OOM|allocation failed|Array buffer allocation|Invalid typed array length/i.test(
      text,
    )
  ) {
    return {
      code: 'run/memory',
      severity: 'error',
      message: 'This needs more memory than the browser gives.',
      hint: 'Use a smaller batch, fewer tokens or a narrower model.',
      at,
    };
  }
  if (/device (is |was )?lost|mapAsync|Instance reference|context lost/i.test(text)) {
    return deviceLost();
  }
  if (/exceeds|too large|larger than|limit/i.test(text)) return tooLarge(at);
  return {
    code: 'run/internal',
    severity: 'error',
    message: `A computation failed: ${text}`,
    hint: 'Your graph is unchanged. Run again; if it happens again, reload the page.',
    at,
  };
}

export function deviceLost(): Diagnostic {
  return {
    code: 'run/device-lost',
    severity: 'error',
    message: 'The browser took the graphics processor away, so this run was ended.',
    hint: 'Your graph is unchanged. Run again: a new connection to the graphics processor is made.',
    at: {},
  };
}

export function tooLarge(at: Diagnostic['at'] = {}): Diagnostic {
  return {
    code: 'run/limit',
    severity: 'error',
    message: 'One of the values is larger than this graphics processor accepts.',
    hint: 'Use a smaller batch, fewer tokens or a narrower model.',
    at,
  };
}
