/** axe finds nothing on any page of the editor, light and dark (WCAG 2.2 AA). */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from '../pages/test';

const themes = ['light', 'dark'] as const;
type Theme = (typeof themes)[number];

const parts = {
  inspector: 'aside[aria-label="Inspector"]',
  lab: 'section[aria-label="Lab"]',
  dialog: 'dialog[open]',
  quick: '[role=dialog][aria-label="Add a block"]',
  bar: 'header.topbar',
  graph: 'main.shell-canvas',
};

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** The themes differ in colours alone. */
function builder(page: Page, theme: Theme): AxeBuilder {
  const axe = new AxeBuilder({ page });
  return theme === 'light' ? axe.withTags(TAGS) : axe.withRules(['color-contrast']);
}

/** `part`: what is new in this state; the rest of the page was looked at before. */
async function expectNoViolations(
  page: Page,
  theme: Theme,
  state: string,
  part?: string,
): Promise<void> {
  const axe = builder(page, theme);
  if (part !== undefined) {
    await expect(page.locator(part)).toBeVisible();
    axe.include(part);
  }
  const { violations } = await axe.analyze();
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
      variants,
      sideBySide,
    }) => {
      test.setTimeout(240_000);
      const expectClean = (state: string, part?: string) =>
        expectNoViolations(page, colorScheme, state, part);
      await site.open();
      await expect(gallery.heading).toBeVisible();
      await expectClean('gallery');

      await gallery.openPreset('ViT (tiny)');
      await canvas.expectSize(12, 11);
      await expectClean('editor');

      await canvas.select('Patch embedding');
      await expect(inspector.field('Patch size')).toBeVisible();
      await expectClean('inspector of a block', parts.inspector);
      await canvas.selectWire('Patch embedding', 'Class token');
      await expectClean('inspector of a wire', parts.inspector);

      await lab.run();
      await expectClean('run', parts.lab);
      await lab.show('Look');
      await expect(lab.head('Head 1')).toBeVisible();
      await expectClean('look at a picture', parts.lab);
      await lab.view('Matrix');
      await expect(lab.heatMap).toBeVisible();
      await expectClean('look at a matrix', parts.lab);
      await lab.view('Table');
      await expectClean('look at a table', parts.lab);

      await lab.setExperiment({ Steps: 10 });
      await lab.train();
      await expectClean('train', parts.lab);
      await lab.root.getByText('Optimiser settings').click();
      await lab.root.getByRole('combobox', { name: 'Optimiser', exact: true }).selectOption('SGD');
      await expect(lab.root.getByRole('switch', { name: 'Nesterov' })).toBeDisabled();
      await expectClean('settings of the optimiser', parts.lab);

      await variants.fork.click();
      await variants.expectShown('Variant 1');
      await expectClean('variants', parts.graph);
      await variants.tab('Variant 1').click({ button: 'right' });
      await expectClean('menu of a variant', parts.graph);
      await page.getByRole('menuitem', { name: 'Rename' }).click();
      await expect(variants.rename).toBeFocused();
      await expectClean('title of a variant', parts.graph);
      await page.keyboard.press('Escape');
      await variants.menu('Variant 1', 'Try several values');
      await variants.sweep.getByRole('textbox', { name: 'Values' }).fill('2, 1e9');
      await expectClean('several values', parts.dialog);
      await page.keyboard.press('Escape');

      await inspector.setHyperparameters({ heads: 2 });
      await sideBySide.toggle.click();
      await sideBySide.block('Variant 1', 'Encoder layer').focus();
      await expect(sideBySide.note('Variant 1')).toContainText('heads 4 → 2');
      await expectClean('side by side', parts.graph);
      await sideBySide.toggle.click();

      await inspector.setHyperparameters({ heads: 5 });
      await expectClean('inspector of a variant', parts.inspector);
      await lab.show('Problems');
      await expect(lab.problems).toHaveCount(1);
      await expectClean('problems');

      await canvas.select('Class token');
      await page.keyboard.press('c');
      await expect(canvas.connect.getByText('fits').first()).toBeVisible();
      await expectClean('connect', parts.dialog);
      await page.keyboard.press('Escape');
      await page.keyboard.press('/');
      await expect(canvas.quickAdd).toBeVisible();
      await expectClean('quick add', parts.quick);
      await page.keyboard.press('Escape');

      await topBar.share.click();
      await expect(page.getByRole('textbox', { name: 'Link to this graph' })).toHaveValue(/#g1/);
      await expectClean('share', parts.dialog);
      await page.getByRole('button', { name: 'Close', exact: true }).click();
      for (const [keys, name] of [
        ['?', 'Keyboard shortcuts'],
        ['Control+o', 'Open'],
      ]) {
        await page.keyboard.press(keys);
        await expect(page.getByRole('dialog', { name, exact: true })).toBeVisible();
        await expectClean(name, parts.dialog);
        await page.keyboard.press('Escape');
      }
      await topBar.menu('Versions');
      await expectClean('versions', parts.dialog);
      await page.keyboard.press('Escape');
      await topBar.badge.click();
      await expectClean('badge', parts.bar);
    });
  });
}
