/** Texts: a language model that goes on with a beginning, a translator that follows several. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import {
  characterModelWith,
  smallCharacterModel,
  smallTransformer,
  toFile,
  transformerWith,
} from '../fixtures/documents';
import { expect, test } from '../pages/test';

/** axe finds nothing in the lab, light and dark. */
async function expectClean(page: Page, state: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const axe = new AxeBuilder({ page }).include('section[aria-label="Lab"]');
    const { violations } = await axe
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
      .analyze();
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes[0].target}`);
    expect.soft(found, `${state}, ${colorScheme}`).toEqual([]);
  }
}

test('a language model learns a little, and writes @fallback', async ({
  page,
  site,
  gallery,
  lab,
  writing,
}) => {
  test.setTimeout(240_000);
  await site.open();
  const small = characterModelWith(smallCharacterModel, { steps: 100, batchSize: 32 });
  await site.chooseFile(() => gallery.askForFile(), toFile(small));

  await test.step('it writes while it learns', async () => {
    await lab.show('Train');
    await writing.sampleSwitch.click();
    await expect(writing.sampleSwitch).toBeChecked();
    await lab.train();
    await expect(writing.samples.first()).toContainText(/^step \d+/);
    await expect.poll(() => writing.samples.count()).toBeGreaterThan(1);
    await expectClean(page, 'samples');
  });

  await test.step('it goes on with a beginning, by chance', async () => {
    await lab.show('Run');
    await writing.beginning.fill('The people ');
    await writing.choose('By chance');
    await writing.set({ 'Top-k': '20', 'Tokens, at most': '40', Seed: '7' });
    const text = await writing.write();
    await expect(writing.tokens).toHaveCount(40);
    await expect(lab.root.getByText('The people ', { exact: false }).last()).toBeVisible();
    await expect(lab.untrained).toHaveCount(0);
    expect(await writing.write()).toBe(text);
    await lab.root.getByRole('button', { name: 'Another seed' }).click();
    expect(await writing.write()).not.toBe(text);
  });

  await test.step('each token tells what it was chosen from, and where it looked', async () => {
    const shares = await lab.shares();
    for (const share of shares) expect(share).toBeGreaterThan(0);
    await writing.tokens.nth(3).hover();
    await expect(writing.place).toHaveAttribute('aria-valuetext', /^4: /);
    expect(await writing.chances.count()).toBeGreaterThanOrEqual(5);
    await expect(writing.chances.filter({ hasText: 'taken' })).toHaveCount(1);
    // Eleven characters of the beginning and three of its own, or a start before them.
    await expect(writing.looked).toHaveAccessibleName(/heads 2, tokens 1[45],/);
    await writing.place.focus();
    await page.keyboard.press('ArrowRight');
    await expect(writing.place).toHaveAttribute('aria-valuetext', /^5: /);
    await expectClean(page, 'a text');
    await lab.root.getByRole('button', { name: 'Look', exact: true }).click();
    await expect(lab.heatMap).toBeVisible();
  });

  await test.step('wrong settings are told at the field and not taken', async () => {
    await lab.show('Run');
    await writing.set({ 'Top-p': '7' });
    await expect(lab.root.getByText('0.01 to 1, or empty')).toBeVisible();
    await expectClean(page, 'a wrong setting');
    await writing.set({ 'Top-p': '' });
  });

  await test.step('stopped while it writes, what was written stays', async () => {
    await writing.set({ 'Tokens, at most': '1000' });
    await lab.action('Run').click();
    await expect(writing.tokens.nth(20)).toBeVisible();
    await lab.action('Stop').click();
    await expect(lab.root.getByText(/^Stopped after [\d,]+ of 1000 tokens\.$/)).toBeVisible();
    const count = await writing.tokens.count();
    expect(count).toBeGreaterThan(20);
    expect(count).toBeLessThan(1000);
    await expect(lab.action('Run')).toBeEnabled();
  });

  await test.step('the settings are remembered', async () => {
    await page.reload();
    await lab.show('Run');
    await expect(
      lab.root.getByRole('textbox', { name: 'Tokens, at most', exact: true }),
    ).toHaveValue('1000');
  });
});

test('a model that reads follows several texts @fallback', async ({
  page,
  site,
  gallery,
  lab,
  writing,
}) => {
  await site.open();
  await site.chooseFile(() => gallery.askForFile(), toFile(transformerWith(smallTransformer)));
  await lab.show('Run');
  await lab.root.getByRole('textbox', { name: 'Digits for Inputs' }).fill('2718');
  await writing.choose('Beams');
  await writing.set({ Beams: '3' });
  await writing.write();
  await expect(writing.beams).toHaveCount(3);
  const scores = (await writing.beams.allInnerTexts()).map((text) => Number.parseFloat(text));
  expect(scores).toEqual([...scores].sort((a, b) => b - a));
  await expect(lab.root.getByText(/keys and values kept$/)).toBeVisible();
  await expectClean(page, 'beams');
  await writing.choose('Likeliest');
  await writing.write();
  await expect(writing.beams).toHaveCount(0);
  await expect(writing.looked).toBeVisible();
});
