/** Where a text begins, with tokenizers that mark its ends and with others. */
import { describe, expect, it } from 'vitest';
import type { InputLeaf } from '../../compiler/inputNeeds';
import type { Tokenizer } from '../../datasets/tokenizer';
import { tokenizerFor } from '../../datasets/tokenizers';
import { promptOfExample, promptTokens } from './prompt';

const leaf: InputLeaf = {
  kind: 'input',
  value: 0,
  name: 'written',
  spec: { role: 'generated-tokens', field: 'decoderInput', vocabulary: 40, tokenizer: 'letters' },
};

/** a is 10, b is 11 ..; a line ends with 5 where it is known. */
const letters = (line: number | null): Tokenizer => ({
  id: 'letters',
  label: '',
  encode: (text) => Array.from(text, (c) => (c === '\n' ? (line ?? 3) : 10 + c.charCodeAt(0) - 97)),
  decode: (id) => (id === line ? '\n' : id < 10 ? '?' : String.fromCharCode(87 + id)),
  separator: '',
  marksEnd: false,
});

const digits = tokenizerFor({ tokenizer: 'digits' }, null);
const tokensOf = (text: string, tokenizer: Tokenizer | undefined, places = 6) => {
  const found = promptTokens(text, { leaf, places, tokenizer });
  if (!found.ok) throw new Error(found.diagnostics[0].message);
  return { ids: found.value, notes: found.diagnostics.map(({ message }) => message) };
};

describe('a prompt', () => {
  it('begins with the start token where ends are marked', () => {
    expect(tokensOf('12', digits).ids).toEqual([1, 4, 5]);
    expect(tokensOf('', digits).ids).toEqual([1]);
    expect(tokensOf('', undefined).ids).toEqual([1]);
  });

  it('is the text itself where they are not, or the end of a line', () => {
    expect(tokensOf('abc', letters(5)).ids).toEqual([10, 11, 12]);
    expect(tokensOf('', letters(5)).ids).toEqual([5]);
    expect(tokensOf('', letters(null)).ids).toEqual([3]);
  });

  it('keeps its end where it is too long', () => {
    const { ids, notes } = tokensOf('abcdefgh', letters(5));
    expect(ids).toEqual([12, 13, 14, 15, 16, 17]);
    expect(notes).toEqual([
      'The beginning is longer than the 6 tokens that the model reads; its first 2 were left out.',
    ]);
    expect(tokensOf('123456', digits, 3).ids).toEqual([1, 8, 9]);
    expect(tokensOf('123', digits, 1).ids).toEqual([1]);
  });

  it('is refused where the input does not know its tokens', () => {
    const small = { ...leaf, spec: { ...leaf.spec, vocabulary: 12 } };
    const found = promptTokens('abc', { leaf: small, places: 6, tokenizer: letters(5) });
    expect(found).toMatchObject({
      ok: false,
      diagnostics: [{ code: 'run/input', at: { path: 'written' } }],
    });
    expect(promptTokens('abc', { leaf, places: 6, tokenizer: undefined }).ok).toBe(false);
  });

  it('of an example ends where the answer begins', () => {
    expect(promptOfExample([1, 7, 8, 9, 2], [0, 0, 9, 2, 0])).toEqual([1, 7, 8]);
    expect(promptOfExample([1, 7, 8], [7, 8, 2])).toEqual([1]);
    expect(promptOfExample([1, 7, 8], undefined)).toEqual([1]);
  });
});
