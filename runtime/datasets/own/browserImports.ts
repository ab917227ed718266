/** Imports in the browser's worker. */
import { createImports, type Imports } from './createImports';
import { decodeInBrowser } from './decodeInBrowser';
import { putOwn } from './ownStore';

export function browserImports(yieldToEvents: () => Promise<void>): Imports {
  return createImports({ decode: decodeInBrowser, put: putOwn, yieldToEvents });
}
