/** Every file is short enough to be read at once. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const folders = ['runtime', 'editor', 'presets', 'cli', 'e2e', 'bench', 'docs', 'scripts'];
const written = /\.(ts|tsx|mjs|cjs|css|py|md)$/;

const files = folders.flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => written.test(name))
    .map((name) => join(folder, name)),
);

it('finds the sources', () => {
  expect(files).toContain(join('runtime', 'ops', 'table.ts'));
  expect(files.length).toBeGreaterThan(300);
});

it('no file is over 500 lines', () => {
  const long = files
    .map((file) => ({ file, lines: readFileSync(join(root, file), 'utf8').split('\n').length - 1 }))
    .filter(({ lines }) => lines > 500);
  expect(long).toEqual([]);
});
