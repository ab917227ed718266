/**
 * `npm run data -- NAME`: fetches a data pack, what a preset needs beside the site: the weights of a
 * published model. It goes to public/packs/NAME, which git ignores and a build carries along.
 */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './lib/install.mjs';

/**
 * A module of scripts/data: `isComplete` tells whether a folder holds the pack as it should be, and
 * `make` gives its files by name, or throws.
 * @typedef {{
 *   isComplete: (folder: string) => boolean,
 *   make: () => ReadonlyMap<string, string | Uint8Array>,
 * }} Pack
 */

const modules = join(root, 'scripts', 'data');
const names = readdirSync(modules)
  .filter((file) => /^[a-z0-9-]+\.mjs$/.test(file))
  .map((file) => file.replace('.mjs', ''));

const name = process.argv[2];
if (!name || !names.includes(name)) {
  console.error(`Name a data pack: npm run data -- ${names.join(' | ')}`);
  process.exitCode = 1;
} else {
  await fetchPack(name);
}

/** @param {string} name */
async function fetchPack(name) {
  /** @type {Pack} */
  const pack = await import(pathToFileURL(join(modules, `${name}.mjs`)).href);
  const folder = join(root, 'public', 'packs', name);
  if (existsSync(folder) && pack.isComplete(folder)) {
    console.log(`The data pack ${name} is there, and whole.`);
    return;
  }
  console.log(`Fetching the data pack ${name} ...`);
  try {
    write(folder, pack.make());
  } catch (error) {
    console.error(
      `The data pack ${name} could not be fetched: ${error instanceof Error ? error.message : error}\n` +
        'Check the connection and the registry that npm uses, then run the command again.',
    );
    process.exitCode = 1;
    return;
  }
  if (!pack.isComplete(folder)) throw new Error(`the data pack ${name} is not what it should be`);
  console.log(`It lies in public/packs/${name}; build the site again to carry it along.`);
}

/**
 * All files or none.
 * @param {string} folder
 * @param {ReadonlyMap<string, string | Uint8Array>} files
 */
function write(folder, files) {
  const part = `${folder}.part`;
  rmSync(part, { recursive: true, force: true });
  mkdirSync(part, { recursive: true });
  for (const [file, content] of files) writeFileSync(join(part, file), content);
  rmSync(folder, { recursive: true, force: true });
  renameSync(part, folder);
}
