/**
 * `npm test`: every check in order, stopping at the first that fails. The last line is always
 * `N passed, N failed`. `-- --only unit,types` chooses steps; `-- --slow` runs the slow tests.
 */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromiumEnvironment, ensureChromium } from './lib/chromium.mjs';
import { countPlaywright, countVitest, summary } from './lib/count.mjs';
import { checkNode, ensureDependencies, root, run, runPackage } from './lib/install.mjs';

/** @typedef {import('./lib/count.mjs').Count} Count */
/** @typedef {(env: NodeJS.ProcessEnv) => { status: number, count?: Count }} Run */
/** @typedef {{ name: string, title: string, browser?: boolean, run: Run }} Step */

const reports = join(root, 'test-results');

/** @type {Step[]} */
const steps = [
  {
    name: 'types',
    title: 'Types',
    run: () => ({ status: runPackage('typescript', ['--noEmit'], process.env, 'tsc') }),
  },
  {
    name: 'lint',
    title: 'Lint and format',
    run: () => ({ status: runPackage('@biomejs/biome', ['ci', '.'], process.env, 'biome') }),
  },
  {
    name: 'boundaries',
    title: 'Import boundaries',
    run: () => ({ status: run(process.execPath, ['scripts/boundaries.mjs']) }),
  },
  { name: 'unit', title: 'Unit tests', run: (env) => vitest('unit', env) },
  { name: 'webgpu', title: 'WebGPU tests', browser: true, run: (env) => vitest('webgpu', env) },
  {
    name: 'build',
    title: 'Production build',
    run: () => ({ status: runPackage('vite', ['build', '--logLevel', 'warn']) }),
  },
  {
    name: 'size',
    title: 'Size of the first screen',
    run: () => ({ status: run(process.execPath, ['scripts/size.mjs']) }),
  },
  {
    name: 'e2e',
    title: 'Browser journeys',
    browser: true,
    run: (env) => playwright('e2e', env),
  },
];

/** @type {Step[]} */
const slowSteps = [
  {
    name: 'data',
    title: 'Data packs',
    run: () => ({ status: run(process.execPath, ['scripts/data.mjs', 'use-lite']) }),
  },
  { name: 'slow', title: 'Slow tests', browser: true, run: (env) => vitest('slow', env) },
  {
    name: 'build',
    title: 'Production build',
    run: () => ({ status: runPackage('vite', ['build', '--logLevel', 'warn']) }),
  },
  {
    name: 'e2e',
    title: 'Slow browser journeys',
    browser: true,
    run: (env) => playwright('e2e-slow', { ...env, PATCHBAY_SLOW: '1' }),
  },
];

const { values } = parseArgs({
  options: { only: { type: 'string' }, slow: { type: 'boolean', default: false } },
});
checkNode();
ensureDependencies();
process.exitCode = runAll(choose(values.slow ? slowSteps : steps, values.only));

/**
 * @param {Step[]} all
 * @param {string | undefined} only names with commas between
 */
function choose(all, only) {
  if (!only) return all;
  const names = only.split(',').map((name) => name.trim());
  const unknown = names.filter((name) => !all.some((step) => step.name === name));
  if (unknown.length > 0) {
    console.error(`No step ${unknown.join(', ')}; there are ${all.map((s) => s.name).join(', ')}.`);
    process.exit(1);
  }
  return all.filter((step) => names.includes(step.name));
}

/**
 * @param {Step[]} chosen
 * @returns {number} exit status
 */
function runAll(chosen) {
  mkdirSync(reports, { recursive: true });
  const env = chosen.some((step) => step.browser)
    ? chromiumEnvironment(ensureChromium())
    : process.env;
  /** @type {Count[]} */
  const counts = [];
  for (const step of chosen) {
    console.log(`\n== ${step.title}`);
    const started = Date.now();
    const { status, count } = step.run(env);
    const seconds = ((Date.now() - started) / 1000).toFixed(1);
    if (count) counts.push(count);
    if (status !== 0) {
      console.log(`\n== ${step.title}: failed after ${seconds} s; nothing after it was run.`);
      console.log(`   Again: npm test -- ${values.slow ? '--slow ' : ''}--only ${step.name}`);
      console.log(summary(counts, true));
      return 1;
    }
    const skipped = count?.skipped ? `, ${count.skipped} skipped` : '';
    console.log(`== ${step.title}: ok, ${seconds} s${skipped}`);
  }
  console.log('');
  console.log(summary(counts, false));
  return 0;
}

/**
 * @param {string} project
 * @param {NodeJS.ProcessEnv} env
 */
function vitest(project, env) {
  const file = join(reports, `${project}.json`);
  rmSync(file, { force: true });
  const args = ['run', '--project', project, '--reporter=default', '--reporter=json'];
  const status = runPackage('vitest', [...args, `--outputFile.json=${file}`], env);
  return { status, count: read(file, countVitest) };
}

/**
 * @param {string} name of the report
 * @param {NodeJS.ProcessEnv} env
 */
function playwright(name, env) {
  const file = join(reports, `${name}.json`);
  rmSync(file, { force: true });
  const args = ['test', '--config', 'e2e/playwright.config.ts'];
  const status = runPackage(
    '@playwright/test',
    args,
    { ...env, PATCHBAY_REPORT: file },
    'playwright',
  );
  return { status, count: read(file, countPlaywright) };
}

/**
 * @template T
 * @param {string} file
 * @param {(report: T) => Count} count
 */
function read(file, count) {
  return existsSync(file) ? count(JSON.parse(readFileSync(file, 'utf8'))) : undefined;
}
