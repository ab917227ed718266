/** What is wrong is told in plain words at its place; nothing is lost, nothing is blank. */
import {
  loopDocument,
  smallTransformer,
  smallVit,
  toFile,
  transformerWith,
  vitWith,
  withoutWire,
} from '../fixtures/documents';
import { hostileFile, sound } from '../fixtures/hostile';
import { expect, test } from '../pages/test';

test.describe('graphs that cannot run', () => {
  test('a loop in a file', async ({ site, gallery, canvas, lab }) => {
    await site.open();
    await site.chooseFile(() => gallery.askForFile(), toFile(loopDocument()));
    await canvas.expectSize(2, 2);
    await lab.show('Problems');
    const problem = lab.problems.filter({ hasText: 'A loop in the wires' });
    await expect(problem).toContainText(
      /The wires form a loop: (First → Second → First|Second → First → Second)\./,
    );
    await problem.getByRole('button', { name: 'Show' }).click();
    await expect(
      canvas.root
        .getByRole('group', { name: /^(First|Second),/ })
        .and(canvas.page.locator(':focus')),
    ).toHaveCount(1);
    await canvas.selectWire('Second', 'First');
    await canvas.page.keyboard.press('Delete');
    await expect(lab.problems.filter({ hasText: 'A loop in the wires' })).toHaveCount(0);
  });

  test('a missing input', async ({ site, gallery, canvas, lab }) => {
    const text = toFile(withoutWire(transformerWith(smallTransformer), 'encoder.x'));
    await site.open();
    await site.chooseFile(() => gallery.askForFile(), text);
    await canvas.expectSize(16, 17);
    await lab.show('Problems');
    await expect(lab.problems).toHaveCount(1);
    await expect(lab.problems).toContainText('Encoder layer needs something on "x"');
    await lab.show('Run');
    await expect(lab.action('Run')).toBeDisabled();
  });

  test('heads that do not divide the width, cured by the fix that is offered', async ({
    site,
    gallery,
    canvas,
    inspector,
    topBar,
    lab,
  }) => {
    await site.open();
    await gallery.openPreset('ViT (tiny)');
    await inspector.setHyperparameters({ heads: 5 });
    await lab.show('Problems');
    await expect(lab.problems).toHaveCount(1);
    await expect(lab.problems).toContainText('Does not divide evenly');
    await expect(lab.problems).toContainText(/5 heads .*64/);
    await expect(canvas.block('Encoder layer (pre-norm)')).toHaveAccessibleName(
      /problem: .*5 heads/,
    );
    const fix = lab.problems.getByRole('button', { name: /^Set .*heads.* to 4$/i });
    await fix.click();
    await expect(lab.root.getByText('No problems. The graph can run.')).toBeVisible();
    await topBar.undo.click();
    await expect(lab.problems).toHaveCount(1);
  });

  test('a patch that does not divide the image', async ({ site, gallery, inspector, lab }) => {
    await site.open();
    await gallery.openPreset('ViT (tiny)');
    await inspector.setHyperparameters({ patch: 5 });
    await lab.show('Problems');
    await expect(lab.problems).toHaveCount(1);
    await expect(lab.problems).toContainText(
      'Patches of 5 x 5 do not fill a picture of height 28, width 28.',
    );
    await expect(lab.problems).toContainText('4 or 7');
  });

  test('an expression that cannot be read', async ({ site, gallery, inspector, lab }) => {
    await site.open();
    await gallery.openPreset('ViT (tiny)');
    await inspector.tab('Graph').click();
    await inspector.set('d_ff', '4 * d_modell');
    await lab.show('Problems');
    await expect(lab.problems.first()).toContainText('d_modell');
  });

  test('a graph of nothing', async ({ site, gallery, canvas, lab }) => {
    await site.open();
    await gallery.openEmpty();
    await expect(canvas.root.getByText('Nothing here yet')).toBeVisible();
    await lab.show('Problems');
    await expect(lab.problems).toContainText('The graph is empty.');
    await lab.show('Run');
    await lab.show('Look');
    await lab.show('Train');
    await expect(lab.root.getByRole('tabpanel')).not.toBeEmpty();
    await expect(canvas.root.getByText('Nothing here yet')).toBeVisible();
  });
});

test.describe('files and links that cannot be read', () => {
  const damaged: readonly (readonly [string, string, RegExp])[] = [
    ['cut JSON', toFile(vitWith({})).slice(0, 900), /the text is not complete JSON/],
    ['another format', '{"format":"excalidraw","elements":[]}', /This is not a Patchbay graph/],
    ['a newer version', '{"format":"patchbay","version":7,"nodes":{}}', /written in version 7/],
    ['nested too deep', `${'['.repeat(50_000)}${']'.repeat(50_000)}`, /nested more than 32 deep/],
    ['nothing', '', /not/],
  ];
  for (const [name, text, message] of damaged) {
    test(`a file: ${name}`, async ({ site, gallery, topBar, canvas }) => {
      await site.open();
      await test.step('before anything is open', async () => {
        await site.chooseFile(() => gallery.askForFile(), text);
        await expect(gallery.failure).toContainText('This graph could not be opened');
        await expect(gallery.failure).toContainText(message);
      });
      await test.step('beside a graph that is open, which stays', async () => {
        await gallery.openPreset('ViT (tiny)');
        await canvas.expectSize(12, 11);
        await site.chooseFile(() => topBar.menu('Open file'), text);
        await expect(topBar.toasts).toContainText(message);
        await canvas.expectSize(12, 11);
      });
    });
  }

  test('a file made to break the editor', async ({
    page,
    site,
    gallery,
    topBar,
    palette,
    canvas,
    lab,
  }) => {
    await site.open();
    await site.chooseFile(() => gallery.askForFile(), hostileFile());
    await expect(topBar.toasts).toContainText(/could not be read as written/);
    for (const title of sound) await expect(canvas.block(title)).toHaveCount(1);
    await expect(canvas.wire('Sound image', 'Sound flatten')).toHaveCount(1);
    await expect(canvas.wire('Sound flatten', 'Sound linear')).toHaveCount(1);
    await canvas.fit();
    await lab.show('Problems');
    await expect(lab.problems.filter({ hasText: 'warp-drive' })).toHaveCount(1);

    await test.step('the editor works on: add, select each, undo, save', async () => {
      const blocks = await canvas.blocks.count();
      await palette.item('Add').click();
      await expect(canvas.blocks).toHaveCount(blocks + 1);
      await page.keyboard.press('Control+z');
      await expect(canvas.blocks).toHaveCount(blocks);
      await canvas.blocks.first().focus();
      for (let step = 0; step < blocks; step++) await page.keyboard.press('ArrowRight');
      await expect(page.getByText(/failed|Something went wrong/i)).toHaveCount(0);
    });
    const { text } = await topBar.saveFile();
    expect(text).not.toContain('polluted');
    expect(
      await page.evaluate(() => ({
        script: 'PWN' in window,
        polluted: 'polluted' in {},
        images: [...document.images].map((image) => image.src),
      })),
    ).toEqual({ script: false, polluted: false, images: [] });
    await page.reload();
    for (const title of sound) await expect(canvas.block(title)).toHaveCount(1);
  });

  test('a link that was cut or changed: the message, and own work is kept', async ({
    page,
    site,
    gallery,
    topBar,
    canvas,
    inspector,
  }) => {
    await site.open();
    await gallery.openPreset('ViT (tiny)');
    await inspector.title.fill('My own ViT');
    await inspector.title.press('Enter');
    await topBar.share.click();
    const field = page.getByRole('textbox', { name: 'Link to this graph' });
    await expect(field).toHaveValue(/#g1\./);
    const link = await field.inputValue();
    await page.getByRole('button', { name: 'Close', exact: true }).click();
    await topBar.waitUntilSaved();
    const fragment = link.slice(link.indexOf('#'));
    const middle = Math.floor(fragment.length / 2);
    const changed = `${fragment.slice(0, middle)}${fragment[middle] === 'A' ? 'B' : 'A'}${fragment.slice(middle + 1)}`;

    for (const [damage, message] of [
      [fragment.slice(0, -40), /The link was cut at \d+ of \d+ characters/],
      [fragment.slice(0, 6), /The link was cut before the graph begins/],
      [changed, /The link was changed on its way/],
      [fragment.replace('#g1.', '#g9.'), /made by a newer Patchbay/],
    ] as const) {
      // A page of its own: the way a link is opened.
      const other = await page.context().newPage();
      await other.goto(`${site.address}${damage}`);
      await expect(other.getByRole('alert')).toContainText('This graph could not be opened');
      await expect(other.getByRole('alert')).toContainText(message);
      await expect(
        other
          .getByRole('region', { name: 'Your graphs' })
          .getByRole('button', { name: 'My own ViT' }),
      ).toBeVisible();
      await other.close();
    }

    await test.step('pasted over an open graph: the graph stays', async () => {
      await page.evaluate((hash) => {
        location.hash = hash;
      }, changed);
      await expect(topBar.toasts).toContainText('The link was changed on its way');
      await canvas.expectSize(12, 11);
      await expect(topBar.title('My own ViT')).toBeVisible();
    });
  });
});

test.describe('computing that fails', () => {
  test('a backend that is asked for and not there: the next one, and why @fallback', async ({
    page,
    canvas,
    gallery,
    lab,
    topBar,
  }) => {
    await page.goto('./?backend=webgpu');
    await gallery.openPreset('ViT (tiny)');
    await canvas.expectSize(12, 11);
    await lab.run();
    await expect(topBar.badge).toHaveAccessibleName('Backend: WebAssembly');
    expect(await topBar.readBadge()).toMatch(/WebGPU [A-Z].*\./);
  });

  test('a setting that is refused, and a sentence that is emptied @fallback', async ({
    site,
    gallery,
    lab,
  }) => {
    await site.open();
    await gallery.openPreset('Transformer (tiny)');

    await test.step('a marked setting is corrected before Train', async () => {
      await lab.show('Train');
      const rate = lab.root.getByRole('textbox', { name: 'Learning rate', exact: true });
      const before = await rate.inputValue();
      await rate.fill('1000000');
      await rate.blur();
      await expect(rate).toHaveAttribute('aria-invalid', 'true');
      await expect(lab.action('Train')).toBeDisabled();
      await expect(lab.action('Train')).toHaveAttribute(
        'title',
        'Correct the marked setting first',
      );
      await rate.press('Escape');
      await expect(rate).toHaveValue(before);
      await expect(lab.action('Train')).toBeEnabled();
    });

    await test.step('the test set instead of nothing', async () => {
      await lab.run();
      const text = lab.root.getByRole('textbox', { name: /^(Digits|Text) for / }).first();
      await text.fill('');
      await expect(lab.root.getByText('to the input before')).toBeVisible();
      await lab.action('Run').click();
      await expect(lab.failure).toContainText('first, then press Run.');
      await expect(lab.predictions).toHaveCount(0);
      await lab.root.getByRole('radio', { name: 'Test set' }).first().check({ force: true });
      await expect(lab.failure).toHaveCount(0);
      await expect(
        lab.root.getByRole('button', { name: /^Test example 1/ }).first(),
      ).toHaveAttribute('aria-pressed', 'true');
      await lab.run();
      await expect(lab.root.getByText('to the input before')).toHaveCount(0);
    });
  });

  test('a loss that is no longer a number @fallback', async ({ site, gallery, canvas, lab }) => {
    const experiment = {
      optimizer: 'sgd' as const,
      learningRate: 1000,
      warmupSteps: 0,
      batchSize: 16,
      steps: 200,
    };
    await site.open();
    await site.chooseFile(() => gallery.askForFile(), toFile(vitWith(smallVit, experiment)));
    await lab.show('Train');
    await lab.action('Train').click();
    await expect(lab.failure).toContainText('The loss is not a number', { timeout: 60_000 });
    await expect(lab.failure).toContainText(/At step \d+ the loss was no longer a number/);
    await expect(lab.failure).toContainText('Lower the learning rate from 1000');
    await expect(lab.failure).toContainText(/The weights of step \d+ were kept/);
    await canvas.expectSize(12, 11);

    await test.step('a lower rate trains', async () => {
      await lab.setExperiment({ 'Learning rate': 0.1, Steps: 20 });
      await lab.root.getByRole('button', { name: 'Start over' }).click();
      await lab.page.getByRole('button', { name: 'Drop and train' }).click();
      await expect(lab.testFigure).toContainText('20 steps in', { timeout: 60_000 });
      await expect(lab.failure).toHaveCount(0);
    });
  });

  for (const [name, kill] of [
    [
      'throws',
      () =>
        void setTimeout(() => {
          throw new Error('killed by the test');
        }),
    ],
    ['vanishes', () => self.close()],
  ] as const) {
    test(`a worker that ${name} in training: told, and a fresh one runs @fallback`, async ({
      page,
      site,
      gallery,
      canvas,
      palette,
      lab,
      watch,
    }) => {
      watch.expectError(/killed by the test/);
      await site.open();
      const file = toFile(vitWith({}, { steps: 100_000 }));
      await site.chooseFile(() => gallery.askForFile(), file);
      await lab.startTraining();
      const worker = page.workers().find((each) => /worker/.test(each.url()));
      expect(worker).toBeDefined();
      await worker?.evaluate(kill);
      await expect(lab.failure).toContainText(/computes stopped|did not answer for a long time/, {
        timeout: 60_000,
      });
      await expect(lab.failure).toContainText('Your graph is unchanged');
      await palette.item('Add').click();
      await canvas.expectSize(13, 11);
      await page.keyboard.press('Control+z');
      await canvas.expectSize(12, 11);
      await lab.run();
      expect(await lab.shares()).toHaveLength(5);
    });
  }
});
