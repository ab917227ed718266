/** A graph goes from one person to another by a link; two tabs never write over each other. */
import { CanvasView } from '../pages/CanvasView';
import { Inspector } from '../pages/Inspector';
import { TopBar } from '../pages/TopBar';
import { expect, test } from '../pages/test';

test('a link opens as a copy for someone else', async ({
  page,
  browser,
  baseURL,
  context,
  site,
  gallery,
  topBar,
  canvas,
  inspector,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await site.open();
  await gallery.openPreset('Transformer (tiny)');
  await inspector.setHyperparameters({ d_model: 32 });
  await topBar.share.click();
  const dialog = page.getByRole('dialog', { name: 'Share this graph' });
  const field = dialog.getByRole('textbox', { name: 'Link to this graph' });
  await expect(field).toHaveValue(/#g1\./);
  await expect(dialog).toContainText(/[\d,]+ characters\./);
  await dialog.getByRole('button', { name: 'Copy link' }).click();
  await expect(dialog.getByRole('button', { name: 'Copied' })).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toBe(await field.inputValue());
  await dialog.getByRole('button', { name: 'Close' }).click();
  const { text } = await topBar.saveFile();

  const other = await browser.newContext({ baseURL });
  try {
    const theirs = await other.newPage();
    const [bar, view, panel] = [new TopBar(theirs), new CanvasView(theirs), new Inspector(theirs)];
    await theirs.goto(link);
    await expect(bar.title('Transformer (tiny)')).toBeVisible();
    await view.expectSize(16, 18);
    expect((await bar.saveFile()).text).toBe(text);
    await bar.waitUntilSaved();

    await test.step('what they change is theirs', async () => {
      await panel.setHyperparameters({ layers: 1 });
      await bar.waitUntilSaved();
      expect((await topBar.saveFile()).text).toBe(text);
      await theirs.goto('./');
      await view.expectSize(16, 18);
      await expect(panel.field('layers')).toHaveValue('1');
    });
  } finally {
    await other.close();
  }
  await canvas.expectSize(16, 18);
});

test('two tabs: the second one looks on, and may take over', async ({
  page,
  context,
  site,
  gallery,
  topBar,
  canvas,
  inspector,
}) => {
  await site.open();
  await gallery.openPreset('ViT (tiny)');
  await inspector.setHyperparameters({ heads: 2 });
  await topBar.waitUntilSaved();

  const second = await context.newPage();
  const [view, panel] = [new CanvasView(second), new Inspector(second)];
  await second.goto(site.address);
  await view.expectSize(12, 11);
  const banner = second.getByText('This graph is open in another tab.');
  await expect(banner).toBeVisible();
  await expect(panel.field('heads')).toBeDisabled();
  await expect(panel.field('heads')).toHaveValue('2');
  await view.select('Patch embedding');
  await second.keyboard.press('Delete');
  await view.expectSize(12, 11);

  await test.step('edit there: the first one looks on now', async () => {
    await second.getByRole('button', { name: 'Edit here' }).click();
    await expect(banner).toHaveCount(0);
    await second.keyboard.press('Escape');
    await panel.setHyperparameters({ heads: 8 });
    await expect(panel.field('heads')).toHaveValue('8');
    await expect(page.getByText('This graph is open in another tab.')).toBeVisible();
    await expect(inspector.field('heads')).toBeDisabled();
    await new TopBar(second).waitUntilSaved();
  });

  await test.step('the second closes: the first one goes on with what was saved', async () => {
    await second.close();
    await expect(page.getByText('This graph is open in another tab.')).toHaveCount(0);
    await expect(inspector.field('heads')).toBeEnabled();
    await expect(inspector.field('heads')).toHaveValue('8');
    await canvas.expectSize(12, 11);
  });

  await test.step('a copy is a graph of its own', async () => {
    const third = await context.newPage();
    await third.goto(site.address);
    await third.getByRole('button', { name: 'Open a copy' }).click();
    const copy = new Inspector(third);
    await expect(copy.field('heads')).toBeEnabled();
    await copy.setHyperparameters({ heads: 4 });
    await new TopBar(third).waitUntilSaved();
    await expect(inspector.field('heads')).toHaveValue('8');
    await third.close();
  });
});
