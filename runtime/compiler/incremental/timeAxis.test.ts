/** Places of a text found again after axes were merged, split and cut. */
import { describe, expect, it } from 'vitest';
import { holds } from './conditions';
import { aroundTime, possibleTimes, reshapeTime, rowShape } from './timeAxis';

describe('a time axis', () => {
  const ofTokens = { axis: 1, outer: 1, inner: 1 };

  it('lies within an axis that was merged', () => {
    // [B, T, d] -> [B T, d]
    expect(reshapeTime([2, 6, 8], ofTokens, [12, 8], 6)).toEqual({ axis: 0, outer: 2, inner: 1 });
    // [B, h, T, d] -> [B, 2, h / 2 T, d], queries that share a key
    const ofHeads = { axis: 2, outer: 1, inner: 1 };
    expect(reshapeTime([2, 4, 6, 3], ofHeads, [2, 2, 12, 3], 6)).toEqual({
      axis: 2,
      outer: 2,
      inner: 1,
    });
    // [B, T, h d] -> [B, T, h, d]
    expect(reshapeTime([2, 6, 8], ofTokens, [2, 6, 4, 2], 6)).toEqual(ofTokens);
    // [B, T, d] -> [B, T d]
    expect(reshapeTime([2, 6, 8], ofTokens, [2, 48], 6)).toEqual({ axis: 1, outer: 1, inner: 8 });
  });

  it('is lost where it is cut', () => {
    expect(reshapeTime([2, 6, 8], ofTokens, [2, 3, 2, 8], 6)).toBeNull();
    expect(reshapeTime([2, 6, 8], ofTokens, [3, 4, 8], 6)).toBeNull();
  });

  it('gives the shape of one place, and what lies around it', () => {
    const time = { axis: 1, outer: 2, inner: 3 };
    expect(rowShape([5, 36, 7], time)).toEqual([5, 6, 7]);
    expect(aroundTime([5, 36, 7], time, 6)).toEqual([10, 6, 21]);
  });

  it('may be any factor of that size', () => {
    expect(possibleTimes([4, 12], 6)).toEqual([
      { axis: 1, outer: 1, inner: 2 },
      { axis: 1, outer: 2, inner: 1 },
    ]);
  });
});

describe('a condition on a mask', () => {
  const of = (row: number, ahead: number, everyRow = false) => ({
    value: 0,
    row: { axis: row, outer: 1, inner: 1 },
    ahead: { axis: ahead, outer: 1, inner: 1 },
    everyRow,
  });

  it('holds where nothing looks ahead', () => {
    const causal = [1, 0, 0, 1, 1, 0, 1, 1, 1];
    expect(holds(of(0, 1), causal, [3, 3], 3)).toBe(true);
    // The other way round each place looks at itself and what follows.
    expect(holds(of(1, 0), causal, [3, 3], 3)).toBe(false);
    expect(holds(of(0, 1), [1, 0, 1, 1, 1, 0, 1, 1, 1], [3, 3], 3)).toBe(false);
  });

  it('may ask that every place looks somewhere', () => {
    const blind = [1, 0, 0, 0, 0, 0, 0, 0, 1];
    expect(holds(of(0, 1), blind, [3, 3], 3)).toBe(true);
    expect(holds(of(0, 1, true), blind, [3, 3], 3)).toBe(false);
    expect(holds(of(1, 2, true), [...[1, 0, 1, 1], ...[1, 0, 0, 0]], [2, 2, 2], 2)).toBe(false);
    expect(holds(of(1, 2, true), [...[1, 0, 1, 1], ...[1, 0, 0, 1]], [2, 2, 2], 2)).toBe(true);
  });

  it('looks into merged axes', () => {
    // [2 T, T]: two heads one after the other.
    const row = { axis: 0, outer: 2, inner: 1 };
    const condition = { ...of(0, 1), row };
    expect(holds(condition, [...[1, 0, 1, 1], ...[0, 0, 1, 0]], [4, 2], 2)).toBe(true);
    expect(holds(condition, [...[1, 0, 1, 1], ...[0, 1, 1, 0]], [4, 2], 2)).toBe(false);
  });
});
