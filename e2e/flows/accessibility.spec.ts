/** axe finds nothing on any page of the editor, light and dark (WCAG 2.2 AA). */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from '../pages/test';

const themes = ['light', 'dark'] as const;
type Theme = (typeof themes)[number];

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** The themes differ in colours alone. */
function builder(page: Page, theme: Theme): AxeBuilder {
  const axe = new AxeBuilder({ page });
  return theme === 'light' ? axe.withTags(TAGS) : axe.withRules(['color-contrast']);
}

async function expectNoViolations(page: Page, theme: Theme, state: string): Promise<void> {
  const { violations } = await builder(page, theme).analyze();
  const found = violations.map(({ id, nodes }) => ({
    id,
    at: nodes.slice(0, 5).map(({ target, failureSummary }) => `${target}: ${failureSummary}`),
  }));
  expect.soft(found, state).toEqual([]);
}

for (const colorScheme of themes) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test(`every state of the editor, ${colorScheme} @fallback`, async ({
      page,
      site,
      gallery,
      topBar,
      canvas,
      inspector,
      lab,
    }) => {
      test.setTimeout(240_000);
      const expectClean = (state: string) => expectNoViolations(page, colorScheme, state);
      await site.open();
      await expect(gallery.heading).toBeVisible();
      await expectClean('gallery');

      await gallery.openPreset('ViT (tiny)');
      await canvas.expectSize(12, 11);
      await expectClean('editor');

      await canvas.select('Patch embedding');
      await expect(inspector.field('Patch size')).toBeVisible();
      await expectClean('inspector of a block');
      await canvas.selectWire('Patch embedding', 'Class token');
      await expectClean('inspector of a wire');

      await lab.run();
      await expectClean('run');
      await lab.show('Look');
      await expect(lab.head('Head 1')).toBeVisible();
      await expectClean('look at a picture');
      await lab.view('Matrix');
      await expect(lab.heatMap).toBeVisible();
      await expectClean('look at a matrix');
      await lab.view('Table');
      await expectClean('look at a table');

      await lab.setExperiment({ Steps: 10 });
      await lab.train();
      await expectClean('train');

      await inspector.setHyperparameters({ heads: 5 });
      await lab.show('Problems');
      await expect(lab.problems).toHaveCount(1);
      await expectClean('problems');

      await canvas.select('Class token');
      await page.keyboard.press('c');
      await expect(canvas.connect.getByText('fits').first()).toBeVisible();
      await expectClean('connect');
      await page.keyboard.press('Escape');
      await page.keyboard.press('/');
      await expect(canvas.quickAdd).toBeVisible();
      await expectClean('quick add');
      await page.keyboard.press('Escape');

      await topBar.share.click();
      await expect(page.getByRole('textbox', { name: 'Link to this graph' })).toHaveValue(/#g1/);
      await expectClean('share');
      await page.getByRole('button', { name: 'Close', exact: true }).click();
      for (const [keys, name] of [
        ['?', 'Keyboard shortcuts'],
        ['Control+o', 'Open'],
      ]) {
        await page.keyboard.press(keys);
        await expect(page.getByRole('dialog', { name, exact: true })).toBeVisible();
        await expectClean(name);
        await page.keyboard.press('Escape');
      }
      await topBar.menu('Versions');
      await expectClean('versions');
      await page.keyboard.press('Escape');
      await topBar.badge.click();
      await expectClean('badge');
    });
  });
}
