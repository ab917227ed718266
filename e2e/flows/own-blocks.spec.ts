/** Numbers as input, a block of one's own, and copies that share their weights. */
import type { GraphDocument, GraphNode } from '../../runtime/graph/document';
import { toFile } from '../fixtures/documents';
import { expect, test } from '../pages/test';

const at = (place: number) => ({ x: 0, y: -160 * place });
const node = (id: string, block: string, place: number, params = {}): [string, GraphNode] => [
  id,
  { id, block, params, position: at(place) },
];
const wire = (from: string, to: string) => {
  const [[source, sourcePort], [target, targetPort]] = [from.split('.'), to.split('.')];
  return { source, sourcePort, target, targetPort };
};

/** A sequence through a residual branch: norm, feed-forward network, sum. */
const residual: GraphDocument = {
  format: 'patchbay',
  version: 2,
  title: 'Residual branch',
  hyperparameters: [],
  definitions: {},
  nodes: Object.fromEntries([
    node('x', 'sequence-input', 0, { tokens: 3, features: 4 }),
    node('norm', 'layer-norm', 1),
    node('mlp', 'feed-forward', 2, { d_ff: 8 }),
    node('sum', 'add', 3),
    node('out', 'value-output', 4),
  ]),
  edges: [
    wire('x.sequence', 'norm.x'),
    wire('norm.y', 'mlp.x'),
    wire('x.sequence', 'sum.a'),
    wire('mlp.y', 'sum.b'),
    wire('sum.y', 'out.x'),
  ],
};

const csv = (name: string, text: string) => ({
  name,
  mimeType: 'text/csv',
  buffer: Buffer.from(text),
});

test('numbers go in, blocks become one, copies share their weights @fallback', async ({
  page,
  site,
  gallery,
  lab,
  canvas,
  inspector,
  topBar,
}) => {
  await site.open();
  await site.chooseFile(() => gallery.askForFile(), toFile(residual));
  await lab.show('Run');
  const from = (name: string) => lab.root.getByRole('radio', { name }).check({ force: true });
  const answer = () => lab.predictions.innerText();
  const seen = lab.root.getByRole('region', { name: 'As the model sees it' });

  await test.step('random numbers are fed without a choice, and others on demand', async () => {
    await lab.run();
    await expect(seen).toContainText('tokens 3 · features 4');
    const before = await answer();
    await lab.root.getByRole('button', { name: 'Other numbers' }).click();
    await expect.poll(answer).not.toBe(before);
  });

  await test.step('zeros', async () => {
    await from('Zeros');
    await lab.run();
    await expect(seen).toContainText('from 0 to 0');
  });

  await test.step('a table of numbers; what is wrong with another is told', async () => {
    await from('My file');
    const file = lab.root.getByLabel('File of numbers');
    await file.setInputFiles(csv('steps.csv', 'a,b,c,d\n1,2,3,4\n5,6,7,8\n9,10,11,12\n'));
    await expect(seen).toContainText('from 1.00 to 12.0');
    await file.setInputFiles(csv('words.csv', '1,2,3,four\n'));
    await expect(lab.failure).toHaveText('Row 1, column 4 of words.csv is no number: "four".');
    await file.setInputFiles(csv('short.csv', '1,2,3,4\n5,6,7,8\n'));
    await expect(lab.root).toContainText(
      'Tokens is 2 here; this input takes tokens 3, features 4.',
    );
    await from('Random');
    await lab.run();
  });

  const params = () => inspector.panel.getByRole('row', { name: /^Parameters/ }).innerText();

  await test.step('three blocks become one, and compute as before', async () => {
    const before = await answer();
    await canvas.fit();
    await canvas.select('Layer norm');
    await canvas.select('Feed forward', { add: true });
    await canvas.select('Add', { add: true });
    await inspector.panel.getByRole('button', { name: 'Group into a block' }).click();
    await expect(canvas.block('My block')).toBeVisible();
    await canvas.expectSize(3, 2);
    await lab.run();
    const sizes = (text: string) => text.split('\n')[1];
    expect(sizes(await answer())).toBe(sizes(before));
    expect(sizes(before)).toContain('tokens 3');
  });

  await test.step('it gets a name', async () => {
    await canvas.select('My block');
    await inspector.panel.getByRole('button', { name: 'Edit the inside' }).click();
    await inspector.set('Title of the block', 'Residual branch');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await expect(canvas.block('Residual branch')).toBeVisible();
  });

  await test.step('stacked, each copy has weights of its own, or all have the same', async () => {
    await canvas.select('Residual branch');
    // 2 * 4 + 4 * 8 + 8 + 8 * 4 + 4
    await expect.poll(params).toContain('84');
    await inspector.set('Times in a row', 3);
    await expect.poll(params).toContain('252');
    await inspector.field('Copies').selectOption('Shared weights');
    await expect.poll(params).toContain('84');
    await topBar.undo.click();
    await expect(inspector.field('Copies')).toHaveValue('own');
    await expect.poll(params).toContain('252');
  });
});
