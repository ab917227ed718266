/** A learner's way through the encoder-decoder Transformer: cross-attention cut, wired again, seen. */
import { smallTransformer } from '../fixtures/documents';
import { expect, test } from '../pages/test';

test('Transformer: cut and wire cross-attention, write digits, look, train @both', async ({
  page,
  site,
  gallery,
  topBar,
  canvas,
  inspector,
  lab,
}) => {
  test.setTimeout(300_000);

  await test.step('open it from the gallery', async () => {
    await site.open();
    await gallery.openPreset('Transformer (tiny)');
    await canvas.expectSize(16, 18);
    await expect(canvas.wire('Encoder layer', 'Decoder layer')).toHaveAccessibleName(
      /batch 1, tokens 9, d_model 64$/,
    );
    await inspector.setHyperparameters(smallTransformer);
  });

  await test.step('cut the wire that brings the memory', async () => {
    await canvas.selectWire('Encoder layer', 'Decoder layer');
    await expect(inspector.panel.getByRole('definition').first()).toHaveText('Encoder layer, y');
    await page.keyboard.press('Delete');
    await canvas.expectSize(16, 17);
    await lab.show('Problems');
    const problem = lab.problems.filter({ hasText: 'An input is missing' });
    await expect(problem).toContainText(
      'Decoder layer needs something on "memory" (batch source d_memory)',
    );
  });

  await test.step('wire it again by keyboard', async () => {
    await canvas.select('Encoder layer');
    await page.keyboard.press('c');
    await expect(canvas.connect).toHaveAccessibleName('Connect Encoder layer');
    const choice = canvas.connect.getByRole('button', {
      name: /^Decoder layer, memory\b(?! mask)/,
    });
    await expect(choice).toContainText('fits');
    await choice.focus();
    await page.keyboard.press('Enter');
    await canvas.expectSize(16, 18);
    await expect(lab.problems).toHaveCount(0);
  });

  await test.step('type digits and run: it writes token by token', async () => {
    await lab.show('Run');
    await lab.root.getByRole('textbox', { name: 'Digits for Inputs' }).fill('20261107');
    await page.keyboard.press('Enter');
    await expect(lab.predictions).toBeVisible({ timeout: 90_000 });
    const seen = lab.root.getByRole('list', { name: 'Tokens of Inputs' }).getByRole('listitem');
    await expect(seen).toHaveCount(9);
    await expect(seen.first()).toContainText('2');
    await expect(seen.last()).toContainText('<end>');
    // Tokens come one after another.
    await expect.poll(async () => (await lab.shares()).length, { timeout: 90_000 }).toBe(9);
    const shares = await lab.shares();
    for (const share of shares) expect(share).toBeGreaterThan(100 / 13 - 0.1);
    await expect(lab.untrained).toBeVisible();
    await expect(topBar.badge).toHaveAccessibleName(`Backend: ${site.backend}`);
  });

  await test.step('look at the cross-attention', async () => {
    await lab.show('Look');
    await lab.attention.selectOption({ label: 'Decoder layer, 1 of 1 › Cross-attention' });
    await lab.head('Head 1').click();
    await expect(lab.heatMap).toHaveAccessibleName(/Cross-attention, head 1$/);
    await expect(lab.heatMap).toHaveAttribute('aria-valuetext', /^from <start> to 2 \(place 1\): /);
    await lab.view('Table');
    const rows = await lab.readAttention();
    expect(rows).toHaveLength(9);
    for (const row of rows) {
      expect(row).toHaveLength(9);
      expect(Math.abs(row.reduce((total, weight) => total + weight, 0) - 1)).toBeLessThan(0.05);
    }
  });

  await test.step('look at the masked self-attention: nothing ahead', async () => {
    await lab.attention.selectOption({ label: 'Decoder layer, 1 of 1 › Masked self-attention' });
    await lab.view('Table');
    const rows = await lab.readAttention();
    rows.forEach((row, at) => {
      for (const weight of row.slice(at + 1)) expect(weight).toBe(0);
    });
  });

  await test.step('train it a little', async () => {
    await lab.setExperiment({
      Steps: site.steps,
      Batch: 32,
      'Learning rate': 0.01,
      'Warm-up steps': 0,
    });
    await lab.train({ stopAt: site.stopAt });
    const { losses } = await lab.readCurve();
    const [first, last] = [losses.slice(0, 3), losses.slice(-3)];
    expect(Math.max(...last)).toBeLessThan(Math.max(...first));
    await expect(lab.testFigure).toContainText(
      site.stopAt ? 'Stopped before the end' : /of [\d,]+ test sequences/,
    );
  });
});
