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
const server = await createServer({
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
