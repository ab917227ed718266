/** The first lesson without a pointer: open, walk, change, wire, run, train. */
import { smallVit } from '../fixtures/documents';
import { expect, test } from '../pages/test';

test('a lesson with the keyboard alone @fallback', async ({
  page,
  site,
  gallery,
  topBar,
  canvas,
  inspector,
  lab,
}) => {
  const { keyboard } = page;
  /** Presses Tab until the element has the focus: that it can be reached is what is tested. */
  const tabTo = async (target: import('@playwright/test').Locator, key = 'Tab') => {
    for (let presses = 0; presses < 120; presses++) {
      const there = await target.evaluateAll((found) =>
        found.includes(document.activeElement as never),
      );
      if (there) return;
      await keyboard.press(key);
    }
    throw new Error(`120 presses of ${key} do not reach ${target}`);
  };

  await test.step('open a preset', async () => {
    await site.open();
    await expect(gallery.heading).toBeVisible();
    await tabTo(gallery.preset('ViT (tiny)'));
    await keyboard.press('Enter');
    await canvas.expectSize(12, 11);
  });

  await test.step('walk along the wires', async () => {
    await tabTo(canvas.root.locator('.react-flow__node'));
    await keyboard.press('Home');
    await expect(canvas.block('Image')).toBeFocused();
    for (const title of ['Patch embedding', 'Class token', 'Learned positions', 'Dropout']) {
      await keyboard.press('ArrowRight');
      await expect(canvas.block(title)).toBeFocused();
    }
    await keyboard.press('ArrowLeft');
    await expect(canvas.block('Learned positions')).toBeFocused();
    await expect(canvas.block('Learned positions')).toBeInViewport();
  });

  await test.step('open a block and come back', async () => {
    await keyboard.press('ArrowRight');
    await keyboard.press('ArrowRight');
    await expect(canvas.block('Encoder layer (pre-norm)')).toBeFocused();
    await keyboard.press('Enter');
    await expect(page.getByRole('navigation', { name: 'Opened blocks' })).toContainText(
      'layer 1 of',
    );
    await expect(canvas.block('Multi-head attention')).toHaveCount(1);
    await keyboard.press('Escape');
    await keyboard.press('Escape');
    await expect(canvas.block('Patch embedding')).toHaveCount(1);
  });

  await test.step('change a parameter of a block', async () => {
    await tabTo(canvas.root.locator('.react-flow__node'));
    await keyboard.press('Home');
    await keyboard.press('ArrowRight');
    await expect(canvas.block('Patch embedding')).toBeFocused();
    await tabTo(inspector.field('Patch size'));
    await keyboard.press('Control+a');
    await keyboard.type('14');
    await keyboard.press('Enter');
    await expect(canvas.wire('Patch embedding', 'Class token')).toHaveAccessibleName(/tokens 4, /);
  });

  await test.step('move a block, and take that back', async () => {
    await tabTo(canvas.root.locator('.react-flow__node'), 'Shift+Tab');
    const block = canvas.block('Patch embedding');
    await expect(block).toBeFocused();
    const before = await block.boundingBox();
    await keyboard.press('Shift+ArrowDown');
    await expect.poll(async () => (await block.boundingBox())?.y).toBeGreaterThan(before?.y ?? 0);
    await keyboard.press('Control+z');
    await expect.poll(async () => (await block.boundingBox())?.y).toBe(before?.y);
  });

  await test.step('add a block and wire it', async () => {
    await keyboard.press('/');
    await expect(canvas.quickAdd).toBeVisible();
    await keyboard.type('layer norm');
    await keyboard.press('Enter');
    await canvas.expectSize(13, 11);
    await expect(canvas.quickAdd).toHaveCount(0);
    await keyboard.press('Home');
    await expect(page.locator(':focus')).toHaveClass(/react-flow__node/);
    await keyboard.press('ArrowRight');
    await expect(canvas.block('Patch embedding')).toBeFocused();
    await keyboard.press('c');
    await expect(canvas.connect).toHaveAccessibleName('Connect Patch embedding');
    const choice = canvas.connect.getByRole('button', { name: /^Layer norm/ }).first();
    await expect(choice).toBeEnabled();
    await tabTo(canvas.connect.getByRole('button', { name: /^Layer norm.*fits$/ }));
    await keyboard.press('Enter');
    await expect(canvas.connect).toHaveCount(0);
    await expect(canvas.wires).not.toHaveCount(0);
    await keyboard.press('Control+z');
    await keyboard.press('Control+z');
    await canvas.expectSize(12, 11);
  });

  await test.step('hyperparameters', async () => {
    await keyboard.press('Escape');
    for (const [name, value] of Object.entries(smallVit)) {
      if (name === 'patch') continue;
      await tabTo(inspector.field(name));
      await keyboard.press('Control+a');
      await keyboard.type(String(value));
      await keyboard.press('Enter');
    }
    await expect(canvas.wire('Class token', 'Learned positions')).toHaveAccessibleName(
      /tokens 5, d_model 16$/,
    );
  });

  await test.step('run and read the answer', async () => {
    await tabTo(lab.action('Run'));
    await keyboard.press('Enter');
    await expect(lab.predictions).toBeVisible({ timeout: 60_000 });
    expect(await lab.shares()).toHaveLength(5);
  });

  await test.step('train, look at a head, undo nothing', async () => {
    await tabTo(lab.root.getByRole('tab', { selected: true }));
    await keyboard.press('ArrowRight');
    await expect(lab.tab('Train')).toBeFocused();
    await tabTo(lab.root.getByRole('textbox', { name: 'Steps', exact: true }));
    await keyboard.press('Control+a');
    await keyboard.type('20');
    await keyboard.press('Enter');
    await tabTo(lab.action('Train'));
    await keyboard.press('Enter');
    await expect(lab.testFigure).toContainText('20 steps in', { timeout: 60_000 });
    await tabTo(lab.tab('Train'), 'Shift+Tab');
    await keyboard.press('ArrowRight');
    await expect(lab.tab('Look')).toBeFocused();
    await tabTo(lab.head('Head 2'));
    await keyboard.press('Enter');
    await expect(lab.head('Head 2')).toHaveAttribute('aria-pressed', 'true');
  });
  await topBar.waitUntilSaved();
});
