/** After a training: which digits are confused, with one of them taken to the Run tab. */
import { smallVit, toFile, vitWith } from '../fixtures/documents';
import { expect, test } from '../pages/test';

test('Look into a training: mistakes, classes, weights; a mistake runs @fallback', async ({
  site,
  gallery,
  lab,
}) => {
  test.setTimeout(180_000);
  const view = (name: string) => lab.root.getByRole('radio', { name, exact: true });
  const again = lab.root.getByRole('button', { name: 'Look again' });
  const mistakes = lab.root.getByRole('list', { name: 'Mistakes' }).getByRole('button');
  await site.open();
  await site.chooseFile(
    () => gallery.askForFile(),
    toFile(vitWith(smallVit, { steps: 30, batchSize: 64 })),
  );
  await lab.train();

  await test.step('the figures are those of the test', async () => {
    await view('Classes').check({ force: true });
    await expect(again).toBeVisible({ timeout: 60_000 });
    await expect(lab.root.getByText('Of step 30, on all 10,000 test examples.')).toBeVisible();
    const accuracy = /[\d.]+ %/.exec(await lab.testFigure.innerText())?.[0] ?? 'none';
    await expect(lab.root.getByText(`accuracy ${accuracy}, mean F1`)).toBeVisible();
  });

  await test.step('a number of the table shows its examples, by keyboard', async () => {
    const cells = lab.root.getByRole('table', { name: /^Confusion matrix/ }).getByRole('button');
    await cells.first().focus();
    const names = await cells.evaluateAll((all) =>
      all.map((each) => each.getAttribute('aria-label') ?? ''),
    );
    expect(names).toHaveLength(100);
    // The first mistake in the row of zeros: 30 steps of a tiny graph do not find all.
    const column = names.slice(0, 10).findIndex((name) => /taken for .: [1-9]/.test(name));
    expect(column).toBeGreaterThan(0);
    for (let at = 0; at < column; at++) await lab.page.keyboard.press('ArrowRight');
    await expect(cells.nth(column)).toBeFocused();
    await lab.page.keyboard.press('Enter');
    await expect(view('Mistakes')).toBeChecked();
    await expect(mistakes.first()).toContainText(`said ${column}, is 0`);
    await lab.root.getByRole('button', { name: 'Show all mistakes' }).click();
    await expect(mistakes).toHaveCount(24);
  });

  await test.step('weights, block by block', async () => {
    await view('Weights').check({ force: true });
    const blocks = lab.root.getByRole('list', { name: 'Blocks with weights' });
    await expect(blocks.getByRole('listitem').first()).toContainText(/Update 1\/[\d,]+/);
  });

  await test.step('a mistake is taken to Run, and gets the same answer', async () => {
    await view('Mistakes').check({ force: true });
    const text = await mistakes.first().innerText();
    const [, said, is] = /said (\d), is (\d)/.exec(text) ?? [];
    const sure = Number(/([\d.]+) % sure/.exec(text)?.[1]);
    await mistakes.first().click();
    await expect(lab.tab('Run')).toHaveAttribute('aria-selected', 'true');
    await expect(lab.predictions).toBeVisible({ timeout: 60_000 });
    await expect(lab.predictions.getByRole('listitem').first()).toContainText(said);
    expect((await lab.shares())[0]).toBeCloseTo(sure, 1);
    await expect(
      lab.root.getByRole('list', { name: 'Test examples' }).getByRole('button', { pressed: true }),
    ).toHaveAccessibleName(new RegExp(`: ${is}$`));
  });
});
