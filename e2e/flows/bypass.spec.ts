/** Ablation: a block is taken out of use and back, with the keyboard and with the pointer. */
import { smallVit, toFile, vitWith } from '../fixtures/documents';
import { expect, test } from '../pages/test';

test('bypass a block and use it again @fallback', async ({
  page,
  site,
  gallery,
  canvas,
  inspector,
  lab,
  topBar,
}) => {
  const { keyboard } = page;
  const bypass = inspector.panel.getByRole('switch', { name: 'Bypassed: passes its input on' });
  const parameters = async () => {
    const row = inspector.panel.getByRole('row', { name: /^Parameters/ }).last();
    return (await row.innerText()).split(/\s+/)[1];
  };
  const notice = page.getByRole('status').filter({ hasText: 'cannot be bypassed' });

  await site.open();
  await site.chooseFile(() => gallery.askForFile(), toFile(vitWith(smallVit)));
  await canvas.expectSize(12, 11);

  await test.step('with the keyboard: walk to a block, and take it out of use', async () => {
    await canvas.block('Class token').focus();
    await keyboard.press('ArrowRight');
    await expect(canvas.block('Learned positions')).toBeFocused();
    // 5 tokens of 16
    await expect.poll(parameters).toBe('80');
    await keyboard.press('Control+b');
    await expect(canvas.block('Learned positions')).toHaveAccessibleName(
      'Learned positions, bypassed, output tokens 5 by d_model 16',
    );
    await expect(canvas.block('Learned positions').locator('.block-passing path')).toHaveCount(1);
    await expect.poll(parameters).toBe('0');
    await expect(bypass).toBeChecked();
    await keyboard.press('Control+z');
    await expect(bypass).not.toBeChecked();
    await keyboard.press('Control+b');
    await expect(bypass).toBeChecked();
  });

  await test.step('where it cannot be, the reason is told and nothing changes', async () => {
    await keyboard.press('ArrowLeft');
    await keyboard.press('ArrowLeft');
    await expect(canvas.block('Patch embedding')).toBeFocused();
    await keyboard.press('Control+b');
    const reason =
      'Patch embedding cannot be bypassed: it takes height 28, width 28, channels 1 and gives tokens 4, d_model 16.';
    await expect(notice.first()).toContainText(reason);
    await expect(canvas.block('Patch embedding')).not.toHaveAccessibleName(/bypassed/);
    await expect(bypass).toBeDisabled();
    await expect(inspector.panel).toContainText(reason);
    await expect(lab.tab('Problems')).toHaveText('Problems');
  });

  await test.step('with the pointer: a composite with all its copies', async () => {
    await canvas.fit();
    await canvas.select('Encoder layer (pre-norm)');
    await bypass.click();
    await expect(canvas.block('Encoder layer (pre-norm)')).toHaveAccessibleName(/, bypassed, /);
    await expect(inspector.panel).toContainText('“x” goes on as “y”.');
    await expect.poll(parameters).toBe('0');
    await inspector.tab('Graph').click();
    // Patch embedding 3,152, class token 16, norm 32, head 170
    await expect(inspector.panel).toContainText('3.37 k');
  });

  await test.step('the rest runs', async () => {
    await lab.show('Run');
    await lab.run();
    await expect(lab.predictions).toBeVisible();
  });

  await test.step('it is so after a reload, until it is used again', async () => {
    await topBar.waitUntilSaved();
    await page.reload();
    await expect(canvas.block('Learned positions')).toHaveAccessibleName(/, bypassed, /);
    await canvas.fit();
    await canvas.select('Encoder layer (pre-norm)');
    await canvas.select('Learned positions', { add: true });
    await keyboard.press('Control+b');
    await expect(canvas.root.locator('.block.bypassed')).toHaveCount(0);
    await topBar.undo.click();
    await expect(canvas.root.locator('.block.bypassed')).toHaveCount(2);
  });
});
