/**
 * Takes docs/screenshot.png of the built site: `npm run build`, then `node e2e/screenshot.mjs`.
 * Trains a small Transformer in the page, so that what is seen is what it learned.
 */
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { chromium } from '@playwright/test';
import { ensureChromium } from '../scripts/lib/chromium.mjs';
import { root } from '../scripts/lib/install.mjs';
import { createStaticServer } from '../scripts/lib/serve.mjs';

const out = join(root, 'docs', 'screenshot.png');
const port = Number(process.env.PATCHBAY_PORT ?? 4174);
const folder = process.env.PATCHBAY_DIST ?? join(root, 'dist');

const server = createStaticServer({ folder, base: '/patchbay/' }).listen(port, '127.0.0.1');
const browser = await chromium.launch({
  executablePath: ensureChromium().executable,
  args: ['--no-sandbox', '--disable-quic'],
});
try {
  const page = await browser.newPage({
    baseURL: `http://localhost:${port}/patchbay/`,
    viewport: { width: 1440, height: 900 },
    colorScheme: 'light',
    reducedMotion: 'reduce',
  });
  page.setDefaultTimeout(600_000);
  await page.goto('./');
  await page.getByRole('button', { name: 'Transformer (tiny)', exact: true }).click();
  const lab = page.getByRole('region', { name: 'Lab' });
  await lab.getByRole('tab', { name: 'Train' }).click();
  await lab.getByRole('button', { name: 'Train', exact: true }).click();
  await lab.getByRole('figure', { name: 'Right in every token' }).waitFor();
  await lab.getByRole('tab', { name: 'Run' }).click();
  await lab.getByRole('button', { name: 'Run', exact: true }).click();
  await lab.getByRole('list', { name: 'Predictions' }).waitFor();
  await lab.getByRole('tab', { name: 'Look' }).click();
  await lab
    .getByRole('combobox', { name: 'Attention' })
    .selectOption({ label: 'Decoder layer, 2 of 2 › Cross-attention' });
  await lab.getByRole('slider', { name: /^Attention matrix/ }).waitFor();
  await page.mouse.move(700, 20);
  mkdirSync(dirname(out), { recursive: true });
  await page.screenshot({ path: out });
} finally {
  await browser.close();
  server.close();
}
