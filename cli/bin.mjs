#!/usr/bin/env node
/**
 * `npx patchbay`: starts the command line. The TypeScript sources run through Vite, as in
 * scripts/run.mjs, so that the compiler and the kernels are the very ones of the page.
 */
import { spawnSync } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const words = process.argv.slice(2);

// The software driver is found through the environment a process starts with.
if (words.includes('--software') && !process.env.PATCHBAY_SOFTWARE_GPU) {
  const { chromiumEnvironment, ensureChromium } = await import('../scripts/lib/chromium.mjs');
  const env = { ...chromiumEnvironment(ensureChromium()), PATCHBAY_SOFTWARE_GPU: '1' };
  const { status } = spawnSync(process.execPath, process.argv.slice(1), { env, stdio: 'inherit' });
  process.exit(status ?? 1);
}

process.env.NODE_ENV = 'production';
const { createServer } = await import('vite');
const server = await createServer({
  root,
  configFile: false,
  mode: 'production',
  appType: 'custom',
  logLevel: 'error',
  server: { middlewareMode: true, ws: false, watch: null },
  optimizeDeps: { noDiscovery: true, include: [] },
});
const { main } = await server.ssrLoadModule('/cli/main.ts');
const status = await main(words, {
  out: (/** @type {string} */ text) => process.stdout.write(text),
  error: (/** @type {string} */ text) => process.stderr.write(text),
});
await server.close();
// The WebGPU of Node keeps the process alive.
process.exit(status);
