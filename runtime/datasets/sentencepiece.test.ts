import { describe, expect, it } from 'vitest';
import recorded from '../fixtures/use-lite/recorded.json';
import { MissingPackError, noPacks } from './packs';
import { createSentencePiece, parseVocabulary } from './sentencepiece';
import { loadTokenizer, tokenize, tokenizerFor } from './tokenizers';

const vocabulary = parseVocabulary(JSON.stringify(recorded.small.vocabulary));
const small = createSentencePiece('small', 'Pieces', vocabulary);

describe('the ids of the published code', () => {
  it.each(recorded.small.ids)('$text', ({ text, ids }) => {
    expect(small.encode(text, vocabulary.length)).toEqual(ids);
  });

  it('are tried on cuts with known and unknown pieces, runs of them, and none at all', () => {
    const all = recorded.small.ids.map(({ ids }) => ids);
    expect(all.some((ids) => ids.length === 0)).toBe(true);
    expect(all.some((ids) => ids.includes(0))).toBe(true);
    expect(all.some((ids) => ids.includes(vocabulary.length - 1))).toBe(true);
    expect(all.some((ids) => ids.length > 128)).toBe(true);
  });
});

it('tells padding from what is unknown, and marks no end', () => {
  const { ids, texts, pieces, dropped } = tokenize(small, 'the 你好', 6, vocabulary.length);
  expect(texts).toEqual(['▁the', '▁', '<unknown>', '·', '·', '·']);
  expect([...ids].slice(2)).toEqual([0, 0, 0, 0]);
  expect(pieces).toBe(3);
  expect(dropped).toBe(0);
});

it('refuses what is no vocabulary', () => {
  for (const json of ['{}', '[]', '[["a", 1]]', JSON.stringify(Array(9).fill(['a', '0']))]) {
    expect(() => parseVocabulary(json)).toThrow();
  }
});

it('is fetched when first needed, and again after a failure', async () => {
  await expect(loadTokenizer('use-lite', noPacks)).rejects.toThrow(MissingPackError);
  expect(tokenizerFor({ tokenizer: 'use-lite' }, null)).toBeUndefined();
  const read = async () => JSON.stringify(recorded.small.vocabulary);
  const loaded = await loadTokenizer('use-lite', read);
  expect(loaded?.encode('the', 0)).toEqual([9]);
  expect(await loadTokenizer('use-lite', noPacks)).toBe(loaded);
  expect(tokenizerFor({ tokenizer: 'use-lite' }, null)).toBe(loaded);
  expect(await loadTokenizer('nothing', read)).toBeUndefined();
});
