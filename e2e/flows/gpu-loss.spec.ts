/** The graphics processor goes away in the middle of a training, in a browser of its own. */
import { chromium } from '@playwright/test';
import { smallVit, toFile, vitWith } from '../fixtures/documents';
import { Gallery } from '../pages/Gallery';
import { Lab } from '../pages/Lab';
import { Site } from '../pages/Site';
import { expect, test } from '../pages/test';

test('a graphics processor that stops in training: told, and the next run works', async ({
  launchOptions,
  baseURL,
}) => {
  test.setTimeout(240_000);
  // After several crashes a browser gives WebGPU up: the other journeys keep theirs.
  const browser = await chromium.launch(launchOptions);
  try {
    const page = await browser.newPage({ baseURL });
    const [site, gallery, lab] = [new Site(page, 'webgpu'), new Gallery(page), new Lab(page)];
    await site.open();
    const file = toFile(vitWith(smallVit, { batchSize: 8, steps: 100_000 }));
    await site.chooseFile(() => gallery.askForFile(), file);
    await lab.startTraining();
    const session = await browser.newBrowserCDPSession();
    await session.send('Browser.crashGpuProcess').catch(() => {});
    await expect(lab.failure).toContainText('The graphics processor stopped', { timeout: 60_000 });
    await expect(lab.failure).toContainText('Your graph is unchanged');
    await lab.run();
    const shares = await lab.shares();
    expect(shares).toHaveLength(5);
    for (const share of shares) expect(share).toBeGreaterThan(0);
  } finally {
    await browser.close();
  }
});
