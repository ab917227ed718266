/** A static file server for `dist/`: serves it from a subfolder and sends public/_headers. */
import { createReadStream, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';

/** @type {Record<string, string>} */
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};

/**
 * The headers that a `_headers` file gives to every path (its `/*` section).
 * @param {string} text
 * @returns {Record<string, string>}
 */
export function parseHeaders(text) {
  /** @type {Record<string, string>} */
  const headers = {};
  let applies = false;
  for (const line of text.split('\n')) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    if (!/^\s/.test(line)) {
      applies = line.trim() === '/*';
    } else if (applies) {
      const colon = line.indexOf(':');
      headers[line.slice(0, colon).trim()] = line.slice(colon + 1).trim();
    }
  }
  return headers;
}

/**
 * The file that a request's path names, or undefined where it names none below `folder`.
 * @param {string} folder
 * @param {string} base the subfolder that the site is served from: '/patchbay/'
 * @param {string} path the request's path, percent-encoded
 */
export function fileFor(folder, base, path) {
  let decoded;
  try {
    decoded = decodeURIComponent(path);
  } catch {
    return undefined;
  }
  if (!decoded.startsWith(base) || decoded.includes('\0')) return undefined;
  const file = normalize(join(folder, decoded.slice(base.length) || 'index.html'));
  if (!file.startsWith(normalize(folder) + sep)) return undefined;
  return file;
}

/**
 * A server for `folder`, not yet listening. Answers GET and HEAD; `base` without its last slash is
 * sent on to `base`.
 * @param {{ folder: string, base: string }} options
 */
export function createStaticServer({ folder, base }) {
  const headers = parseHeaders(readFileSync(join(folder, '_headers'), 'utf8'));
  return createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405).end();
      return;
    }
    if (`${path}/` === base || path === '/') {
      response.writeHead(302, { Location: base }).end();
      return;
    }
    const file = fileFor(folder, base, path);
    const stats = file ? statSync(file, { throwIfNoEntry: false }) : undefined;
    if (!file || !stats?.isFile()) {
      response.writeHead(404, { ...headers, 'Content-Type': 'text/plain' }).end('Not found');
      return;
    }
    response.writeHead(200, {
      ...headers,
      'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream',
      'Content-Length': stats.size,
      'Cache-Control': 'no-cache',
    });
    if (request.method === 'HEAD') response.end();
    else createReadStream(file).pipe(response);
  });
}
