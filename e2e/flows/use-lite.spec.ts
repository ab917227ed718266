/** The published sentence encoder: two sentences, their similarity, every attention; or why not. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '../pages/test';

const TITLE = 'Universal Sentence Encoder Lite';
const dist = process.env.PATCHBAY_DIST ?? join(import.meta.dirname, '../../dist');

test('A published model: two sentences, similarity, attention, fetched once @slow @both', async ({
  page,
  site,
  gallery,
  lab,
}) => {
  // The slow tests fetch it before they build the site.
  const weights = join(dist, 'packs/use-lite/weights.safetensors');
  expect(existsSync(weights), 'the built site carries the data pack').toBe(true);
  const fetched: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/packs/')) fetched.push(request.url().replace(/^.*\//, ''));
  });
  const similarity = lab.predictions.getByRole('listitem').filter({ hasText: /^Similarity/ });
  const sentence = (name: string) => lab.root.getByRole('textbox', { name: `Text for ${name}` });

  await test.step('open it: nothing of the model is fetched yet', async () => {
    await site.open();
    await gallery.openPreset(TITLE);
    await lab.show('Run');
    await expect(sentence('Sentence A')).toHaveValue('The cat sits on the mat.');
    await expect(sentence('Sentence B')).toHaveValue('A kitten is resting on a rug.');
    expect(fetched).toEqual([]);
  });

  await test.step('run it: cat and kitten are close', async () => {
    await lab.run();
    await expect(similarity).toContainText('cos 0.647');
    await expect(similarity).toContainText('close in meaning');
    await expect(lab.root.getByText(`weights from ${TITLE}`)).toBeVisible();
    await expect(lab.untrained).toHaveCount(0);
    await expect(lab.root.getByRole('list', { name: 'Tokens of Sentence A' })).toContainText(
      '▁cat',
    );
  });

  await test.step('another sentence: stocks are not', async () => {
    await sentence('Sentence B').fill('Stock markets fell sharply today.');
    // Its tokens are seen before it is run.
    const tokens = lab.root.getByRole('list', { name: 'Tokens of Sentence B' });
    await expect(tokens.getByRole('listitem').first()).toHaveText(/^▁Stock/);
    await expect(similarity).toContainText('cos 0.647');
    await sentence('Sentence B').press('Enter');
    await expect(similarity).toContainText('cos 0.056', { timeout: 60_000 });
    await expect(similarity).toContainText('little in common');
    expect(fetched.filter((file) => file === 'weights.safetensors')).toHaveLength(1);
  });

  await test.step('look at each attention of both sentences', async () => {
    await lab.show('Look');
    const titles = await lab.attention.getByRole('option').allInnerTexts();
    expect(titles.filter((title) => title.startsWith('Encoder A'))).toHaveLength(2);
    expect(titles.filter((title) => title.startsWith('Encoder B'))).toHaveLength(2);
    for (const title of titles) {
      await lab.attention.selectOption({ label: title });
      // Sentence A has 9 tokens, B has 7; padding is not among them.
      const tokens = title.startsWith('Encoder A') ? 9 : 7;
      await lab.view('Table');
      const rows = await lab.readAttention();
      expect(rows).toHaveLength(tokens);
      for (const row of rows) {
        expect(row).toHaveLength(tokens);
        const total = row.reduce((sum, weight) => sum + weight, 0);
        expect(Math.abs(total - 1)).toBeLessThan(0.02);
      }
    }
  });

  await test.step('after a reload the browser still has the weights', async () => {
    await page.reload();
    await page.route('**/packs/**/weights.safetensors', (route) => route.abort());
    await lab.run();
    await expect(similarity).toContainText('cos 0.647');
  });
});

test('A published model that the site does not have: kindly told, and nothing is lost @fallback', async ({
  page,
  site,
  gallery,
  canvas,
  lab,
  watch,
}) => {
  watch.expectError(/404/);
  const notFound = { status: 404, contentType: 'text/plain', body: 'Not found' };
  await page.route('**/packs/**', (route) => route.fulfill(notFound));
  await site.open();
  await gallery.openPreset(TITLE);
  await canvas.expectSize(8, 7);
  await lab.show('Run');
  await lab.action('Run').click();
  const answer = lab.root.getByRole('region', { name: 'Answer' });
  await expect(answer).toContainText('A data pack is needed', { timeout: 60_000 });
  await expect(answer).toContainText(
    'This graph needs a data pack, which this site does not have.',
  );
  await expect(answer).toContainText('npm run data -- use-lite');
  await canvas.expectSize(8, 7);
  await expect(lab.action('Run')).toBeEnabled();
});
