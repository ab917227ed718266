/** The command line: chooses the command, turns what it throws into a message and an exit status. */
import { CommandError, OK, type Output, type Status, USAGE } from './io';
import { usage, usageOf } from './usage';

export type Command = (words: readonly string[], output: Output) => Promise<Status>;

/** Loaded when asked for: `check` and `summary` need no tfjs. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  check: async () => (await import('./commands/check')).check,
  summary: async () => (await import('./commands/summary')).summary,
  run: async () => (await import('./commands/run')).run,
  train: async () => (await import('./commands/train')).train,
};

/** Runs `patchbay` with these words; resolves to the exit status and never throws for a user's mistake. */
export async function main(words: readonly string[], output: Output): Promise<Status> {
  const [name, ...rest] = words;
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    output.out(usage);
    return name === undefined ? USAGE : OK;
  }
  if (!Object.hasOwn(commands, name)) {
    output.error(`There is no command "${name}".\n\n${usage}`);
    return USAGE;
  }
  if (rest.includes('--help') || rest.includes('-h')) {
    output.out(usageOf(name));
    return OK;
  }
  try {
    const command = await commands[name]();
    return await command(rest, output);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    output.error(`${error.message}\n`);
    if (error.status === USAGE) output.error(`\n${usageOf(name)}`);
    return error.status;
  }
}
