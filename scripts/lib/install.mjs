/** Checks Node and installs the packages. Runs before they are there, so it imports none of them. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The top folder of the repository. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/**
 * Whether `actual` ('20.19.1') is at least `least` ('20.19').
 * @param {string} actual
 * @param {string} least
 */
export function isAtLeast(actual, least) {
  const have = actual.split('.').map(Number);
  const want = least.split('.').map(Number);
  for (let part = 0; part < want.length; part++) {
    const difference = (have[part] ?? 0) - want[part];
    if (difference !== 0) return difference > 0;
  }
  return true;
}

/** Ends the process with a plain sentence where Node is older than package.json asks for. */
export function checkNode() {
  const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const least = engines.node.replace('>=', '');
  if (isAtLeast(process.versions.node, least)) return;
  console.error(
    `Patchbay needs Node ${least} or newer; this is ${process.versions.node}.\n` +
      'Get one from https://nodejs.org or your version manager, then run the command again.',
  );
  process.exit(1);
}

/** Installs what package-lock.json names, unless node_modules is there and not older than it. */
export function ensureDependencies() {
  const lock = join(root, 'package-lock.json');
  // npm writes this file at the end of an install: a broken-off one lacks it.
  const installed = join(root, 'node_modules', '.package-lock.json');
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return;
  console.log('Installing packages (a minute, once) ...');
  const status = run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund']);
  if (status !== 0) {
    console.error('npm ci failed; the lines above say why.');
    process.exit(1);
  }
}

/**
 * Runs a program in the top folder with this process's input and output.
 * @param {string} program
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {number} its exit status; 1 where it could not start
 */
export function run(program, args, env = process.env) {
  const isNpm = program === 'npm' || program === 'npx';
  const result = spawnSync(program, args, {
    cwd: root,
    env,
    stdio: 'inherit',
    // On Windows npm and npx are batch files, which need a shell.
    shell: isNpm && process.platform === 'win32',
  });
  if (result.error) console.error(`${program}: ${result.error.message}`);
  return result.status ?? 1;
}

/**
 * Runs the command-line program of an installed package.
 * @param {string} name the package
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @param {string} [command] the program, where the package has several or names it otherwise
 */
export function runPackage(name, args, env = process.env, command = name) {
  const folder = join(root, 'node_modules', name);
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = typeof bin === 'string' ? bin : bin[command];
  return run(process.execPath, [join(folder, file), ...args], env);
}
