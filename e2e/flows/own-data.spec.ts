/** Data of one's own: read, looked at, kept on this computer, trained on, and there after a reload. */
import AxeBuilder from '@axe-core/playwright';
import { smallVit, toFile, vitWith } from '../fixtures/documents';
import { tableOfPoints, zipOfBars } from '../fixtures/ownData';
import { OwnData } from '../pages/OwnData';
import { expect, test } from '../pages/test';

test('Your data: a zip of pictures is looked at, kept, trained on, and there after a reload @fallback', async ({
  page,
  site,
  gallery,
  lab,
}) => {
  const own = new OwnData(page);
  const data = lab.root.getByRole('region', { name: 'Data' });
  const named = (title: string) => data.getByRole('heading', { name: title, exact: true });
  await site.open();
  await site.chooseFile(() => gallery.askForFile(), toFile(vitWith(smallVit, { steps: 20 })));
  await lab.show('Train');

  await test.step('a zip is told before it is kept, with what is wrong', async () => {
    await own.open(lab);
    await own.choose({ name: 'bars.zip', content: zipOfBars(30) });
    await expect(own.what).toContainText('90 grey pictures of 28 x 28 pixels in 3 classes');
    await expect(own.problems.first()).toContainText('bars/lying/broken.png');
    await expect(
      own.root.getByRole('list', { name: 'Sample pictures' }).getByRole('listitem'),
    ).toHaveCount(24);
    await expect(own.root.getByRole('row', { name: /^crossed 24 3 3$/ })).toBeVisible();
    const { violations } = await new AxeBuilder({ page }).include('dialog').analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
  });

  await test.step('the preview follows its options', async () => {
    await own.root.getByRole('combobox', { name: 'Size' }).selectOption('32 x 32');
    await expect(own.what).toContainText('32 x 32 pixels');
    await own.root.getByRole('textbox', { name: 'Test, %' }).fill('20');
    await own.root.getByRole('textbox', { name: 'Test, %' }).press('Enter');
    await expect(own.root.getByRole('row', { name: /^crossed 21 3 6$/ })).toBeVisible();
  });

  await test.step('a share that cannot be is not passed over', async () => {
    const field = own.root.getByRole('textbox', { name: 'Test, %' });
    await field.fill('200');
    await field.press('Enter');
    await expect(field).toHaveAccessibleDescription('a whole number, 0 to 40');
    await own.button('Use this data').click();
    await expect(field).toBeFocused();
    await field.fill('20');
    await field.press('Enter');
    await expect(own.what).toBeVisible();
  });

  await test.step('what does not fit is mended with one press', async () => {
    await own.button('Use this data').click();
    await expect(own.problems).toContainText(['Bars has 32, 32, 1.']);
    await own.root.getByRole('button', { name: 'Resize the pictures to 28 x 28' }).click();
    await own.root.getByRole('button', { name: 'Set the batch to 32' }).click();
    await expect(own.root.getByText('It fits the inputs of the graph.')).toBeVisible();
    await own.button('Done').click();
  });

  await test.step('train on it, and run: its classes are called as its folders', async () => {
    await lab.train();
    await lab.run();
    await expect(lab.predictions).toContainText(/crossed|lying|standing/);
  });

  await test.step('after a reload it is still there, and can be run at once', async () => {
    await expect(page.getByText('Saved', { exact: true })).toBeVisible();
    await page.reload();
    await lab.show('Train');
    await expect(named('Bars')).toBeVisible();
    await lab.run();
    await expect(lab.predictions).toContainText(/crossed|lying|standing/);
  });

  await test.step('it can be renamed and deleted; then the graph says what it lacks', async () => {
    await lab.show('Train');
    await own.open(lab);
    await own.button('Rename Bars').click();
    await own.root.getByRole('textbox', { name: 'Title' }).fill('Lines');
    await own.button('Rename').click();
    await own.button('Delete Lines').click();
    await expect(own.kept).toContainText('The open graph is trained on it.');
    await own.button('Delete').click();
    await expect(own.kept).toHaveCount(0);
    await page.keyboard.press('Escape');
    await expect(named('Bars')).toBeVisible();
    await expect(data).toContainText('This data is not on this computer.');
    await lab.show('Problems');
    await expect(lab.problems).toContainText([
      'your own data “Bars”, which is not on this computer',
    ]);
  });
});

test.describe('in the dark', () => {
  test.use({ colorScheme: 'dark' });

  test('Your data: a table, a text, and files that cannot be read @fallback', async ({
    page,
    site,
    gallery,
    lab,
  }) => {
    const own = new OwnData(page);
    await site.open();
    await site.chooseFile(() => gallery.askForFile(), toFile(vitWith(smallVit, { steps: 20 })));
    await lab.show('Train');
    await own.open(lab);

    await test.step('half a zip is told, and the window goes on', async () => {
      await own.choose({ name: 'bars.zip', content: zipOfBars(3).subarray(0, 900) });
      await expect(own.root.getByRole('alert')).toContainText(
        '“bars.zip” is no zip, or a part of it is missing.',
      );
      await own.button('Choose other files').click();
    });

    await test.step('a table is dropped on the lab; its columns have uses that can be changed', async () => {
      await page.keyboard.press('Escape');
      await own.drop(lab.root, { name: 'points.csv', content: tableOfPoints(100) });
      await expect(own.what).toContainText('100 rows with 2 numbers in 2 classes');
      const { violations } = await new AxeBuilder({ page }).include('dialog').analyze();
      expect(violations.map(({ id }) => id)).toEqual([]);
      await own.root.getByRole('combobox', { name: 'Use of kind' }).selectOption('Not used');
      await expect(own.problems.first()).toContainText('No column says what is to be predicted.');
      await expect(own.button('Use this data')).toBeDisabled();
      await own.root.getByRole('combobox', { name: 'Use of kind' }).selectOption('Label');
      await expect(own.what).toContainText('100 rows');
      await own.button('Use this data').click();
      await expect(own.problems).toContainText(['asks for "image"; Points has sequence, label.']);
      await own.button('Add other data').click();
    });

    await test.step('a text is kept beside it', async () => {
      await own.choose({ name: 'notes.md', content: 'Some lines of a text.\n'.repeat(200) });
      await expect(own.what).toContainText('A text of 4,400 characters');
      await own.button('Use this data').click();
      await own.button('Add other data').click();
      await expect(own.kept.getByRole('listitem')).toHaveCount(2);
    });
  });
});
