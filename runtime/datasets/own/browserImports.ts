/** Imports in the browser's worker. */
import { createImports } from './createImports';
import { decodeInBrowser } from './decodeInBrowser';
import { putOwn } from './ownStore';
import type { ImportApi } from './types';

export function browserImports(yieldToEvents: () => Promise<void>): ImportApi {
  return createImports({ decode: decodeInBrowser, put: putOwn, yieldToEvents });
}
