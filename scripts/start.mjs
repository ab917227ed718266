/** `npm start`: installs what is missing, starts the editor and opens it. `-- --port N --no-open`. */
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { checkNode, ensureDependencies, root } from './lib/install.mjs';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '5173' },
    host: { type: 'string' },
    'no-open': { type: 'boolean', default: false },
  },
});

checkNode();
ensureDependencies();

// Resolved here, not imported at the top: the package may only just have been installed.
const vite = await import(
  pathToFileURL(createRequire(join(root, 'package.json')).resolve('vite')).href
);
const server = await vite.createServer({
  root,
  configFile: join(root, 'vite.config.ts'),
  server: { port: Number(values.port), host: values.host },
});
await server.listen();
const url = server.resolvedUrls?.local[0] ?? `http://localhost:${values.port}/`;
console.log(`\n  Patchbay is at ${url}\n  Stop it with Ctrl+C.\n`);
if (!values['no-open']) openBrowser(url);

/**
 * Opens the page in the user's browser. Without a display nothing happens: the address is printed.
 * @param {string} address
 */
function openBrowser(address) {
  const { platform, env } = process;
  if (platform === 'linux' && !env.DISPLAY && !env.WAYLAND_DISPLAY) return;
  const commands = { darwin: ['open'], win32: ['cmd', '/c', 'start', ''] };
  const [program, ...args] = commands[/** @type {'darwin' | 'win32'} */ (platform)] ?? ['xdg-open'];
  const child = spawn(program, [...args, address], { stdio: 'ignore', detached: true });
  child.on('error', () => {});
  child.unref();
}
