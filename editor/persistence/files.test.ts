import { expect, it } from 'vitest';
import { fileNameOf } from './files';

it.each([
  ['My graph', 'My graph.patchbay.json'],
  ['  a/b\\c: "d"? <e>|*  ', 'a b c d e.patchbay.json'],
  ['../../etc/passwd', 'etc passwd.patchbay.json'],
  ['\u0000\n', 'Untitled.patchbay.json'],
  ['', 'Untitled.patchbay.json'],
  ['Übung 3', 'Übung 3.patchbay.json'],
  ['x'.repeat(300), `${'x'.repeat(80)}.patchbay.json`],
])('%j is saved as %j', (title, name) => {
  expect(fileNameOf(title)).toBe(name);
});
