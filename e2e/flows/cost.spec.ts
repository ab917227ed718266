/** What a graph costs is told before it runs, and what does not fit is refused by name. */
import { expect, test } from '../pages/test';

test('cost before the run, and a graph that is too large @fallback', async ({
  site,
  gallery,
  inspector,
  lab,
}) => {
  const whole = inspector.panel.getByRole('region', { name: 'Cost of the whole graph' });
  const row = (name: string) => whole.getByRole('row', { name });

  await test.step('forward and training step side by side', async () => {
    await site.open();
    await gallery.openPreset('Transformer (tiny)');
    await inspector.tab('Graph').click();
    await expect(whole.getByRole('columnheader', { name: 'Training step' })).toContainText(
      'batch 64',
    );
    await expect(row('Parameters').getByRole('cell')).toHaveText(['168 k']);
    // 64 examples, three products for each of the forward pass.
    await expect(row('MACs').getByRole('cell')).toHaveText(['1.54 M', '296 M']);
    await expect(row('Peak memory').getByRole('cell').nth(1)).toHaveText(/MiB$/);
    await expect(row('Dispatches').getByRole('cell')).toHaveCount(2);
  });

  await test.step('another batch changes the step alone', async () => {
    await lab.setExperiment({ Batch: 32 });
    await expect(row('MACs').getByRole('cell')).toHaveText(['1.54 M', '148 M']);
    await expect(
      lab.root.getByText(/^A step with batch 32 takes about .* of memory\.$/),
    ).toBeVisible();
  });

  await test.step('too large: refused, and said where one looks', async () => {
    await inspector.setHyperparameters({ d_model: 2048, d_ff: 8192 });
    await lab.show('Train');
    await lab.action('Train').click();
    await expect(lab.failure).toContainText(/This needs .* GiB at once\. WebAssembly has/);
    await expect(whole.getByRole('status')).toContainText('Lower the batch');
  });
});
