/**
 * Runs a TypeScript file of the project in Node, through Vite, so that what only Vite understands
 * (`import.meta.glob`, `?url`) works there too: `node scripts/run.mjs bench/analyze.ts [arguments]`.
 */
import { resolve } from 'node:path';
import { createServer } from 'vite';

const [file] = process.argv.slice(2);
if (!file) {
  console.error('Usage: node scripts/run.mjs FILE.ts [arguments]');
  process.exit(2);
}
// As in the built site: without the checks of development.
process.env.NODE_ENV = 'production';
const server = await createServer({
  mode: 'production',
  appType: 'custom',
  logLevel: 'warn',
  server: { middlewareMode: true, ws: false, watch: null },
  optimizeDeps: { noDiscovery: true, include: [] },
});
try {
  await server.ssrLoadModule(resolve(file));
} finally {
  await server.close();
}
