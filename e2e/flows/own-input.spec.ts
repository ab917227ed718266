/** A picture of one's own: from a file, dropped, drawn; and what is no picture. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { smallVit, toFile, vitWith } from '../fixtures/documents';
import { expect, test } from '../pages/test';

/** Any picture, far larger than the model takes, and not square. */
const PICTURE = join(import.meta.dirname, '../../docs/screenshot.png');

test('a picture from a file, one that is dropped, one that is drawn @fallback', async ({
  page,
  site,
  gallery,
  lab,
}) => {
  await site.open();
  await site.chooseFile(() => gallery.askForFile(), toFile(vitWith(smallVit)));
  await lab.show('Run');
  const from = (name: string) => lab.root.getByRole('radio', { name }).check({ force: true });
  const seen = lab.root.getByRole('img', { name: 'Image, 28 by 28 pixels' });
  /** What is shown as the model's view, as one text. */
  const pixels = () =>
    seen.evaluate((canvas) => (canvas as unknown as HTMLCanvasElement).toDataURL());

  await test.step('from a file', async () => {
    await from('My picture');
    await lab.root.getByLabel('Picture file').setInputFiles(PICTURE);
    await expect(lab.root.getByText('screenshot.png')).toBeVisible();
    await lab.run();
    await expect(seen).toBeVisible();
    expect(await lab.shares()).toHaveLength(5);
  });

  await test.step('inverted, it looks otherwise', async () => {
    const before = await pixels();
    await lab.root.getByRole('checkbox', { name: /^Invert/ }).click();
    await expect.poll(pixels).not.toBe(before);
  });

  await test.step('what is no picture: told, and the last one stays', async () => {
    const before = await pixels();
    await lab.root.getByLabel('Picture file').setInputFiles({
      name: 'notes.png',
      mimeType: 'image/png',
      buffer: Buffer.from('no picture'),
    });
    await expect(lab.failure).toBeVisible();
    expect(await pixels()).toBe(before);
  });

  await test.step('dropped', async () => {
    const data = await page.evaluateHandle((base64) => {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      const transfer = new DataTransfer();
      transfer.items.add(new File([bytes], 'dropped.png', { type: 'image/png' }));
      return transfer;
    }, readFileSync(PICTURE).toString('base64'));
    await lab.root
      .getByText('screenshot.png')
      .dispatchEvent('drop', { dataTransfer: data, bubbles: true });
    await expect(lab.root.getByText('dropped.png')).toBeVisible();
    await expect(lab.failure).toHaveCount(0);
  });

  await test.step('drawn', async () => {
    const before = await pixels();
    await from('Draw');
    const pad = await lab.root.getByRole('img', { name: /^Drawing pad/ }).boundingBox();
    if (!pad) throw new Error('there is no drawing pad');
    await page.mouse.move(pad.x + pad.width / 2, pad.y + 15);
    await page.mouse.down();
    await page.mouse.move(pad.x + pad.width / 2, pad.y + pad.height - 15, { steps: 8 });
    await page.mouse.up();
    await expect.poll(pixels).not.toBe(before);
    expect(await lab.shares()).toHaveLength(5);
  });
});
