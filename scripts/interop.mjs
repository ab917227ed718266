/**
 * `npm run test:interop`: PyTorch writes files of weights with inputs and outputs, our graphs load
 * them and must give the same outputs; then PyTorch loads what we wrote. Needs a Python with torch:
 * PATCHBAY_PYTHON, python3, or Debian's, whose package is installed where it is missing and may be.
 * The last line is always `N passed, N failed`.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkNode, ensureDependencies, root } from './lib/install.mjs';

checkNode();
ensureDependencies();
const python = findPython() ?? installPython();
if (!python) {
  console.error('No Python with torch here. Install one and name it in PATCHBAY_PYTHON.');
  console.log('0 passed, 1 failed');
  process.exit(1);
}

const script = join(root, 'scripts', 'interop', 'interop.py');
const folder = mkdtempSync(join(tmpdir(), 'patchbay-interop-'));
let passed = 0;
let failed = 0;
try {
  const made = tell(python, [script, 'make', folder]);
  const ours = join(root, 'scripts', 'interop', 'check.ts');
  if (made) tell(process.execPath, [join(root, 'scripts', 'run.mjs'), ours, folder]);
  if (made) tell(python, [script, 'verify', folder]);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
// A step that fails without naming a model must not read as if all were well.
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;

/**
 * Runs a step, shows its lines and counts those that begin with `ok` or `FAIL`.
 * @param {string} command
 * @param {string[]} words
 */
function tell(command, words) {
  const { status, stdout, stderr } = spawnSync(command, words, { cwd: root, encoding: 'utf8' });
  process.stdout.write(stdout ?? '');
  const lines = (stdout ?? '').split('\n');
  const wrong = lines.filter((line) => line.startsWith('FAIL')).length;
  passed += lines.filter((line) => line.startsWith('ok ')).length;
  failed += wrong;
  if (status !== 0 && wrong === 0) {
    failed++;
    process.stderr.write(stderr ?? `${command} did not start\n`);
  }
  return status === 0;
}

/** @returns {string | undefined} */
function findPython() {
  const candidates = [process.env.PATCHBAY_PYTHON, 'python3', '/usr/bin/python3'];
  return candidates.find(
    (each) => each && spawnSync(each, ['-c', 'import torch, numpy']).status === 0,
  );
}

/** @returns {string | undefined} */
function installPython() {
  if (process.getuid?.() !== 0) return undefined;
  console.log('Installing python3-torch.');
  const apt = (/** @type {string[]} */ ...words) =>
    spawnSync('apt-get', words, { stdio: ['ignore', 'ignore', 'inherit'] });
  apt('update', '-qq');
  apt('install', '-y', '-qq', '--no-install-recommends', 'python3-torch');
  return findPython();
}
