/** What a command is given beside its arguments, and how it ends. */

/** Where a command writes. */
export interface Output {
  out(text: string): void;
  error(text: string): void;
}

/** Exit statuses: all is well; the graph or the run has a problem; the command was not understood. */
export const OK = 0;
export const PROBLEM = 1;
export const USAGE = 2;
export type Status = typeof OK | typeof PROBLEM | typeof USAGE;

/** Ends a command with a message; `status` says whose mistake it was. */
export class CommandError extends Error {
  override name = 'CommandError';
  constructor(
    message: string,
    readonly status: typeof PROBLEM | typeof USAGE = PROBLEM,
  ) {
    super(message);
  }
}
