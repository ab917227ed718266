/** Reads the words of a command; a word that it does not know is a mistake of the user. */
import { type ParseArgsConfig, parseArgs } from 'node:util';
import type { BackendName } from '../runtime/protocol';
import { CommandError, USAGE } from './io';

type Options = NonNullable<ParseArgsConfig['options']>;

/** The options and the graph that a command was given. Throws a CommandError. */
export function parseWords<const O extends Options>(words: readonly string[], options: O) {
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      options,
      allowPositionals: true,
      strict: true,
    });
    if (positionals.length === 1) return { values, graph: positionals[0] };
  } catch (error) {
    throw new CommandError(inWords(error), USAGE);
  }
  throw new CommandError('Give one graph: a file, a share link, or preset:NAME.', USAGE);
}

/** What `parseArgs` did not understand, without its advice. */
function inWords(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const [, option] = /'(--?[\w-]+)/.exec(text) ?? [];
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE' && option) {
    return `${option} takes a value, as in ${option}=5.`;
  }
  return option ? `There is no option ${option}.` : text;
}

/** A whole number from `min`, or what stands in for one that was not given. */
export function whole<T>(
  text: string | undefined,
  name: string,
  min: number,
  absent: T,
): number | T {
  if (text === undefined) return absent;
  const value = Number(text);
  if (text.trim() !== '' && Number.isSafeInteger(value) && value >= min) return value;
  throw new CommandError(`${name} must be a whole number from ${min}, not "${text}".`, USAGE);
}

export function positive<T>(text: string | undefined, name: string, absent: T): number | T {
  if (text === undefined) return absent;
  const value = Number(text);
  if (value > 0 && Number.isFinite(value)) return value;
  throw new CommandError(`${name} must be a number above 0, not "${text}".`, USAGE);
}

const backends: readonly BackendName[] = ['wasm', 'cpu', 'webgpu'];

export function backendOf(text = 'wasm'): BackendName {
  const backend = backends.find((name) => name === text);
  if (backend) return backend;
  throw new CommandError(`--backend is ${backends.join(', ')}, not "${text}".`, USAGE);
}

/** For commands that compute. */
export const backendOptions = {
  backend: { type: 'string' },
  software: { type: 'boolean' },
} as const;
