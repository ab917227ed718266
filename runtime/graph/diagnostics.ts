/** Everything Patchbay tells a user about a graph: one cause, one message, at one place. */
import type { Experiment, ParamValue } from './document';

/** Where a message belongs. */
export interface Site {
  /** Origin path of the node: `encoder/3/attention`; empty or absent for the whole graph. */
  readonly path?: string;
  readonly port?: string;
  readonly param?: string;
  readonly hyperparameter?: string;
}

/** A change that would cure the problem, as data: the editor turns it into one undoable command. */
export interface Fix {
  /** A verb first: "Set heads to 8". */
  readonly label: string;
  readonly edits: readonly FixEdit[];
}

export type FixEdit =
  | { kind: 'setParam'; path: string; param: string; value: ParamValue }
  | { kind: 'setHyperparameter'; name: string; value: number | string }
  | { kind: 'removeInput'; path: string; port: string }
  | { kind: 'removeNode'; path: string }
  | { kind: 'setBypass'; path: string; value: boolean }
  /** Of the document: what it says of its training is changed, the rest stays. */
  | { kind: 'setExperiment'; part: Partial<Experiment> };

/** Title of each kind of problem, in sentence case. A code without a title does not compile. */
export const diagnosticTitles = {
  'document/damaged': 'Part of the file could not be read',
  'document/newer': 'Made by a newer Patchbay',
  'document/too-large': 'Too large to open',
  'graph/empty': 'Nothing here yet',
  'graph/cycle': 'A loop in the wires',
  'graph/no-output': 'No output',
  'node/unknown-block': 'Unknown block',
  'node/recursive': 'A block inside itself',
  'node/repeat': 'Cannot be repeated',
  'node/bypass': 'Cannot be bypassed',
  'node/too-deep': 'Nested too deep',
  'edge/dangling': 'A wire without an end',
  'edge/unknown-port': 'A wire to a port that does not exist',
  'edge/duplicate': 'Two wires into one port',
  'input/missing': 'An input is missing',
  'param/invalid': 'A parameter is out of range',
  'param/unknown-name': 'An unknown name in an expression',
  'param/syntax': 'An expression cannot be read',
  'shape/rank': 'The number of axes differs',
  'shape/size': 'Sizes do not match',
  'shape/dtype': 'Wrong kind of values',
  'shape/indivisible': 'Does not divide evenly',
  'weight/mismatch': 'Shared weights differ in shape',
  'train/no-loss': 'No loss to train on',
  'train/no-gradient': 'Cannot be trained',
  'train/not-finite': 'The loss is not a number',
  'train/data': 'The data does not fit the graph',
  'train/settings': 'These settings cannot train',
  'train/weights': 'Weights kept',
  'data/files': 'Your files',
  'data/missing': 'Data that is not here',
  'data/no-examples': 'No examples to look at',
  'weights/file': 'These weights cannot be read',
  'weights/fit': 'These weights do not fit',
  'run/input': 'The input does not fit',
  'run/pack': 'A data pack is needed',
  'run/limit': 'Too large for this device',
  'run/memory': 'Out of memory',
  'run/device-lost': 'The graphics processor stopped',
  'run/backend': 'No way to compute here',
  'run/stopped': 'Stopped',
  'run/internal': 'Something went wrong inside Patchbay',
} as const;

export type DiagnosticCode = keyof typeof diagnosticTitles;

/** One message for the user. */
export interface Diagnostic {
  readonly code: DiagnosticCode;
  readonly severity: 'error' | 'warning' | 'info';
  /** What was expected and what was found, with names and numbers. One or two short sentences. */
  readonly message: string;
  /** What to do. */
  readonly hint?: string;
  /** A few words for the wire: "65 tokens meet 64". */
  readonly short?: string;
  readonly at: Site;
  readonly fixes?: readonly Fix[];
}

/** Thrown by a block's `build` for a mistake of the user; `trace` adds the node and reports it. */
export class BlockError extends Error {
  override name = 'BlockError';
  constructor(
    readonly code: DiagnosticCode,
    message: string,
    readonly details: {
      port?: string;
      param?: string;
      hint?: string;
      short?: string;
      fixes?: readonly Fix[];
    } = {},
  ) {
    super(message);
  }
}

/** Success or the reasons for failure, as data: crosses a worker boundary unharmed. */
export type Result<T> =
  | { readonly ok: true; readonly value: T; readonly diagnostics: readonly Diagnostic[] }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

export function success<T>(value: T, diagnostics: readonly Diagnostic[] = []): Result<T> {
  return { ok: true, value, diagnostics };
}

export function failure<T = never>(...diagnostics: Diagnostic[]): Result<T> {
  return { ok: false, diagnostics };
}
