/** Building a graph by hand: drag, wire, refuse, quick-add, change, undo, copy, arrange, keep. */
import { expect, test } from '../pages/test';

test.describe('a graph from nothing', () => {
  test.beforeEach(async ({ site, gallery, canvas }) => {
    await site.open();
    await gallery.openEmpty();
    await expect(canvas.root.getByText('Nothing here yet')).toBeVisible();
  });

  test('drag, wire, quick-add, set, undo all the way and redo', async ({
    page,
    topBar,
    palette,
    canvas,
    inspector,
    lab,
  }) => {
    await canvas.drop(palette.item('Image'), await canvas.place(0.15, 0.3));
    await canvas.drop(palette.item('Flatten'), await canvas.place(0.5, 0.3));
    await canvas.expectSize(2, 0);

    await canvas.drawWire(canvas.output('Image', 'image'), canvas.input('Flatten', 'x'));
    await canvas.expectSize(2, 1);

    await test.step('a wire dropped on nothing offers what it can lead to', async () => {
      await canvas.drawWire(canvas.output('Flatten', 'y'), await canvas.place(0.8, 0.6));
      await expect(canvas.quickAdd).toBeVisible();
      await expect(
        canvas.quickAdd.getByRole('option', { name: 'Tokens', exact: true }),
      ).toHaveCount(0);
      await page.keyboard.type('linear');
      await page.keyboard.press('Enter');
      await canvas.expectSize(3, 2);
      await expect(canvas.wire('Flatten', 'Linear')).toHaveAccessibleName(/features 784$/);
    });

    await test.step('a wire that makes a loop is refused, with the reason', async () => {
      await canvas.drawWire(canvas.output('Linear', 'y'), canvas.input('Flatten', 'x'), false);
      await expect(canvas.reason).toContainText('The wires form a loop');
      await page.mouse.up();
      await expect(topBar.toasts).toContainText('The wires form a loop');
      await canvas.expectSize(3, 2);
    });

    await test.step('a wire of the wrong kind is refused', async () => {
      await canvas.drop(palette.item('Token embedding'), await canvas.place(0.3, 0.75));
      await canvas.drawWire(
        canvas.output('Image', 'image'),
        canvas.input('Token embedding', 'tokens'),
      );
      await expect(topBar.toasts).toContainText(/Token embedding: "tokens" .*(whole numbers|axes)/);
      await canvas.expectSize(4, 2);
      await canvas.select('Token embedding');
      await page.keyboard.press('Delete');
      await canvas.expectSize(3, 2);
    });

    await test.step('change a parameter: the size on the wire follows while typing', async () => {
      await canvas.select('Image');
      await inspector.field('Height').fill('14');
      await expect(canvas.wire('Flatten', 'Linear')).toHaveAccessibleName(/features 392$/);
      await inspector.field('Height').press('Escape');
      await expect(canvas.wire('Flatten', 'Linear')).toHaveAccessibleName(/features 784$/);
      await inspector.set('Height', 14);
      await canvas.select('Linear');
      await inspector.set('Units', 12);
      await expect(inspector.panel.getByRole('region', { name: 'Cost' })).toContainText('4.72 k');
    });

    await test.step('undo everything, then do it all again', async () => {
      const end = await topBar.saveFile();
      let steps = 0;
      while (await topBar.undo.isEnabled()) {
        await topBar.undo.click();
        steps++;
      }
      expect(steps).toBeGreaterThanOrEqual(7);
      await expect(canvas.root.getByText('Nothing here yet')).toBeVisible();
      while (await topBar.redo.isEnabled()) await topBar.redo.click();
      await canvas.expectSize(3, 2);
      expect((await topBar.saveFile()).text).toBe(end.text);
    });
    await expect(lab.problems).toHaveCount(0);
  });

  test('copy, paste, duplicate, cut, and delete that heals', async ({
    page,
    palette,
    canvas,
    context,
  }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await canvas.drop(palette.item('Image'), await canvas.place(0.15, 0.3));
    await canvas.drop(palette.item('Flatten'), await canvas.place(0.5, 0.3));
    await canvas.drawWire(canvas.output('Image', 'image'), canvas.input('Flatten', 'x'));
    await canvas.drawWire(canvas.output('Flatten', 'y'), await canvas.place(0.8, 0.6));
    await page.keyboard.type('linear');
    await page.keyboard.press('Enter');
    await canvas.expectSize(3, 2);

    await canvas.select('Flatten');
    await canvas.select('Linear', { add: true });
    await page.keyboard.press('Control+c');
    await page.keyboard.press('Control+v');
    await canvas.expectSize(5, 3);

    await page.keyboard.press('Control+d');
    await canvas.expectSize(7, 4);
    await page.keyboard.press('Control+z');
    await page.keyboard.press('Control+z');
    await canvas.expectSize(3, 2);

    await test.step('without a block in the middle, the wires around it join', async () => {
      await canvas.select('Flatten');
      await page.keyboard.press('Delete');
      await canvas.expectSize(2, 1);
      await expect(canvas.wire('Image', 'Linear')).toBeVisible();
      await page.keyboard.press('Control+z');
      await canvas.expectSize(3, 2);
    });

    await canvas.select('Linear');
    await page.keyboard.press('Control+x');
    await canvas.expectSize(2, 1);
    await page.keyboard.press('Control+v');
    await canvas.expectSize(3, 1);
  });
});

test('arrange, fit, keep as a file, open it again byte by byte, change the theme', async ({
  page,
  site,
  gallery,
  topBar,
  canvas,
}) => {
  await site.open();
  await gallery.openPreset('ViT (tiny)');
  await canvas.expectSize(12, 11);

  await test.step('arrange puts a block back in its row, and undo takes that back', async () => {
    await canvas.fit();
    const title = canvas.block('MLP head').locator('.block-title');
    const before = await title.boundingBox();
    const at = await canvas.place(0.5, 0.85);
    await title.hover();
    await page.mouse.down();
    await page.mouse.move(at.x, at.y, { steps: 6 });
    await page.mouse.up();
    const moved = await title.boundingBox();
    expect(moved?.y).toBeGreaterThan((before?.y ?? 0) + 60);
    await canvas.tool('Arrange blocks').click();
    await expect(topBar.undo).toHaveAttribute('data-tip', /arrange/i);
    await expect
      .poll(async () => {
        const boxes = await Promise.all(
          ['Layer norm', 'MLP head'].map((name) => canvas.block(name).boundingBox()),
        );
        return Math.abs((boxes[0]?.y ?? 0) - (boxes[1]?.y ?? 1000));
      })
      .toBeLessThan(60);
    await canvas.expectSize(12, 11);
  });

  await test.step('fit shows every block', async () => {
    for (let i = 0; i < 4; i++) await canvas.tool('Zoom in').click();
    await canvas.fit();
    for (const block of await canvas.blocks.all()) await expect(block).toBeInViewport();
  });

  await test.step('a file opens as what was saved', async () => {
    const { name, text } = await topBar.saveFile();
    expect(name).toBe('ViT (tiny).patchbay.json');
    expect(JSON.parse(text)).toMatchObject({ format: 'patchbay', version: 2, title: 'ViT (tiny)' });
    await topBar.menu('New graph');
    await expect(canvas.root.getByText('Nothing here yet')).toBeVisible();
    await site.chooseFile(() => topBar.menu('Open file'), text);
    await canvas.expectSize(12, 11);
    expect((await topBar.saveFile()).text).toBe(text);
  });

  await test.step('light and dark, remembered', async () => {
    const background = () =>
      page.locator('body').evaluate((body) => getComputedStyle(body).backgroundColor);
    const light = await background();
    await page.getByRole('button', { name: 'Dark theme' }).click();
    await expect.poll(background).not.toBe(light);
    const dark = await background();
    await page.reload();
    await canvas.expectSize(12, 11);
    expect(await background()).toBe(dark);
    await page.getByRole('button', { name: 'Light theme' }).click();
    await expect.poll(background).toBe(light);
  });
});
