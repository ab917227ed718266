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
  const data = lab.root.getByRole('combobox', { name: 'Data' });
  const problem = lab.problems.filter({ hasText: 'The data does not fit the graph' });
  const sample = lab.root.getByRole('list', { name: 'Test examples' }).getByRole('button').first();
  watch.expectError(/404/);
  await page.route('**/packs/cifar10/**', (route) => route.fulfill({ status: 404 }));
  await site.open();
  await site.chooseFile(() => gallery.askForFile(), toFile(vitWith(smallVit, { steps: 20 })));

  await test.step('photographs do not fit an input for digits', async () => {
    await lab.show('Train');
    await data.selectOption('All of CIFAR-10');
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
    await expect(data).toHaveValue('cifar10-small');
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
    await lab.show('Train');
    await data.selectOption('Fashion-MNIST');
    await lab.run();
    await expect(sample).toHaveAccessibleName('Test example 1: T-shirt/top');
  });
});
