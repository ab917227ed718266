import { describe, expect, it } from 'vitest';
import { fileFor, parseHeaders } from './serve.mjs';

describe('parseHeaders', () => {
  it('reads the section for every path only', () => {
    const text = '# note\n/*\n  A: b: c\n  D: e\n/other/*\n  F: g\n';
    expect(parseHeaders(text)).toEqual({ A: 'b: c', D: 'e' });
  });
});

describe('fileFor', () => {
  const find = (path: string) => fileFor('/site', '/patchbay/', path);

  it('maps paths below the base to files', () => {
    expect(find('/patchbay/')).toBe('/site/index.html');
    expect(find('/patchbay/assets/a%20b.js')).toBe('/site/assets/a b.js');
  });

  it('gives nothing outside the folder', () => {
    for (const path of ['/', '/other/a.js', '/patchbay/..%2f..%2fetc/passwd', '/patchbay/%zz']) {
      expect(find(path)).toBeUndefined();
    }
  });
});
