import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ExpressionError, namesIn, resolveNumber, resolveScope } from './expression';

const scope = new Map([
  ['d_model', 512],
  ['heads', 8],
]);

describe('resolveNumber', () => {
  it.each([
    ['4*d_model', 2048],
    ['d_model/heads', 64],
    ['2 * (d_model - 12) + 1', 1001],
    ['-heads + 10', 2],
    ['10 - 2 - 3', 5],
    ['64 / 4 / 2', 8],
    ['floor(d_model / 100)', 5],
    ['max(heads, 3, 12)', 12],
    ['1e-3', 0.001],
    [' 7 ', 7],
  ])('%s is %d', (text, value) => {
    expect(resolveNumber(text, scope)).toBe(value);
  });

  it('leaves numbers alone', () => {
    expect(resolveNumber(3.5, scope)).toBe(3.5);
  });

  it.each([
    ['', '"" ends too early.'],
    ['4*', '"4*" ends too early.'],
    ['(1', '"(1" ends too early.'],
    ['4 5', '"5" was not expected in "4 5".'],
    ['width', '"width" is not a value of this graph.'],
    ['eval(1)', 'There is no function "eval".'],
    ['a = 1', '"=" cannot be used in an expression.'],
    ['constructor', '"constructor" is not a value of this graph.'],
    ['toString(1)', 'There is no function "toString".'],
  ])('%j fails: %s', (text, message) => {
    expect(() => resolveNumber(text, scope)).toThrow(message);
  });

  it('survives any text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          resolveNumber(text, scope);
        } catch (error) {
          expect(error).toBeInstanceOf(ExpressionError);
        }
      }),
    );
  });

  it('is not overcome by deep nesting', () => {
    expect(() => resolveNumber(`${'('.repeat(90)}1${')'.repeat(90)}`, scope)).toThrow(
      'Too many brackets.',
    );
    expect(() => resolveNumber(`${'-'.repeat(150)}1`, scope)).toThrow('Too many brackets.');
  });
});

describe('namesIn', () => {
  it('lists each name once', () => {
    expect(namesIn('d_model * heads + d_model / 2')).toEqual(['d_model', 'heads']);
    expect(namesIn('4 *')).toEqual([]);
    expect(namesIn(4)).toEqual([]);
  });
});

describe('resolveScope', () => {
  it('resolves in any order', () => {
    const found = resolveScope(
      [
        { name: 'd_ff', value: '4*d_model' },
        { name: 'd_model', value: 'heads*64' },
        { name: 'heads', value: 8 },
      ],
      new Map(),
      (name) => expect.fail(name),
    );
    expect(Object.fromEntries(found)).toEqual({ heads: 8, d_model: 512, d_ff: 2048 });
  });

  it('reports a loop and an unknown name, and keeps the rest', () => {
    const failed: string[] = [];
    const found = resolveScope(
      [
        { name: 'a', value: 'b + 1' },
        { name: 'b', value: 'a + 1' },
        { name: 'c', value: 2 },
      ],
      new Map(),
      (name) => failed.push(name),
    );
    expect(failed.sort()).toEqual(['a', 'b']);
    expect(found.get('c')).toBe(2);
    expect(found.has('a')).toBe(false);
  });
});
