/** What holds for every block of the catalogue. */
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { allBlocks } from './registry';
import { testBlock } from './testing/contract';
import { findProbe } from './testing/probes';

vi.mock('./registry', async (importOriginal) => {
  const registry = await importOriginal<typeof import('./registry')>();
  return { ...registry, findBlock: (id: string) => registry.findBlock(id) ?? findProbe(id) };
});

beforeAll(() => tf.setBackend('cpu'));

const folders = Object.keys(import.meta.glob('./*/*/block.ts'));
const blocks = allBlocks();

it('lists the block of every folder under the name of its folder', () => {
  expect(folders.length).toBeGreaterThan(0);
  expect(blocks.map(({ id }) => id).sort()).toEqual(
    folders.map((path) => path.split('/')[2]).sort(),
  );
  for (const { id, family } of blocks) expect(folders).toContain(`./${family}/${id}/block.ts`);
});

it('gives no two blocks one title', () => {
  expect(new Set(blocks.map(({ title }) => title)).size).toBe(blocks.length);
});

describe.each(blocks.map((block) => [block.id, block] as const))('%s', (_, block) =>
  testBlock(block),
);
