/**
 * The browser journeys, on the built site served from a subfolder as a host would.
 * `webgpu` has a (software) adapter; `no-adapter` has none and runs what is tagged @fallback or
 * @both. Journeys tagged @slow run with PATCHBAY_SLOW=1 only.
 */
import { join } from 'node:path';
import { defineConfig } from '@playwright/test';

const root = join(import.meta.dirname, '..');
const port = Number(process.env.PATCHBAY_PORT ?? 4173);
const base = '/patchbay/';
// Another build than dist/, so that one can be tested while the next is made.
const folder = process.env.PATCHBAY_DIST ?? join(root, 'dist');
const slow = process.env.PATCHBAY_SLOW === '1';

const args = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export default defineConfig({
  testDir: join(root, 'e2e', 'flows'),
  outputDir: join(root, 'test-results', 'e2e'),
  timeout: slow ? 1_200_000 : 120_000,
  expect: { timeout: 15_000 },
  // The software adapter takes every core: two pages at once would only wait for each other.
  workers: 1,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  reporter: [
    ['list'],
    ['json', { outputFile: process.env.PATCHBAY_REPORT ?? join(root, 'test-results', 'e2e.json') }],
  ],
  use: {
    baseURL: `http://localhost:${port}${base}`,
    trace: 'off',
    screenshot: 'only-on-failure',
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
  },
  projects: [
    {
      name: 'webgpu',
      grep: slow ? /@slow/ : undefined,
      grepInvert: slow ? /@fallback/ : /@fallback|@slow/,
      use: {
        launchOptions: {
          executablePath: process.env.PATCHBAY_CHROMIUM ?? '/usr/bin/chromium',
          args: [...args, '--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'],
        },
      },
    },
    {
      name: 'no-adapter',
      grep: slow ? /(?=.*@slow)(?=.*(@fallback|@both))/ : /@fallback|@both/,
      grepInvert: slow ? undefined : /@slow/,
      use: {
        launchOptions: {
          executablePath: process.env.PATCHBAY_CHROMIUM ?? '/usr/bin/chromium',
          args,
        },
      },
    },
  ],
  webServer: {
    command: `node scripts/serve.mjs --port ${port} --base ${base} --folder ${folder}`,
    cwd: root,
    url: `http://localhost:${port}${base}`,
    reuseExistingServer: false,
    timeout: 15_000,
  },
});
