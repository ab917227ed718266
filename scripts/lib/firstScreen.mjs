/** What the first screen loads, from Vite's manifest. Pure: the caller reads the files. */

/** @typedef {{ file: string, isEntry?: boolean, imports?: string[], css?: string[] }} Chunk */
/** @typedef {Record<string, Chunk>} Manifest */

/** The most that the first screen's scripts may weigh, gzipped, in bytes. */
export const LIMIT = 300_000;

/**
 * The script files that index.html makes the browser load before anything is clicked: its entries
 * and all they import statically. Dynamic imports and workers are not among them.
 * @param {Manifest} manifest
 * @returns {string[]} paths below dist/, each once
 */
export function firstScreenFiles(manifest) {
  const files = new Set();
  /** @type {string[]} */
  const waiting = Object.keys(manifest).filter((name) => manifest[name].isEntry);
  const seen = new Set(waiting);
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const chunk = manifest[name];
    if (!chunk) throw new Error(`The manifest imports ${name} and does not list it`);
    if (chunk.file.endsWith('.js')) files.add(chunk.file);
    for (const imported of chunk.imports ?? []) {
      if (!seen.has(imported)) {
        seen.add(imported);
        waiting.push(imported);
      }
    }
  }
  return [...files].sort();
}

/**
 * The scripts that a built index.html names: module scripts and module preloads.
 * @param {string} html
 * @returns {string[]} paths below dist/
 */
export function scriptsOfPage(html) {
  const files = [];
  for (const [, attributes] of html.matchAll(/<(?:script|link)\b([^>]*)>/g)) {
    const address = /(?:src|href)="(?:\.\/)?([^"]+\.js)"/.exec(attributes);
    if (address) files.push(address[1]);
  }
  return files;
}

/**
 * Whether a script has tfjs in it. Strings survive minifying: these are the keys under which tfjs
 * keeps its global engine and its kernels' names.
 * @param {string} script
 */
export function containsTfjs(script) {
  return /_tfengine|tfjs-core|FusedBatchNormV3|SparseSegmentMean/.test(script);
}
