/** Three sets of tests: `unit` everywhere, `webgpu` on a real WebGPU device in Node, `slow` apart. */
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const folders = '{runtime,editor,presets,cli,docs,scripts,bench}';
const ignored = ['**/node_modules/**', '**/dist/**'];

export default defineConfig({
  plugins: [react()],
  test: {
    // Two cores are the smallest machine that runs the tests.
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          environment: 'node',
          include: [`${folders}/**/*.test.{ts,tsx}`],
          exclude: [...ignored, '**/*.{webgpu,slow}.test.{ts,tsx}'],
          testTimeout: 20_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'webgpu',
          environment: 'node',
          include: [`${folders}/**/*.webgpu.test.ts`],
          exclude: ignored,
          // One device at a time: SwiftShader takes all the cores it finds, and Dawn is a native
          // module that must not be loaded into several threads.
          pool: 'forks',
          maxWorkers: 1,
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'slow',
          environment: 'node',
          include: [`${folders}/**/*.slow.test.{ts,tsx}`],
          exclude: ignored,
          pool: 'forks',
          maxWorkers: 1,
          testTimeout: 1_200_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
