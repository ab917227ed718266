/**
 * Finds or fetches a Chromium for the browser journeys, and the software Vulkan driver
 * (SwiftShader) beside it, on which the WebGPU tests run in Node without a graphics card.
 */
import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { root, run, runPackage } from './install.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const LIBRARY_FOLDERS = [
  '/usr/lib/chromium',
  '/usr/lib/chromium-browser',
  '/usr/lib64/chromium-browser',
  '/opt/google/chrome',
];
const DRIVER = 'vk_swiftshader_icd.json';

/** @typedef {{ executable: string, driver: string | undefined }} Chromium */

/**
 * A Chromium and its Vulkan driver, installing one where none is found.
 * @returns {Chromium} `driver` is undefined where the browser brings none
 */
export function ensureChromium() {
  let executable = findChromium();
  if (!executable) {
    console.log('No Chromium found; fetching the one Playwright knows ...');
    runPackage('playwright', ['install', 'chromium']);
    executable = playwrightChromium();
  }
  if (!executable && existsSync('/usr/bin/apt-get')) {
    console.log('Trying the system package chromium ...');
    const asRoot = process.getuid?.() === 0 ? [] : ['sudo'];
    const [update, ...updateArgs] = [...asRoot, 'apt-get', 'update'];
    const [install, ...installArgs] = [...asRoot, 'apt-get', 'install', '-y', 'chromium'];
    run(update, updateArgs);
    run(install, installArgs, { ...process.env, DEBIAN_FRONTEND: 'noninteractive' });
    executable = onPath();
  }
  if (!executable) {
    console.error(
      'The browser tests need Chromium and none could be installed.\n' +
        'Install Chromium or Chrome and set PATCHBAY_CHROMIUM to its path, then run again.',
    );
    process.exit(1);
  }
  return { executable, driver: findDriver(executable) };
}

/**
 * The environment for tests: where Chromium is, and the Vulkan loader and driver beside it.
 * @param {Chromium} chromium
 * @returns {NodeJS.ProcessEnv}
 */
export function chromiumEnvironment({ executable, driver }) {
  /** @type {NodeJS.ProcessEnv} */
  const env = { ...process.env, PATCHBAY_CHROMIUM: executable };
  if (driver) {
    env.VK_ICD_FILENAMES ??= driver;
    // Dawn loads libvulkan.so.1 by name; a machine without one finds the browser's own.
    const folders = [process.env.LD_LIBRARY_PATH, dirname(driver)].filter(Boolean);
    env.LD_LIBRARY_PATH = folders.join(':');
  }
  return env;
}

function findChromium() {
  for (const name of ['PATCHBAY_CHROMIUM', 'CHROME_PATH']) {
    const path = process.env[name];
    if (!path) continue;
    if (existsSync(path)) return path;
    console.error(`${name} names ${path}, which does not exist.`);
    process.exit(1);
  }
  return onPath() ?? playwrightChromium();
}

function onPath() {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    for (const name of NAMES) {
      if (folder && existsSync(join(folder, name))) return join(folder, name);
    }
  }
  return undefined;
}

function playwrightChromium() {
  const require = createRequire(join(root, 'package.json'));
  const path = require('playwright').chromium.executablePath();
  return existsSync(path) ? path : undefined;
}

/** @param {string} executable */
function findDriver(executable) {
  // A launcher on the path is often a script or a link; its libraries lie elsewhere.
  const folders = [dirname(executable), dirname(realpathSync(executable)), ...LIBRARY_FOLDERS];
  for (const folder of folders) {
    if (existsSync(folder) && readdirSync(folder).includes(DRIVER)) return join(folder, DRIVER);
  }
  return undefined;
}
