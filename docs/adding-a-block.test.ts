/** The block of adding-a-block.md is what it says: short, and a block like the others. */
import '@tensorflow/tfjs-backend-cpu';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { allBlocks } from '../runtime/blocks/registry';
import { testBlock } from '../runtime/blocks/testing/contract';
import { findProbe } from '../runtime/blocks/testing/probes';
import type { Block } from '../runtime/blocks/types';

const added: Block[] = [];

vi.mock('../runtime/blocks/registry', async (importOriginal) => {
  const registry = await importOriginal<typeof import('../runtime/blocks/registry')>();
  return {
    ...registry,
    findBlock: (id: string) =>
      registry.findBlock(id) ?? findProbe(id) ?? added.find((block) => block.id === id),
  };
});

const page = readFileSync(new URL('adding-a-block.md', import.meta.url), 'utf8');
const [, code = ''] = /```ts\n(.+?)```/s.exec(page) ?? [];
const [, place = ''] = /put it into `([^`]+)`/.exec(page) ?? [];

// Written elsewhere, so that no other test finds it in the catalogue.
const folder = mkdtempSync(join(tmpdir(), 'patchbay-block-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, 'block.ts');
const blocks = new URL('../runtime/blocks/', import.meta.url).pathname;
writeFileSync(file, code.replaceAll("from '../../", `from '${blocks}`));
const { default: block } = (await import(/* @vite-ignore */ file)) as { default: Block };
added.push(block);

beforeAll(() => tf.setBackend('cpu'));

it('is shown in under 80 lines', () => {
  expect(page.split('\n').length).toBeLessThan(80);
});

it('would lie where the page says, and is not there yet', () => {
  expect(place).toBe(`runtime/blocks/${block.family}/${block.id}/block.ts`);
  expect(allBlocks().map(({ id }) => id)).not.toContain(block.id);
});

it('is formatted as the others are', () => {
  const biome = createRequire(import.meta.url).resolve('@biomejs/biome/bin/biome');
  const words = [biome, 'check', '--write', '--stdin-file-path=block.ts'];
  const { stdout } = spawnSync(process.execPath, words, { input: code, encoding: 'utf8' });
  expect(stdout).toBe(code);
});

describe(block.id, () => testBlock(block));
