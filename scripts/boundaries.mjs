/** `npm run boundaries`: checks who imports whom, by the rules in .dependency-cruiser.cjs. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root, runPackage } from './lib/install.mjs';

const folders = ['runtime', 'editor', 'presets', 'cli', 'e2e', 'bench'];
process.exitCode = runPackage(
  'dependency-cruiser',
  [
    '--config',
    '.dependency-cruiser.cjs',
    // A folder that is not there yet is an error to dependency-cruiser.
    ...folders.filter((folder) => existsSync(join(root, folder))),
  ],
  process.env,
  'depcruise',
);
