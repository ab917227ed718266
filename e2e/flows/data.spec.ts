/** Data of another size than the graph takes, data that the site lacks, and what its classes are called. */
import { smallVit, toFile, vitWith } from '../fixtures/documents';
import { expect, test } from '../pages/test';

test('Other data: read what does not fit, mend it, do without a pack, train, see the names @fallback', async ({
  page,
  site,
  gallery,
  canvas,
  lab,
  watch,
}) => {
  const data = lab.root.getByRole('region', { name: 'Data' });
  const dialog = page.getByRole('dialog', { name: 'Choose data' });
  const choose = async (name: string) => {
    await lab.show('Train');
    await data.getByRole('button', { name: 'Choose data' }).click();
    await dialog
      .locator('label', { hasText: new RegExp(`^${name}`) })
      .getByRole('radio')
      .check();
  };
  const problem = lab.problems.filter({ hasText: 'The data does not fit the graph' });
  const sample = lab.root.getByRole('list', { name: 'Test examples' }).getByRole('button').first();
  const former = lab.root.getByText('What is shown was learned on');
  watch.expectError(/404/);
  await page.route('**/packs/cifar10/**', (route) => route.fulfill({ status: 404 }));
  await site.open();
  await site.chooseFile(
    () => gallery.askForFile(),
    toFile(vitWith(smallVit, { steps: 20, dataset: 'cifar10' })),
  );

  await test.step('photographs do not fit an input for digits', async () => {
    await expect(lab.tab('Problems')).toHaveAccessibleName(/1/);
    await lab.show('Problems');
    await expect(problem).toContainText(
      'This block takes height 28, width 28, channels 1; All of CIFAR-10 has 32, 32, 3.',
    );
    await expect(canvas.block('Image')).toHaveAccessibleName(/problem: This block takes height 28/);
  });

  await test.step('one press makes it fit', async () => {
    await problem.getByRole('button', { name: /^Resize the pictures to 28 x 28/ }).click();
    await expect(problem).toHaveCount(0);
  });

  await test.step('without the pack: told, with the part that is there', async () => {
    await lab.show('Train');
    await lab.action('Train').click();
    await expect(lab.failure).toContainText('This site does not have all of CIFAR-10.');
    await expect(lab.failure).toContainText('npm run data -- cifar10');
    await lab.failure.getByRole('button', { name: 'Use the small part' }).click();
    await expect(data.getByRole('heading', { name: 'CIFAR-10', exact: true })).toBeVisible();
    await data.getByRole('button', { name: 'Choose data' }).click();
    await expect(dialog.locator('label', { hasText: 'All of CIFAR-10' })).toContainText(
      'pack missing',
    );
    await page.keyboard.press('Escape');
    await expect(former).toHaveCount(0);
  });

  await test.step('train on it and run: classes are called as the data calls them', async () => {
    await lab.train();
    await lab.run();
    await expect(sample).toHaveAccessibleName('Test example 1: airplane');
    const known = /airplane|automobile|bird|cat|deer|dog|frog|horse|ship|truck/;
    for (const answer of await lab.predictions.getByRole('listitem').all()) {
      await expect(answer).toContainText(known);
    }
  });

  await test.step('another data set brings other names', async () => {
    await choose('Fashion-MNIST');
    await dialog.getByRole('button', { name: 'Use it' }).click();
    await expect(former).toContainText('“CIFAR-10”');
    await lab.run();
    await expect(sample).toHaveAccessibleName('Test example 1: T-shirt/top');
  });

  await test.step('data of another size is taken with a change, in one step of undo', async () => {
    await choose('Digits, 8 x 8');
    await expect(dialog).toContainText('This block takes height 28, width 28');
    await dialog.getByRole('button', { name: /^Use it and resize the pictures/ }).click();
    await expect(data.getByRole('heading', { name: 'Digits, 8 x 8' })).toBeVisible();
    await expect(lab.problems).toHaveCount(0);
    await page.getByRole('button', { name: /^Undo/ }).click();
    await expect(data.getByRole('heading', { name: 'Fashion-MNIST' })).toBeVisible();
  });
});

test('How long and how: epochs, changed pictures, dropout, the best weights @fallback', async ({
  site,
  gallery,
  inspector,
  lab,
}) => {
  const form = lab.root.getByRole('form', { name: 'Training settings' });
  const experiment = { dataset: 'digits-8x8', steps: 40, batchSize: 64, resizeImages: true };
  await site.open();
  await site.chooseFile(() => gallery.askForFile(), toFile(vitWith(smallVit, experiment)));
  await lab.show('Train');

  await test.step('the budget in epochs', async () => {
    await expect(form.getByText('about 1.9 epochs')).toBeVisible();
    await form.getByRole('combobox', { name: 'Trains for' }).selectOption('epochs');
    await lab.setExperiment({ Epochs: 2 });
    await expect(form.getByText('42 steps', { exact: true })).toBeVisible();
    await expect(form.getByText('The training takes only 42 steps.')).toBeVisible();
    await lab.setExperiment({ 'Warm-up steps': 10 });
    await expect(form.getByText('The training takes only 42 steps.')).toHaveCount(0);
  });

  await test.step('pictures are changed, and shown as they are then', async () => {
    await form.getByText('Change the pictures').click();
    await form.getByRole('switch', { name: 'Mirror' }).click();
    await lab.setExperiment({ 'Move by up to': 2 });
    const strip = form.getByRole('list', { name: 'One picture in six steps' });
    await expect(strip.getByRole('listitem')).toHaveCount(6);
  });

  await test.step('dropout of the graph, and the best weights', async () => {
    await form.getByText('Against learning by heart').click();
    await lab.setExperiment({ Dropout: 0.1 });
    await inspector.tab('Graph').click();
    await expect(inspector.field('p_drop')).toHaveValue('0.1');
    await form.getByRole('switch', { name: 'Keep the best' }).click();
  });

  await test.step('trained so, with all figures', async () => {
    await lab.train();
    const figures = lab.root.getByLabel('Figures of the training');
    for (const name of ['Loss', 'Held-out', 'Learning rate', 'Gradient norm', 'Speed', 'Time']) {
      await expect(figures).toContainText(name);
    }
    await expect(figures).not.toContainText('–');
    await expect(lab.testFigure).toContainText('42 steps');
    await lab.root.getByRole('radio', { name: 'Time' }).check();
    await expect(lab.chart('Loss')).toBeVisible();
  });
});

test('How texts become tokens: what was learned, and a text of one’s own @fallback', async ({
  page,
  site,
  gallery,
  lab,
}) => {
  await site.open();
  await gallery.openPreset('Translator');
  await lab.show('Train');
  const data = lab.root.getByRole('region', { name: 'Data' });
  await expect(data.getByRole('list', { name: 'Examples of the data' })).toContainText(/\w/, {
    timeout: 60_000,
  });
  await data.getByRole('button', { name: 'How texts become tokens' }).click();
  const dialog = page.getByRole('dialog', { name: /^Tokens of/ });
  await expect(dialog.getByRole('listitem').first()).toContainText('+', { timeout: 60_000 });
  await dialog.getByRole('textbox', { name: 'Try a text' }).fill('the');
  await expect(dialog.getByText('for 3 characters')).toBeVisible();
  await dialog.getByRole('button', { name: 'Close' }).click();
  await data.getByRole('button', { name: 'Measure a simple rival' }).click();
  await expect(data).toContainText(/To beat: word by word, [\d.]+ BLEU/, { timeout: 60_000 });
});
