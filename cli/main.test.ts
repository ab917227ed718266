/** The command line as a user calls it: answers, files and exit statuses. */
import { spawnSync } from 'node:child_process';
import { afterAll, describe, expect, it } from 'vitest';
import { presets } from '../presets/index';
import { datasets } from '../runtime/datasets/registry';
import type { Experiment } from '../runtime/graph/document';
import { encodeLink } from '../runtime/graph/link';
import { serializeDocument } from '../runtime/graph/serialize';
import { makeFolder, readSafetensors, runCommand, safetensors } from './testing/runCommand';

const folder = makeFolder();
afterAll(() => folder.remove());

const documentOf = (id: string) => {
  const preset = presets.find((each) => each.id === id);
  if (!preset) throw new Error(`no preset ${id}`);
  return preset.document;
};
const vit = documentOf('vit-tiny');
const graph = folder.write('vit.json', serializeDocument(vit));

/** Two pictures and their labels. */
const pictures = folder.write(
  'in.safetensors',
  safetensors({
    image: {
      shape: [2, 28, 28, 1],
      data: Float32Array.from({ length: 2 * 784 }, (_, i) => ((i * 7) % 11) / 10),
    },
    labels: { shape: [2], data: BigInt64Array.of(3n, 8n) },
  }),
);

/** 40 examples: the label is where the bright quarter lies. */
const quarters = folder.write(
  'data.safetensors',
  safetensors({
    image: {
      shape: [40, 28, 28, 1],
      data: Float32Array.from({ length: 40 * 784 }, (_, i) => {
        const [example, row, column] = [Math.floor(i / 784), Math.floor((i % 784) / 28), i % 28];
        return (row < 14 ? 0 : 2) + (column < 14 ? 0 : 1) === example % 4 ? 1 : 0;
      }),
    },
    label: { shape: [40], data: BigInt64Array.from({ length: 40 }, (_, i) => BigInt(i % 4)) },
  }),
);

describe('patchbay', () => {
  it('is a program of its own, from any folder', () => {
    const bin = new URL('./bin.mjs', import.meta.url).pathname;
    const words = [bin, 'check', 'preset:vit-tiny'];
    const ran = spawnSync(process.execPath, words, { cwd: '/', encoding: 'utf8' });
    expect(ran.stdout).toBe('ViT (tiny): no errors, no warnings\n');
    expect(ran.status).toBe(0);
  });

  it('tells how it is used, and answers what it does not know with status 2', async () => {
    expect(await runCommand('--help')).toMatchObject({ status: 0, error: '' });
    for (const command of ['check', 'summary', 'run', 'train']) {
      const { status, out } = await runCommand(command, '--help');
      expect(status).toBe(0);
      expect(out).toContain(`patchbay ${command} GRAPH`);
    }
    const { out: training } = await runCommand('train', '--help');
    for (const { id } of datasets) expect(training).toMatch(new RegExp(`^ +${id} `, 'm'));
    expect(training).toContain('All of MNIST, after npm run data -- mnist\n');
    expect(await runCommand()).toMatchObject({ status: 2 });
    expect((await runCommand('frob')).error).toContain('There is no command "frob".');
    expect((await runCommand('check', graph, '--frob')).error).toContain(
      'There is no option --frob.\n',
    );
    expect((await runCommand('train', graph, '--steps', '-2')).error).toContain(
      '--steps takes a value, as in --steps=5.\n',
    );
    const wrong = [
      ['check'],
      ['check', graph, graph],
      ['check', graph, '--frob'],
      ['train', graph, '--steps', '-2'],
      ['summary', graph, '--batch', '0'],
      ['run', graph],
      ['run', graph, '--out', 'x', '--backend', 'webgl'],
      ['train', graph, '--rate', '-1'],
    ];
    for (const words of wrong) {
      const ran = await runCommand(...words);
      expect(ran, words.join(' ')).toMatchObject({ status: 2, out: '' });
      expect(ran.error).toContain(`patchbay ${words[0]} GRAPH`);
    }
  });
});

describe('check', () => {
  it('passes a sound graph, from a file or a link', async () => {
    const link = `https://example.org/patchbay/#${await encodeLink(vit)}`;
    for (const name of [graph, link, 'preset:vit-tiny']) {
      expect(await runCommand('check', name)).toEqual({
        status: 0,
        out: 'ViT (tiny): no errors, no warnings\n',
        error: '',
      });
    }
  });

  it('warns of data that the graph cannot be trained on', async () => {
    const experiment = { ...(vit.experiment as Experiment), dataset: 'cifar10' };
    const other = folder.write('other.json', serializeDocument({ ...vit, experiment }));
    const { status, out } = await runCommand('check', other);
    expect(status).toBe(0);
    expect(out).toContain(
      'This block takes height 28, width 28, channels 1; All of CIFAR-10 has 32, 32, 3.',
    );
    expect(out).toContain('ViT (tiny): no errors, 1 warning\n');
  });

  it('names every problem of a broken one, and its place', async () => {
    const { encoder } = vit.nodes;
    const broken = folder.write(
      'broken.json',
      serializeDocument({
        ...vit,
        nodes: { ...vit.nodes, encoder: { ...encoder, params: { ...encoder.params, heads: 7 } } },
      }),
    );
    const { status, out } = await runCommand('check', broken);
    expect(status).toBe(1);
    expect(out).toContain('7 heads do not divide the width d_model 64.');
    expect(out).toContain('encoder/0/attention');
    const { status: again, out: text } = await runCommand('check', broken, '--json');
    const json = JSON.parse(text);
    expect(again).toBe(1);
    expect(json.errors).toBe(json.diagnostics.length);
    expect(json.diagnostics[0]).toMatchObject({ code: 'shape/indivisible', severity: 'error' });
  });

  it('says what is no graph', async () => {
    const text = folder.write('note.txt', 'no graph');
    expect(await runCommand('check', text)).toMatchObject({ status: 1, out: '' });
    expect((await runCommand('check', text)).error).toContain('not a Patchbay graph');
    expect((await runCommand('check', folder.path('nothing.json'))).error).toContain(
      'could not be read',
    );
    expect((await runCommand('check', 'preset:gpt-9')).error).toContain('vit-tiny');
    const link = await encodeLink(vit);
    expect((await runCommand('check', `#${link.slice(0, -9)}`)).error).toContain('was cut');
  });
});

describe('summary', () => {
  it.each(presets.map((preset) => [preset.id, preset] as const))(
    '%s: has the published figures',
    async (id, { expected }) => {
      const { status, out } = await runCommand('summary', `preset:${id}`, '--json', '--depth', '0');
      expect(status).toBe(0);
      const { parameters, forward, training, layers, batch } = JSON.parse(out);
      expect({ parameters, macs: forward.macs }).toEqual({
        parameters: expected.params,
        macs: expected.macs,
      });
      expect(batch).toBe(1);
      expect(training === null || training.macs > 2 * forward.macs).toBe(true);
      const sum = layers.reduce(
        (macs: number, layer: { path: string; forward: { macs: number } }) =>
          macs + (layer.path.includes('/') ? 0 : layer.forward.macs),
        0,
      );
      expect(sum).toBe(forward.macs);
    },
  );

  it('is a table in the order of the graph', async () => {
    const { out } = await runCommand('summary', graph, '--depth', '0', '--batch', '4');
    const rows = out.split('\n').map((line) => line.split(/ {2,}/)[0]);
    const order = ['image', 'patches', 'class-token', 'positions', 'encoder', 'norm', 'head'];
    expect(rows.filter((row) => order.includes(row))).toEqual(order);
    expect(rows).not.toContain('encoder/0');
    expect(out).toContain('4 x 17 x 64');
    expect(out).toContain('72,074 parameters');
  });
});

describe('run and train', () => {
  const out = folder.path('out.safetensors');

  it('marks what is bypassed, and counts nothing of it', async () => {
    const { encoder } = vit.nodes;
    const off = folder.write(
      'bypassed.json',
      serializeDocument({ ...vit, nodes: { ...vit.nodes, encoder: { ...encoder, bypass: true } } }),
    );
    const { status, out } = await runCommand('summary', off);
    expect(status).toBe(0);
    expect(out).toMatch(/^encoder \(bypassed\) +1 x 17 x 64 +0 +0 +0 +0$/m);
    expect(out).not.toContain('encoder/');
    const { out: text } = await runCommand('summary', off, '--json');
    expect(JSON.parse(text).layers).toContainEqual(
      expect.objectContaining({ path: 'encoder', bypassed: true, parameters: 0 }),
    );
  });

  it('writes results, taps and gradients; the loss falls along the gradient', async () => {
    const tap = 'encoder/1/attention.weights';
    const words = ['run', graph, '--inputs', pictures, '--out', out];
    const first = await runCommand(...words, '--tap', tap, '--grad');
    expect(first.error).toContain('starting values of seed 0');
    expect(first.status).toBe(0);
    const results = await readSafetensors(out);
    const rows = results[tap];
    expect(rows.length).toBe(2 * 4 * 17 * 17);
    for (let row = 0; row < rows.length; row += 17) {
      expect(rows.subarray(row, row + 17).reduce((a, b) => a + b)).toBeCloseTo(1, 5);
    }
    const gradients = Object.keys(results).filter((name) => name.startsWith('grad:'));
    expect(gradients.length).toBe(40);

    // The same weights, moved a little down the slope.
    const { initialValues } = await import('../runtime/session/initialize');
    const { compile } = await import('../runtime/compiler/compile');
    const compiled = compile(vit, { purpose: 'evaluate', batch: 2 });
    if (!compiled.ok) throw new Error('the preset does not compile');
    const { leaves, types } = compiled.value.plan.program;
    const squares = gradients.reduce(
      (sum, name) => sum + results[name].reduce((s, g) => s + g * g, 0),
      0,
    );
    const step = 1e-3 / Math.sqrt(squares);
    const moved = Object.fromEntries(
      leaves.flatMap((leaf) => {
        if (leaf.kind !== 'weight') return [];
        const { shape } = types[leaf.value];
        const values = initialValues(0, leaf.name, shape, leaf.initializer);
        const gradient = results[`grad:${leaf.name}`];
        return [[leaf.name, { shape, data: values.map((w, i) => w - step * gradient[i]) }]];
      }),
    );
    const weights = folder.write('moved.safetensors', safetensors(moved));
    expect((await runCommand(...words, '--weights', weights)).status).toBe(0);
    const after = (await readSafetensors(out))['loss.loss'][0];
    const fall = results['loss.loss'][0] - after;
    expect(fall / (step * squares)).toBeGreaterThan(0.9);
    expect(fall / (step * squares)).toBeLessThan(1.1);
  });

  it('trains on data of a file, the same again, and runs what it learned', async () => {
    const weights = folder.path('w.safetensors');
    const words = ['train', graph, '--data', quarters, '--steps', '30', '--batch', '8'];
    const first = await runCommand(...words, '--seed', '5', '--out', weights, '--json');
    expect(first).toMatchObject({ status: 0, error: '' });
    const learned = await readSafetensors(weights);
    const second = await runCommand(...words, '--seed', '5', '--out', weights, '--json');
    expect(await readSafetensors(weights)).toEqual(learned);
    const curve = (text: string) =>
      text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line))
        .flatMap((event) => (event.kind === 'progress' ? event.points : []))
        .map(({ loss }: { loss: number }) => loss);
    const losses = curve(first.out);
    expect(curve(second.out)).toEqual(losses);
    expect(losses.length).toBe(30);
    expect(losses[29]).toBeLessThan(losses[0] / 2);

    const ran = await runCommand(
      ...['run', graph, '--weights', weights, '--inputs', pictures, '--out', out],
    );
    expect(ran).toMatchObject({ status: 0, error: '' });
    expect(ran.out).toContain('40 weights from');
  });

  it('says in words what does not fit', async () => {
    const failing = async (...words: string[]) => {
      const { status, error } = await runCommand(...words);
      expect(status).toBe(1);
      return error;
    };
    const run = ['run', graph, '--out', out];
    expect(await failing(...run)).toContain(
      'The input "image" is missing: it takes 1 x 28 x 28 x 1',
    );
    expect(
      await failing(...run, '--inputs', pictures, '--tap', 'encoder/1/attention.weight'),
    ).toContain('encoder/1/attention has encoder/1/attention.y, encoder/1/attention.weights');
    const small = folder.write(
      'small.safetensors',
      safetensors({ image: { shape: [1, 2, 2, 1], data: new Float32Array(4) } }),
    );
    expect(await failing(...run, '--inputs', small)).toContain(
      'takes 1 x 28 x 28 x 1; the file has 1 x 2 x 2 x 1',
    );
    expect(await failing(...run, '--inputs', pictures, '--weights', small)).toContain(
      'has 0 of the 40 weights',
    );
    const text = folder.write('weights.txt', 'these are no weights');
    expect(await failing(...run, '--inputs', pictures, '--weights', text)).toContain('weights.txt');
    expect(await failing('train', graph, '--data', 'cifar-1000')).toContain(
      'There is no data set "cifar-1000"; there are mnist, ',
    );
    expect(await failing('train', graph, '--data', pictures)).toContain('10 examples or more');
  });
});
