/** Weights as files: what was learned goes out and comes back; a damaged file changes nothing. */
import AxeBuilder from '@axe-core/playwright';
import { smallVit, toFile, vitWith } from '../fixtures/documents';
import { expect, test } from '../pages/test';
import { Weights } from '../pages/Weights';

test('weights are saved, forgotten, loaded and put back @both', async ({
  page,
  site,
  gallery,
  lab,
}) => {
  test.slow();
  const weights = new Weights(page, lab);
  // More steps than are made before Stop is pressed, however fast the machine.
  const experiment = { steps: 100_000, batchSize: 16 };
  await site.open();
  await site.chooseFile(() => gallery.askForFile(), toFile(vitWith(smallVit, experiment)));
  await lab.train({ stopAt: 15 });
  await lab.run();
  await expect(lab.untrained).toBeHidden();
  const learned = await lab.predictions.innerText();

  const own = await test.step('saved in our names and in those of timm', async () => {
    const saved = await weights.save('Patchbay');
    expect(saved.name).toBe('ViT (tiny).safetensors');
    expect(headerOf(saved.bytes)).toHaveProperty('encoder/0/attention/query/kernel');
    const timm = await weights.save('timm');
    expect(headerOf(timm.bytes)).toMatchObject({
      'blocks.1.attn.qkv.weight': { dtype: 'F32', shape: [48, 16] },
      'patch_embed.proj.weight': { shape: [16, 1, 14, 14] },
    });
    return { patchbay: saved.bytes, timm: timm.bytes };
  });

  const fresh = await test.step('forgotten, the answer is another', async () => {
    await weights.forget();
    await lab.run();
    await expect(lab.untrained).toBeVisible();
    const answer = await lab.predictions.innerText();
    expect(answer).not.toBe(learned);
    return answer;
  });

  await test.step('loaded, it is the same as before, to the last digit shown', async () => {
    await weights.inspect(own.timm, 'from-timm.safetensors');
    await expect(weights.report).toContainText('Names as in timm, Vision Transformer.');
    await expect(weights.report.getByRole('listitem')).toHaveText(['40 of 40 fit']);
    await weights.use('all 40 weights');
    await expect(lab.root.getByText(/weights from from-timm\.safetensors/)).toBeVisible();
    await expect(lab.untrained).toBeHidden();
    await expect.poll(() => lab.predictions.innerText()).toBe(learned);
  });

  await test.step('put back, it is what it was before the file', async () => {
    await weights.choose('Put the former weights back');
    await expect(lab.untrained).toBeVisible();
    await expect.poll(() => lab.predictions.innerText()).toBe(fresh);
  });

  await test.step('a damaged file says so and changes nothing', async () => {
    await weights.inspect(own.patchbay.subarray(0, own.patchbay.length - 100));
    await expect(weights.failure).toContainText('The file is damaged.');
    await expect(weights.failure).toContainText('Your graph and its weights are as they were.');
    await page.keyboard.press('Escape');
    await lab.run();
    await expect.poll(() => lab.predictions.innerText()).toBe(fresh);
  });

  await test.step('a file is dropped, and survives a reload', async () => {
    // While something is computed a file is not taken.
    await expect(lab.action('Run')).toBeVisible();
    const data = await page.evaluateHandle((base64) => {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      const transfer = new DataTransfer();
      transfer.items.add(new File([bytes], 'dropped.safetensors'));
      return transfer;
    }, own.patchbay.toString('base64'));
    await lab.root.dispatchEvent('drop', { dataTransfer: data, bubbles: true });
    await weights.use('all 40 weights');
    await expect.poll(() => lab.predictions.innerText()).toBe(learned);
    await lab.show('Train');
    await expect(
      lab.root.getByText('The loaded weights are saved on this computer.'),
    ).toBeVisible();
    await page.reload();
    await lab.run();
    await expect.poll(() => lab.predictions.innerText()).toBe(learned);
    await expect(lab.root.getByText(/weights from dropped\.safetensors/)).toBeVisible();
  });
});

test('weights of another size are taken where they fit, and the rest is told @fallback', async ({
  page,
  site,
  gallery,
  topBar,
  lab,
}) => {
  const weights = new Weights(page, lab);
  await site.open();
  await site.chooseFile(() => gallery.askForFile(), toFile(vitWith(smallVit)));
  const { bytes } = await weights.save('torchvision');
  const other = toFile(vitWith({ ...smallVit, classes: 7 }));
  await site.chooseFile(() => topBar.menu('Open file'), other);
  await weights.inspect(bytes);
  const { violations } = await new AxeBuilder({ page }).include('dialog[open]').analyze();
  expect(violations).toEqual([]);
  await expect(weights.report.getByRole('listitem')).toHaveText([
    '38 of 40 fit',
    '2 with another shape',
  ]);
  await expect(weights.report.getByRole('row')).toHaveText([
    'WeightWhat differs',
    'head/kernelheads.head.weight: 7 × 16 in this graph, 10 × 16 in the file',
    'head/biasheads.head.bias: 7 in this graph, 10 in the file',
  ]);
  await weights.report.getByRole('button', { name: 'Cancel' }).click();
  await weights.inspect(bytes);
  await weights.use('38 of 40 weights');
  await lab.run();
  await expect(lab.root.getByText(/weights from weights\.safetensors/)).toBeVisible();
});

/** The header of a safetensors file: its length in 8 bytes, then JSON. */
function headerOf(bytes: Buffer): unknown {
  return JSON.parse(bytes.subarray(8, 8 + Number(bytes.readBigUInt64LE(0))).toString());
}
