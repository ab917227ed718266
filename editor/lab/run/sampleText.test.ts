import { expect, it } from 'vitest';
import { contentOf } from './sampleText';

it.each([
  [['3', '1', '<end>', '·', '·'], '3 1'],
  [['<start>', 'Sa', 've', '␣as', '↵', '·'], 'Save as'],
  [['·'], ''],
])('%j reads %s', (texts, line) => {
  expect(contentOf(texts)).toBe(line);
});
