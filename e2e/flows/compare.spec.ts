/** Variants are trained side by side, compared, stopped, interrupted and taken up again. */
import { toVariant } from '../../runtime/graph/variants';
import { smallVit, toFile, vitWith } from '../fixtures/documents';
import { expect, test } from '../pages/test';

const settings = { steps: 24, batchSize: 8, dataset: 'digits-8x8', resizeImages: true };

test('two variants and one that fails, from two seeds; results stay and go out as files', async ({
  page,
  site,
  gallery,
  canvas,
  inspector,
  lab,
  variants,
  board,
}) => {
  await site.open();
  const base = vitWith(smallVit, settings);
  const sgd = { optimizer: 'sgd', learningRate: 1000, warmupSteps: 0 };
  const diverging = { ...vitWith(smallVit, { ...settings, ...sgd }), title: 'Diverging' };
  const document = { ...base, variants: [toVariant('v1', diverging, base.experiment)] };
  await site.chooseFile(() => gallery.askForFile(), toFile(document));

  await test.step('two more, with a change each', async () => {
    await lab.show('Compare');
    await variants.fork.click();
    await variants.expectShown('Variant 1');
    await inspector.setHyperparameters({ heads: 1 });
    await variants.show('Base');
    await variants.fork.click();
    await canvas.select('Dropout');
    await page.keyboard.press('Control+b');
    await expect(board.rows).toHaveCount(4);
    await expect(board.row('Variant 1')).toContainText('heads 2 → 1');
  });

  await test.step('train all from two seeds', async () => {
    await lab.root.getByRole('button', { name: 'One seed more' }).click();
    await board.action('Train all').click();
    await expect(board.action('Train again')).toBeVisible({ timeout: 90_000 });
    await expect(board.row('Base')).toContainText('Done');
    await expect(board.row('Base')).toContainText(/\d ± \d+\.\d % \(2\)/);
    await expect(board.row('Variant 1')).toContainText('Done');
    await expect(board.row('Diverging')).toContainText('Failed');
    await expect(board.legend.filter({ hasText: 'Variant 1' })).toContainText(/\d\.\d/);
  });

  await test.step('files', async () => {
    const runs = (await board.exported('Results as CSV')).trimEnd().split('\r\n');
    expect(runs).toHaveLength(1 + 4 * 2);
    expect(runs[1]).toMatch(/^Base,base,\d+,[0-9a-f]{14},yes,done,,digits-8x8,24,/);
    const points = (await board.exported('Curves as CSV')).trimEnd().split('\r\n');
    expect(
      points.filter((line) => line.startsWith('Base,base,') && line.includes(',train,')),
    ).toHaveLength(48);
    const picture = await board.exported('Picture as SVG');
    expect(picture).toContain('<polyline');
    expect(picture).toContain('Variant 1');
    expect(picture).not.toContain('foreignObject');
  });

  await test.step('results and weights are there after a reload', async () => {
    await page.reload();
    await lab.show('Compare');
    await expect(board.row('Base')).toContainText('Done');
    await expect(board.row('Diverging')).toContainText('Failed');
    await variants.show('Variant 1');
    await lab.show('Train');
    await expect(lab.testFigure).toBeVisible();
  });

  await test.step('an edit makes results those of before', async () => {
    await inspector.setHyperparameters({ d_ff: 8 });
    await lab.show('Compare');
    await expect(board.row('Variant 1')).toContainText('Before your last edit');
    await expect(board.action('Train the rest')).toBeVisible();
  });
});

test('a comparison that was interrupted goes on; one is stopped alone', async ({
  page,
  site,
  gallery,
  lab,
  variants,
  board,
}) => {
  await site.open();
  const long = vitWith(smallVit, { ...settings, steps: 4000 });
  await site.chooseFile(() => gallery.askForFile(), toFile(long));
  await lab.show('Compare');
  await expect(lab.root.getByText('Nothing to compare yet')).toBeVisible();
  await lab.root.getByRole('button', { name: 'Fork' }).click();
  await variants.expectShown('Variant 1');
  await variants.fork.click();
  await board.action('Train all').click();
  for (const title of ['Base', 'Variant 1', 'Variant 2']) {
    await expect(board.row(title)).toContainText(/Step [1-9]/, { timeout: 60_000 });
  }
  // One busy state: nothing else runs meanwhile, and another graph is not opened unasked.
  await lab.show('Run');
  await expect(lab.action('Run')).toHaveCount(0);
  await lab.show('Compare');
  await board.choose('Variant 2', 'Stop this one');
  await expect(board.row('Variant 2')).toContainText('Stopped at');
  await board.action('Pause').click();
  await expect(board.status).toContainText('Paused at step');

  await page.reload();
  await lab.show('Compare');
  await expect(board.status).toContainText('Interrupted at step');
  await expect(board.row('Base')).toContainText('Interrupted at');
  await expect(board.row('Variant 2')).toContainText('Stopped at');
  await board.action('Resume').click();
  await expect(board.row('Base')).toContainText(/Step [1-9]/, { timeout: 60_000 });
  await board.action('Stop').click();
  await expect(board.row('Base')).toContainText('Stopped at');
});

test('an experiment of the gallery opens with its variants, ready to be compared @fallback', async ({
  page,
  site,
  gallery,
  lab,
  board,
}) => {
  await site.open();
  await gallery.openPreset('With and without positions');
  await expect(lab.tab('Compare')).toHaveAttribute('aria-selected', 'true');
  await expect(board.row('With positions')).toContainText('What the others are set against');
  await expect(board.row('Without positions')).toContainText('bypassed Learned positions');
  await lab.root.getByRole('button', { name: 'Side by side' }).click();
  await expect(page.locator('.pane')).toHaveCount(2);
});
