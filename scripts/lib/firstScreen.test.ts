import { describe, expect, it } from 'vitest';
import { containsTfjs, firstScreenFiles, scriptsOfPage } from './firstScreen.mjs';

describe('firstScreenFiles', () => {
  it('follows static imports and leaves dynamic ones and styles out', () => {
    const manifest = {
      'index.html': {
        file: 'assets/index.js',
        isEntry: true,
        imports: ['_react.js', '_shared.js'],
        dynamicImports: ['lab.ts'],
        css: ['assets/index.css'],
      },
      '_react.js': { file: 'assets/react.js', imports: ['_shared.js'] },
      '_shared.js': { file: 'assets/shared.js' },
      'lab.ts': { file: 'assets/lab.js', imports: ['_chart.js'] },
      '_chart.js': { file: 'assets/chart.js' },
      'style.css': { file: 'assets/style.css' },
    };
    expect(firstScreenFiles(manifest)).toEqual([
      'assets/index.js',
      'assets/react.js',
      'assets/shared.js',
    ]);
  });

  it('ends on chunks that import each other', () => {
    const manifest = {
      'index.html': { file: 'a.js', isEntry: true, imports: ['_b.js'] },
      '_b.js': { file: 'b.js', imports: ['index.html'] },
    };
    expect(firstScreenFiles(manifest)).toEqual(['a.js', 'b.js']);
  });

  it('refuses a manifest that lacks a chunk', () => {
    expect(() =>
      firstScreenFiles({ 'index.html': { file: 'a.js', isEntry: true, imports: ['_b.js'] } }),
    ).toThrow('_b.js');
  });
});

describe('scriptsOfPage', () => {
  it('finds module scripts and preloads', () => {
    const html = `<link rel="icon" href="./favicon.svg">
      <link rel="modulepreload" crossorigin href="./assets/react.js">
      <link rel="stylesheet" href="./assets/index.css">
      <script type="module" crossorigin src="./assets/index.js"></script>`;
    expect(scriptsOfPage(html)).toEqual(['assets/react.js', 'assets/index.js']);
  });
});

describe('containsTfjs', () => {
  it('knows tfjs by the strings that minifying keeps', () => {
    expect(containsTfjs('globalThis._tfengine=new e')).toBe(true);
    expect(containsTfjs('console.log("attention")')).toBe(false);
  });
});
