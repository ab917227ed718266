/** Where the site keeps its data packs. */
export function packsAddress(): URL {
  return new URL('packs/', globalThis.document?.baseURI ?? 'http://localhost/');
}
