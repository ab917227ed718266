/** The page may end at any moment: what was done up to there is there again. */
import { expect, test } from '../pages/test';

test('an edit is kept however soon the page is left after it @fallback', async ({
  page,
  site,
  gallery,
  inspector,
}) => {
  await site.open();
  await gallery.openPreset('ViT (tiny)');
  // Before it is written, as it begins to be, while it is, and after.
  for (const [at, wait] of [0, 150, 280, 295, 310, 450].entries()) {
    const heads = 2 ** (at % 2);
    await inspector.setHyperparameters({ heads });
    await page.waitForTimeout(wait);
    await page.reload();
    await expect(inspector.field('heads')).toHaveValue(String(heads));
  }
});
