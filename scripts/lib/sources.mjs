/** Files that data is made from and that are here already: the folder in PATCHBAY_SOURCES holds them. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Path of a file of that folder; undefined where it is not there, or no folder is named.
 * @param {string | RegExp} name what it is called, or how
 */
export function findSource(name) {
  const folder = process.env.PATCHBAY_SOURCES;
  if (!folder || !existsSync(folder)) return undefined;
  if (typeof name === 'string') {
    return existsSync(join(folder, name)) ? join(folder, name) : undefined;
  }
  const found = readdirSync(folder).find((file) => name.test(file));
  return found && join(folder, found);
}
