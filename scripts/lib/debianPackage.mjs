/** Files of a Debian package that only a script needs: fetched, and never installed. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readTar } from './npmPackage.mjs';
import { findSource } from './sources.mjs';

/**
 * The files of the package that the system's sources offer, by their path: `usr/share/...`. Which
 * version that is depends on the system: the caller checks what is in them. Throws where the system
 * has no apt, or does not offer the package.
 * @param {string} name
 * @returns {ReadonlyMap<string, Buffer>}
 */
export function fetchDebianPackage(name) {
  const here = findSource(new RegExp(`^${name}_.*\\.deb$`));
  if (here) return unpack(here);
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-data-'));
  try {
    // Where apt runs as root, it fetches as a user of its own, who cannot write to the folder.
    const options = ['-q', '-o', 'APT::Sandbox::User=root'];
    execFileSync('apt-get', [...options, 'download', name], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const archive = readdirSync(folder).find((file) => file.endsWith('.deb'));
    if (!archive) throw new Error(`apt-get gave no package ${name}`);
    return unpack(join(folder, archive));
  } catch (error) {
    if (isAbsent(error)) throw new Error(`${name} is a package of Debian, and here is no apt-get.`);
    throw error;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** @param {string} archive */
function unpack(archive) {
  return readTar(execFileSync('dpkg-deb', ['--fsys-tarfile', archive], { maxBuffer: 2 ** 30 }));
}

/** @param {unknown} error */
function isAbsent(error) {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
