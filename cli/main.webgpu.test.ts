/** The command line on WebGPU: the numbers of WebAssembly. */
import { afterAll, expect, it } from 'vitest';
import { makeFolder, readSafetensors, runCommand, safetensors } from './testing/runCommand';

const folder = makeFolder();
afterAll(() => folder.remove());

it('gives the results and gradients of WebAssembly', async () => {
  const pictures = folder.write(
    'in.safetensors',
    safetensors({
      image: {
        shape: [1, 28, 28, 1],
        data: Float32Array.from({ length: 784 }, (_, i) => ((i * 7) % 11) / 10),
      },
      labels: { shape: [1], data: BigInt64Array.of(3n) },
    }),
  );
  const results = [];
  for (const backend of ['wasm', 'webgpu']) {
    const out = folder.path(`${backend}.safetensors`);
    const words = ['--inputs', pictures, '--out', out, '--grad', '--backend', backend];
    const { status, error } = await runCommand('run', 'preset:vit-tiny', ...words);
    expect(status, error).toBe(0);
    results.push(await readSafetensors(out));
  }
  const [wasm, webgpu] = results;
  expect(Object.keys(webgpu)).toEqual(Object.keys(wasm));
  for (const [name, wanted] of Object.entries(wasm)) {
    const scale = Math.max(...wanted.map(Math.abs), 0.05);
    const worst = Math.max(...wanted.map((value, i) => Math.abs(value - webgpu[name][i])));
    expect(worst / scale, name).toBeLessThan(1e-3);
  }
});
