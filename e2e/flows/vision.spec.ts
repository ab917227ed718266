/** A learner's way through a ViT: open, see, break, read, undo, run, look, train, come back. */
import { smallVit } from '../fixtures/documents';
import { expect, test } from '../pages/test';

test('ViT: see shapes, break a wire, undo, run, look, train, reload @both', async ({
  page,
  site,
  gallery,
  topBar,
  palette,
  canvas,
  inspector,
  lab,
}) => {
  test.setTimeout(240_000);

  await test.step('open it from the gallery', async () => {
    await site.open();
    await expect(gallery.heading).toBeVisible();
    await gallery.openPreset('ViT (tiny)');
    await expect(topBar.title('ViT (tiny)')).toBeVisible();
    await canvas.expectSize(12, 11);
  });

  await test.step('see the shape on every wire, with the names of its axes', async () => {
    const wire = canvas.wire('Class token', 'Learned positions');
    await expect(wire).toHaveAccessibleName(/batch 1, tokens 17, d_model 64$/);
    // Between two blocks side by side there is room for one size a line.
    for (const size of ['B', '17', '64']) {
      await expect(wire.getByText(size, { exact: true })).toBeVisible();
    }
    const names = await canvas.wires.evaluateAll((wires) =>
      wires.map((each) => each.getAttribute('aria-label') ?? ''),
    );
    expect(names).toHaveLength(11);
    for (const name of names) expect(name).toMatch(/: (a single number|\w+ [\d,]+)/);
    await expect(lab.tab('Problems')).toHaveAccessibleName('Problems');
  });

  await test.step('break it: patches meet patches with a class token', async () => {
    await canvas.drop(palette.item('Add'), await middleOf(canvas, 'Class token'));
    await canvas.expectSize(13, 12);
    await canvas.fit();
    await canvas.drawWire(canvas.output('Patch embedding', 'y'), canvas.input('Add', 'b'));
    await canvas.expectSize(13, 13);
  });

  await test.step('read what is wrong: axis, sizes and where they come from', async () => {
    const wire = canvas.wire('Patch embedding', 'Add');
    await expect(wire.locator('.wire.wrong')).toBeVisible();
    await expect(wire).toContainText('16 tokens meet 17');
    const problem = lab.problems.filter({ hasText: 'Sizes do not match' });
    await lab.show('Problems');
    await expect(problem).toContainText('tokens is 16 on "b" (from Patch embedding)');
    await expect(problem).toContainText('17 on "a" (from Class token)');
    await lab.show('Run');
    await expect(lab.action('Run')).toBeDisabled();
  });

  await test.step('undo it', async () => {
    await topBar.undo.click();
    await topBar.undo.click();
    await canvas.expectSize(12, 11);
    await expect(canvas.root.locator('.wire.wrong')).toHaveCount(0);
    await lab.show('Problems');
    await expect(lab.root.getByText('No problems. The graph can run.')).toBeVisible();
  });

  await test.step('make it small, and see the sizes follow', async () => {
    await inspector.setHyperparameters(smallVit);
    await expect(canvas.wire('Class token', 'Learned positions')).toHaveAccessibleName(
      /tokens 5, d_model 16$/,
    );
  });

  await test.step('run it on a digit', async () => {
    await lab.run();
    const shares = await lab.shares();
    expect(shares).toHaveLength(5);
    expect(shares).toEqual([...shares].sort((a, b) => b - a));
    // The five best of ten classes: at least half of everything.
    const sum = shares.reduce((total, share) => total + share, 0);
    expect(sum).toBeGreaterThanOrEqual(49.9);
    expect(sum).toBeLessThanOrEqual(100.3);
    await expect(lab.untrained).toBeVisible();
    await expect(lab.root.getByRole('img', { name: 'Image, 28 by 28 pixels' })).toBeVisible();
    await expect(topBar.badge).toHaveAccessibleName(`Backend: ${site.backend}`);
    if (site.backend === 'WebAssembly') {
      const badge = await topBar.readBadge();
      expect(badge).toContain('Computing without a graphics processor, with WebAssembly');
      expect(badge).toMatch(/Tried first\s+WebGPU \S+/);
    }
  });

  await test.step('look at the attention of a layer and a head', async () => {
    await lab.show('Look');
    await lab.attention.selectOption({
      label: 'Encoder layer (pre-norm), 2 of 2 › Multi-head attention',
    });
    await lab.head('Head 2').click();
    await expect(lab.head('Head 2')).toHaveAttribute('aria-pressed', 'true');
    await lab.view('Matrix');
    await expect(lab.heatMap).toHaveAccessibleName(/head 2$/);
    await expect(lab.heatMap).toHaveAttribute(
      'aria-valuetext',
      /^from class token to .+: [\d.]+$/i,
    );
    await expect(lab.root.getByText('attention weight')).toBeVisible();
    await lab.view('Table');
    const rows = await lab.readAttention();
    expect(rows).toHaveLength(5);
    for (const row of rows) {
      expect(row).toHaveLength(5);
      expect(Math.abs(row.reduce((total, weight) => total + weight, 0) - 1)).toBeLessThan(0.05);
    }
  });

  await test.step('train it, and watch the loss fall', async () => {
    await lab.setExperiment({
      Steps: site.steps,
      Batch: 32,
      'Learning rate': 0.01,
      'Warm-up steps': 0,
    });
    await lab.train({ stopAt: site.stopAt });
    const { losses } = await lab.readCurve();
    expect(mean(losses.slice(-3))).toBeLessThan(mean(losses.slice(0, 3)));
    await expect(lab.testFigure).toContainText(`on ${site.backend}`);
    await expect(lab.testFigure).toContainText(
      site.stopAt ? 'Stopped before the end' : /\d+(\.\d)? %.*Test accuracy/s,
    );
    await expect(lab.saved).toBeVisible();
    await topBar.waitUntilSaved();
  });

  await test.step('reload: everything is there', async () => {
    const figure = await lab.testFigure.innerText();
    const trained = /([\d,]+) steps in/.exec(figure)?.[1];
    const label = await lab.chart('Loss').getAttribute('aria-label');
    await page.reload();
    await expect(topBar.title('ViT (tiny)')).toBeVisible();
    await canvas.expectSize(12, 11);
    await expect(inspector.field('d_model')).toHaveValue('16');
    await lab.show('Train');
    await expect(lab.testFigure).toHaveText(figure, { useInnerText: true });
    await expect(lab.chart('Loss')).toHaveAttribute('aria-label', label ?? '');
    await lab.run();
    await expect(lab.root.getByText(`after ${trained} training steps`)).toBeVisible();
    await expect(lab.untrained).toHaveCount(0);
  });
});

/** The middle of the wire that leaves a block to the right. */
async function middleOf(
  canvas: { output(block: string, port: string): import('@playwright/test').Locator },
  block: string,
) {
  const box = await canvas.output(block, 'y').boundingBox();
  if (!box) throw new Error(`${block} has no output on the page`);
  return { x: box.x + box.width / 2 + 6, y: box.y + box.height / 2 };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
