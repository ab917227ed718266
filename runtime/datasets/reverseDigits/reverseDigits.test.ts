import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createReverseDigits,
  END,
  FIRST_DIGIT,
  type ReverseDigitsBatch,
  reverseDigitsTestSet,
  START,
  splitOf,
  VOCABULARY_SIZE,
} from './reverseDigits';

const rows = (tokens: Int32Array, { batch, length }: ReverseDigitsBatch) =>
  Array.from({ length: batch }, (_, row) => [...tokens.slice(row * length, (row + 1) * length)]);

const sequences = (batch: ReverseDigitsBatch) =>
  rows(batch.source, batch).map((row) => row.slice(0, -1).map((token) => token - FIRST_DIGIT));

describe('createReverseDigits', () => {
  it('lays out source, decoder input and target', () => {
    const batch = createReverseDigits({ seed: 1, split: 'train' }).next(64);
    expect([batch.batch, batch.length, batch.source.length]).toEqual([64, 9, 64 * 9]);
    const inputs = rows(batch.decoderInput, batch);
    const targets = rows(batch.target, batch);
    rows(batch.source, batch).forEach((source, row) => {
      const digits = source.slice(0, -1);
      expect(source.at(-1)).toBe(END);
      expect(targets[row]).toEqual([...digits.reverse(), END]);
      expect(inputs[row]).toEqual([START, ...targets[row].slice(0, -1)]);
    });
    expect(batch.source.every((token) => token >= 0 && token < VOCABULARY_SIZE)).toBe(true);
  });

  it('repeats for a seed, differs for another, and goes on from one batch to the next', () => {
    const make = (seed: number) => createReverseDigits({ seed, split: 'train' });
    const stream = make(5);
    const first = stream.next(8);
    expect(make(5).next(8)).toEqual(first);
    expect(make(6).next(8)).not.toEqual(first);
    const state = stream.save();
    const second = stream.next(8);
    expect(second).not.toEqual(first);
    const resumed = make(99);
    resumed.resume(state);
    expect(resumed.next(8)).toEqual(second);
  });

  it('keeps test sequences out of training for every seed', () => {
    fc.assert(
      fc.property(fc.integer(), fc.constantFrom('train', 'test'), (seed, split) => {
        const batch = createReverseDigits({ seed, split }).next(16);
        return sequences(batch).every((digits) => splitOf(digits) === split);
      }),
    );
  });

  it('refuses sizes that make no sense', () => {
    expect(() => createReverseDigits({ seed: 1, split: 'train', digits: 0 })).toThrow(RangeError);
    expect(() => createReverseDigits({ seed: 1, split: 'train' }).next(0)).toThrow(RangeError);
  });
});

describe('splitOf', () => {
  it('holds out about a tenth, whatever the digits', () => {
    for (const last of [0, 5, 9]) {
      let held = 0;
      for (let number = 0; number < 10_000; number++) {
        const digits = [...String(number).padStart(4, '0')].map(Number);
        if (splitOf([...digits, 1, 2, 3, last]) === 'test') held++;
      }
      expect(held).toBeGreaterThan(850);
      expect(held).toBeLessThan(1150);
    }
  });
});

describe('reverseDigitsTestSet', () => {
  it('is fixed, all held out, and without repeats', () => {
    const set = reverseDigitsTestSet(500);
    expect(reverseDigitsTestSet(500)).toEqual(set);
    const all = sequences(set);
    expect(new Set(all.map((digits) => digits.join(''))).size).toBe(500);
    expect(all.every((digits) => splitOf(digits) === 'test')).toBe(true);
  });

  it('refuses more tests than there are sequences', () => {
    expect(() => reverseDigitsTestSet(100, 2)).toThrow(RangeError);
  });
});
