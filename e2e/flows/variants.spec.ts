/** A graph is forked and changed; what changed is told, kept, shared, and trained by itself. */
import { smallVit, toFile, vitWith } from '../fixtures/documents';
import { CanvasView } from '../pages/CanvasView';
import { TopBar } from '../pages/TopBar';
import { expect, test } from '../pages/test';
import { Variants } from '../pages/Variants';

test('fork, change, take back, reload, share', async ({
  page,
  browser,
  baseURL,
  site,
  gallery,
  topBar,
  canvas,
  inspector,
  variants,
}) => {
  await site.open();
  await gallery.openPreset('ViT (tiny)');
  await expect(variants.tabs).toHaveCount(0);

  await test.step('fork and change', async () => {
    await variants.fork.click();
    await variants.expectTitles(['Base', 'Variant 1']);
    await variants.expectShown('Variant 1');
    await expect(variants.words).toHaveText('No changes yet');
    await inspector.setHyperparameters({ heads: 2 });
    await canvas.select('Dropout');
    await page.keyboard.press('Delete');
    await canvas.expectSize(11, 10);
    await expect(variants.words).toHaveText('heads 4 → 2 · removed Dropout');
    await expect(page.getByRole('tab', { name: 'Variant 1, 2 changes' })).toBeVisible();
    await expect(topBar.title('ViT (tiny)')).toBeVisible();
  });

  await test.step('the base is as it was', async () => {
    await variants.show('Base');
    await expect(variants.words).toHaveCount(0);
    await canvas.expectSize(12, 11);
    await page.keyboard.press('Escape');
    await expect(inspector.field('heads')).toHaveValue('4');
    await page.keyboard.press('2');
    await variants.expectShown('Variant 1');
    await expect(inspector.field('heads')).toHaveValue('2');
    await page.keyboard.press('1');
    await variants.expectShown('Base');
  });

  await test.step('undo goes to the variant that it changes', async () => {
    await topBar.undo.click();
    await variants.expectShown('Variant 1');
    await expect(variants.words).toHaveText('heads 4 → 2');
    await canvas.expectSize(12, 11);
    await topBar.redo.click();
    await expect(variants.words).toHaveText('heads 4 → 2 · removed Dropout');
  });

  await test.step('rename, order, base, delete', async () => {
    await variants.tab('Variant 1').dblclick();
    await variants.rename.fill('Two heads');
    await page.keyboard.press('Enter');
    await expect(variants.tab('Two heads')).toBeFocused();
    await page.keyboard.press('Shift+F');
    await variants.expectTitles(['Base', 'Two heads', 'Variant 1']);
    await variants.menu('Variant 1', 'Move left');
    await variants.expectTitles(['Base', 'Variant 1', 'Two heads']);
    await variants.menu('Two heads', 'Make it the base');
    await variants.expectTitles(['Base', 'Variant 1', 'Former base']);
    await variants.show('Former base');
    await expect(variants.words).toHaveText('heads 2 → 4 · added Dropout after Learned positions');
    await page.keyboard.press('Control+z');
    await variants.expectTitles(['Base', 'Variant 1', 'Two heads']);
    await variants.tab('Variant 1').focus();
    await page.keyboard.press('Delete');
    await variants.expectTitles(['Base', 'Two heads']);
    await expect(variants.tab('Base')).toBeFocused();
    await page.keyboard.press('ArrowRight');
    await expect(variants.tab('Two heads')).toBeFocused();
    await variants.expectShown('Two heads');
    await page.keyboard.press('Home');
    await variants.expectShown('Base');
  });

  await test.step('several values at once', async () => {
    await variants.menu('Base', 'Try several values');
    await variants.sweep
      .getByRole('combobox', { name: 'What' })
      .selectOption({ label: 'Learning rate' });
    const values = variants.sweep.getByRole('textbox', { name: 'Values' });
    await values.fill('0.1, fast');
    await expect(variants.sweep).toContainText('“fast” is not a number.');
    await values.fill('0.1, 0.01, 0.02, 0.03, 0.04, 0.001');
    await expect(variants.sweep).toContainText('at most 6 graphs lie side by side');
    await values.fill('0.1, 0.01');
    await variants.sweep.getByRole('button', { name: 'Make 2 variants' }).click();
    await variants.expectTitles(['Base', 'Two heads', 'learning rate 0.1', 'learning rate 0.01']);
    await expect(variants.words).toHaveText(/^learning rate .+ → 0.1$/);
  });

  const titles = ['Base', 'Two heads', 'learning rate 0.1', 'learning rate 0.01'];
  await topBar.waitUntilSaved();
  await test.step('a reload keeps all of them', async () => {
    await page.reload();
    await variants.expectTitles(titles);
    await variants.expectShown('Base');
    await variants.show('Two heads');
    await canvas.expectSize(11, 10);
    await expect(variants.words).toHaveText('heads 4 → 2 · removed Dropout');
  });

  await test.step('a link carries all of them', async () => {
    const { text } = await topBar.saveFile();
    await topBar.share.click();
    const dialog = page.getByRole('dialog', { name: 'Share this graph' });
    await expect(dialog).toContainText('with 3 variants');
    const field = dialog.getByRole('textbox', { name: 'Link to this graph' });
    await expect(field).toHaveValue(/#g1\./);
    const other = await browser.newContext({ baseURL });
    try {
      const theirs = await other.newPage();
      await theirs.goto(await field.inputValue());
      const tabs = new Variants(theirs);
      await tabs.expectTitles(titles);
      await new CanvasView(theirs).expectSize(12, 11);
      expect((await new TopBar(theirs).saveFile()).text).toBe(text);
      await tabs.show('Two heads');
      await expect(tabs.words).toHaveText('heads 4 → 2 · removed Dropout');
    } finally {
      await other.close();
    }
  });
});

test('each variant has its own training @fallback', async ({
  page,
  site,
  gallery,
  topBar,
  inspector,
  lab,
  variants,
}) => {
  await site.open();
  await site.chooseFile(() => gallery.askForFile(), toFile(vitWith(smallVit, { steps: 12 })));
  await lab.train();
  await expect(lab.saved).toBeVisible();
  const { losses } = await lab.readCurve();

  await variants.fork.click();
  await variants.expectShown('Variant 1');
  await expect(lab.root.getByText('Not trained yet')).toBeVisible();
  await inspector.setHyperparameters({ d_ff: 8 });
  await lab.train();
  await expect(lab.saved).toBeVisible();
  const { losses: others } = await lab.readCurve();
  expect(others).not.toEqual(losses);

  await test.step('both come back, after a reload too', async () => {
    await variants.show('Base');
    await expect.poll(async () => (await lab.readCurve()).losses).toEqual(losses);
    await topBar.waitUntilSaved();
    await page.reload();
    await lab.show('Train');
    await expect.poll(async () => (await lab.readCurve()).losses).toEqual(losses);
    await variants.show('Variant 1');
    await expect.poll(async () => (await lab.readCurve()).losses).toEqual(others);
  });

  await test.step('one that becomes the base takes its training along', async () => {
    await variants.menu('Variant 1', 'Make it the base');
    await variants.expectShown('Base');
    await expect.poll(async () => (await lab.readCurve()).losses).toEqual(others);
    await variants.show('Former base');
    await expect.poll(async () => (await lab.readCurve()).losses).toEqual(losses);
  });

  await test.step('one that is being trained is not left unasked', async () => {
    await lab.setExperiment({ Steps: 2000 });
    await lab.startTraining();
    await expect.poll(() => lab.step()).toBeGreaterThan(20);
    await variants.tab('Base').click();
    await variants.leave.getByRole('button', { name: 'Stay here' }).click();
    await variants.expectShown('Former base');
    await expect(lab.action('Stop')).toBeVisible();
    await page.keyboard.press('1');
    await variants.leave.getByRole('button', { name: 'Stop and show' }).click();
    await variants.expectShown('Base');
    await variants.show('Former base');
    await expect(lab.saved).toBeVisible();
    expect((await lab.readCurve()).steps.at(-1)).toBeGreaterThan(20);
  });
});
