/** `npm run size`: holds what the first screen loads to its budget, and tfjs out of it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { containsTfjs, firstScreenFiles, LIMIT, scriptsOfPage } from './lib/firstScreen.mjs';
import { root } from './lib/install.mjs';

const dist = join(root, 'dist');
const manifest = JSON.parse(readFileSync(join(dist, '.vite', 'manifest.json'), 'utf8'));
const page = readFileSync(join(dist, 'index.html'), 'utf8');
const files = [...new Set([...firstScreenFiles(manifest), ...scriptsOfPage(page)])];

let total = 0;
const withTfjs = [];
for (const file of files) {
  const script = readFileSync(join(dist, file));
  const size = gzipSync(script, { level: 9 }).length;
  total += size;
  console.log(`${(size / 1000).toFixed(1).padStart(8)} kB  ${file}`);
  if (containsTfjs(script.toString('utf8'))) withTfjs.push(file);
}
console.log(`${(total / 1000).toFixed(1).padStart(8)} kB  of ${LIMIT / 1000} kB, gzipped`);

if (withTfjs.length > 0) {
  console.error(`The first screen loads tfjs, in ${withTfjs.join(', ')}.`);
  process.exitCode = 1;
}
if (total > LIMIT) {
  console.error('The first screen is over its budget; load the heavy part when it is opened.');
  process.exitCode = 1;
}
