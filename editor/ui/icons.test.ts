import { expect, it } from 'vitest';
import { allBlocks } from '../../runtime/index';
import { hasIcon } from './icons';

it('has the icon of every block', () => {
  const missing = allBlocks().filter((block) => !hasIcon(block.icon));
  expect(missing.map((block) => `${block.id}: ${block.icon}`)).toEqual([]);
});

it('has no icon by the name of something every object has', () => {
  expect(['constructor', '__proto__', 'toString'].filter(hasIcon)).toEqual([]);
});
