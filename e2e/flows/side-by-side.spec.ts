/** Variants lie side by side: what differs is marked, and all figures move as one. */
import { serializeDocument } from '../../runtime/graph/serialize';
import { chainWithVariants } from '../fixtures/documents';
import { expect, test } from '../pages/test';

test('look at variants side by side @fallback', async ({
  page,
  site,
  gallery,
  canvas,
  inspector,
  variants,
  sideBySide,
}) => {
  await site.open();
  await gallery.openPreset('ViT (tiny)');
  await expect(sideBySide.toggle).toHaveCount(0);

  await test.step('fork: heads and a bypass; a block removed and one added', async () => {
    await variants.fork.click();
    await inspector.setHyperparameters({ heads: 2 });
    await canvas.select('Learned positions');
    await page.keyboard.press('Control+b');
    await expect(variants.words).toHaveText('heads 4 → 2 · bypassed Learned positions');
    await variants.show('Base');
    await variants.fork.click();
    await canvas.select('Dropout');
    await page.keyboard.press('Delete');
    await page.keyboard.press('/');
    await canvas.quickAdd.getByRole('combobox').fill('Linear');
    await page.keyboard.press('Enter');
    await expect(variants.words).toContainText('removed Dropout · added Linear');
  });

  await test.step('a pane for each', async () => {
    await sideBySide.toggle.click();
    await expect(sideBySide.toggle).toHaveAttribute('aria-pressed', 'true');
    await expect(sideBySide.panes).toHaveCount(3);
    await expect(sideBySide.pane('Base')).toContainText('72.1 k parameters');
    await expect(sideBySide.pane('Variant 1')).toContainText('heads 4 → 2');
    await expect(sideBySide.title('Variant 2')).toHaveAttribute('aria-current', 'true');
    await expect(sideBySide.block('Base', '')).toHaveCount(12);
    await expect(sideBySide.block('Variant 1', '')).toHaveCount(12);
    // One is gone and still seen, one is new.
    await expect(sideBySide.block('Variant 2', '')).toHaveCount(13);
  });

  await test.step('each difference has a sign beside its colour', async () => {
    for (const [title, name, sign, kind] of [
      ['Variant 1', 'Encoder layer (pre-norm), changed: heads 4 → 2', '~', 'changed'],
      ['Variant 1', 'Learned positions, bypassed: bypassed Learned', '↷', 'bypassed'],
      ['Variant 2', 'Dropout, removed here', '−', 'removed'],
      ['Variant 2', 'Linear, added', '+', 'added'],
    ]) {
      const block = sideBySide.block(title, name);
      await expect(block).toHaveAttribute('data-diff', kind);
      await expect(block.locator('.pane-mark text')).toHaveText(sign);
    }
    await expect(sideBySide.pane('Base').locator('.pane-mark')).toHaveCount(0);
    const rect = sideBySide.block('Variant 2', 'Dropout').locator('.pane-mark rect');
    await expect(rect).toHaveCSS('stroke-dasharray', /\d/);
  });

  await test.step('equal blocks lie at equal places', async () => {
    for (const text of ['Image', 'Encoder layer', 'MLP head']) {
      const place = await sideBySide.placeOf('Base', text);
      expect(await sideBySide.placeOf('Variant 1', text)).toEqual(place);
      expect(await sideBySide.placeOf('Variant 2', text)).toEqual(place);
    }
    expect(await sideBySide.placeOf('Variant 2', 'Dropout')).toEqual(
      await sideBySide.placeOf('Base', 'Dropout'),
    );
  });

  const expectMoved = async (before: string[]) => {
    await expect.poll(() => sideBySide.places()).not.toEqual(before);
    const places = await sideBySide.places();
    expect(new Set(places).size).toBe(1);
    return places;
  };
  await test.step('dragged, wheeled and zoomed together', async () => {
    let at = await sideBySide.places();
    expect(new Set(at).size).toBe(1);
    const frame = await sideBySide.surface('Variant 1').boundingBox();
    if (!frame) throw new Error('no pane');
    await page.mouse.move(frame.x + 40, frame.y + 20);
    await page.mouse.down();
    await page.mouse.move(frame.x + 90, frame.y + 30, { steps: 3 });
    await page.mouse.up();
    at = await expectMoved(at);
    await page.mouse.wheel(0, 40);
    at = await expectMoved(at);
    await page.keyboard.down('Control');
    await page.mouse.wheel(0, -120);
    await page.keyboard.up('Control');
    at = await expectMoved(at);
    await sideBySide.tools.getByRole('button', { name: 'Zoom out' }).click();
    at = await expectMoved(at);
    await sideBySide.surface('Base').focus();
    for (const key of ['ArrowLeft', 'ArrowDown', '+', '-', '0']) {
      await page.keyboard.press(key);
      if (key !== '0') at = await expectMoved(at);
    }
    await sideBySide.tools.getByRole('button', { name: 'Show what differs' }).click();
    await expectMoved(at);
  });

  await test.step('pointed at together', async () => {
    await sideBySide.block('Variant 1', 'Encoder layer').hover();
    await expect(sideBySide.panes.locator('.pane-pointed')).toHaveCount(3);
    await expect(sideBySide.note('Variant 1')).toContainText(
      'Encoder layer (pre-norm) heads 4 → 2',
    );
    await expect(sideBySide.note('Base')).toContainText('h = 4');
    await page.mouse.move(5, 5);
    await expect(sideBySide.panes.locator('.pane-pointed')).toHaveCount(0);
  });

  await test.step('walked by keys', async () => {
    await sideBySide.surface('Variant 2').focus();
    await page.keyboard.press('Enter');
    await expect(sideBySide.block('Variant 2', 'Linear, added')).toBeFocused();
    await expect(sideBySide.note('Base')).toHaveText('Not here');
    await sideBySide.block('Variant 2', 'Learned positions').focus();
    await page.keyboard.press('ArrowRight');
    await expect(sideBySide.note('Variant 2')).not.toContainText('Learned positions');
    await page.keyboard.press('Escape');
    await expect(sideBySide.surface('Variant 2')).toBeFocused();
  });

  await test.step('a block opens in all of them', async () => {
    await sideBySide.block('Variant 1', 'Encoder layer').focus();
    await page.keyboard.press('Enter');
    await expect(sideBySide.block('Variant 1', 'Multi-head attention, changed')).toBeVisible();
    await expect(sideBySide.block('Base', 'Multi-head attention')).toBeVisible();
    await sideBySide.surface('Base').focus();
    await page.keyboard.press('Escape');
    await expect(sideBySide.block('Base', 'Image')).toBeVisible();
  });

  await test.step('a double click opens too', async () => {
    await sideBySide.tools.getByRole('button', { name: 'Show all' }).click();
    await sideBySide.block('Base', 'Encoder layer').dblclick();
    await expect(sideBySide.block('Base', 'Multi-head attention')).toBeVisible();
    await page.getByRole('navigation', { name: 'Opened blocks' }).getByRole('button').click();
    await expect(sideBySide.block('Base', 'Image')).toBeVisible();
  });

  await test.step('it is no place to edit; a title opens its variant', async () => {
    await page.keyboard.press('/');
    await expect(page.getByRole('status').first()).toContainText('These figures are to look at.');
    await inspector.setHyperparameters({ d_model: 32 });
    await expect(sideBySide.pane('Variant 2')).toContainText('d_model 64 → 32');
    await sideBySide.title('Variant 1').click();
    await variants.expectShown('Variant 1');
    await canvas.expectSize(12, 11);
    await expect(sideBySide.panes).toHaveCount(0);
    await sideBySide.toggle.click();
    await expect(sideBySide.panes).toHaveCount(3);
    await page.keyboard.press('Escape');
    await sideBySide.surface('Base').focus();
    await page.keyboard.press('Escape');
    await expect(sideBySide.panes).toHaveCount(0);
    await expect(variants.tab('Variant 1')).toBeFocused();
  });

  await test.step('without variants there is one canvas', async () => {
    await sideBySide.toggle.click();
    for (const title of ['Variant 1', 'Variant 2']) {
      await variants.tab(title).focus();
      await page.keyboard.press('Delete');
    }
    await expect(sideBySide.panes).toHaveCount(0);
    await canvas.expectSize(12, 11);
    await variants.fork.click();
    await canvas.expectSize(12, 11);
    await page.keyboard.press('v');
    await expect(sideBySide.panes).toHaveCount(2);
    await page.keyboard.press('v');
    await canvas.expectSize(12, 11);
  });
});

/** Moves in a row, and the time that one may take of the page's main thread, ms. */
const MOVES = 120;
const FRAME = 16;

test('six figures of 60 blocks move smoothly @fallback', async ({
  page,
  site,
  gallery,
  sideBySide,
}, testInfo) => {
  await site.open();
  const text = serializeDocument(chainWithVariants(60, 5));
  await site.chooseFile(() => gallery.askForFile(), text);
  await sideBySide.toggle.click();
  await expect(sideBySide.panes).toHaveCount(6);
  await expect(sideBySide.panes.locator('.pane-node')).toHaveCount(360);
  const surface = sideBySide.surface('Base');
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
  const measure = async (ctrlKey: boolean) => {
    const before = await cdp.send('Performance.getMetrics');
    await surface.evaluate(
      async (element, { moves, zooms }) => {
        for (let index = 0; index < moves; index++) {
          const deltaY = index % 40 < 20 ? 6 : -6;
          const init = { deltaX: deltaY, deltaY, ctrlKey: zooms, cancelable: true, bubbles: true };
          element.dispatchEvent(new WheelEvent('wheel', init));
          await new Promise(requestAnimationFrame);
        }
      },
      { moves: MOVES, zooms: ctrlKey },
    );
    const after = await cdp.send('Performance.getMetrics');
    const of = (name: string) => {
      const value = ({ metrics }: typeof before) =>
        metrics.find((each) => each.name === name)?.value ?? Number.NaN;
      return Math.round(((value(after) - value(before)) / MOVES) * 1e5) / 100;
    };
    return { task: of('TaskDuration'), script: of('ScriptDuration'), layout: of('LayoutDuration') };
  };
  const figures = { pan: await measure(false), zoom: await measure(true) };
  testInfo.annotations.push({ type: 'ms a frame', description: JSON.stringify(figures) });
  console.log(`ms a frame of 6 panes with 60 blocks: ${JSON.stringify(figures)}`);
  expect(figures.pan.task).toBeGreaterThan(0);
  expect(figures.pan.task).toBeLessThan(FRAME);
  expect(figures.zoom.task).toBeLessThan(FRAME);
});
