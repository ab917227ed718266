import { expect, it } from 'vitest';
import { similarityText, similarityWords } from './similarity';

it.each([
  [1, '1.000', 'the same meaning'],
  [0.6474, '0.647', 'close in meaning'],
  [0.0556, '0.056', 'little in common'],
  [-0.0001, '0.000', 'little in common'],
  [-0.3, '-0.300', 'little in common'],
])('%d is told as %s, %s', (cosine, text, words) => {
  expect(similarityText(cosine)).toBe(text);
  expect(similarityWords(cosine)).toBe(words);
});
