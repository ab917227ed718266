/** A text as it is written: its events in order, what each step had read, and where it looked. */
import { describe, expect, it } from 'vitest';
import type { GenerateEvent } from '../../../../runtime/index';
import type { AttentionSource } from '../../look/attentionSources';
import { readBefore, stepAttention, type WrittenText, withEvents } from './writtenText';

const shown = (letter: string) => ({ id: letter.charCodeAt(0), text: letter });
const token = (letter: string, place: number, data: readonly number[] = []): GenerateEvent => ({
  kind: 'token',
  ...shown(letter),
  place,
  probability: 0.5,
  top: [],
  attention:
    data.length > 0
      ? { look: { heads: 2, places: data.length / 2, data: Float32Array.from(data) } }
      : {},
});
const empty: WrittenText = { method: 'greedy', prompt: [], tokens: [], result: null };
const begun = withEvents(empty, [{ kind: 'prompt', tokens: [shown('a'), shown('b')] }]);

const source: AttentionSource = {
  tap: 'look',
  path: 'look',
  title: 'Look',
  heads: 2,
  tokens: 4,
  source: 4,
  queryInput: 'written',
  sourceInput: 'written',
};

it('grows in the order of its events', () => {
  const text = withEvents(withEvents(begun, [token('c', 1)]), [token('d', 2), token('e', 3)]);
  expect(text.prompt.map((one) => one.text)).toEqual(['a', 'b']);
  expect(text.tokens.map((one) => one.text)).toEqual(['c', 'd', 'e']);
});

describe('what a step had read', () => {
  it('is all before it, while there is room', () => {
    const text = withEvents(begun, [token('c', 1), token('d', 2), token('e', 3)]);
    expect(readBefore(text, 0).map((one) => one.text)).toEqual(['a', 'b']);
    expect(readBefore(text, 2).map((one) => one.text)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('is the last half of a text that was full', () => {
    // Four places: full after "abcd", it goes on with "de" at places 0 and 1.
    const text = withEvents(begun, [
      token('c', 1),
      token('d', 2),
      token('e', 3),
      token('f', 1),
      token('g', 2),
    ]);
    expect(readBefore(text, 3).map((one) => one.text)).toEqual(['d', 'e']);
    expect(readBefore(text, 4).map((one) => one.text)).toEqual(['d', 'e', 'f']);
  });
});

describe('where a step looked', () => {
  it('names what it wrote itself, and leaves out what is still to come', () => {
    const text = withEvents(begun, [token('\n', 1, [0.25, 0.75, 0, 0, 1, 0, 0, 0])]);
    const looked = stepAttention(text, 0, source, 'written', {});
    expect(looked).toMatchObject({ heads: 2, columns: 2, names: ['a', 'b'] });
    expect([...(looked?.values ?? [])]).toEqual([0.25, 0.75, 1, 0]);
  });

  it('names the text that it answers to, without padding that it does not look at', () => {
    const cross = { ...source, sourceInput: 'inputs' };
    const seen = {
      inputs: {
        kind: 'tokens' as const,
        ids: Int32Array.of(5, 2, 0, 0),
        texts: ['x', '<end>', '·', '·'],
      },
    };
    const masked = withEvents(begun, [token('c', 1, [0.5, 0.5, 0, 0, 1, 0, 0, 0])]);
    expect(stepAttention(masked, 0, cross, 'written', seen)?.names).toEqual(['x', '<end>']);
    // Without a mask it does look at padding, and that is shown.
    const open = withEvents(begun, [token('c', 1, [0.5, 0.25, 0.25, 0, 1, 0, 0, 0])]);
    expect(stepAttention(open, 0, cross, 'written', seen)?.names).toEqual(['x', '<end>', '·']);
  });

  it('counts places where their names are not known yet', () => {
    const cross = { ...source, sourceInput: 'inputs' };
    const text = withEvents(begun, [token('c', 1, [0.5, 0.5, 1, 0])]);
    expect(stepAttention(text, 0, cross, 'written', {})?.names).toEqual(['place 1', 'place 2']);
  });

  it('is not told of every step', () => {
    const text = withEvents(begun, [token('c', 1)]);
    expect(stepAttention(text, 0, source, 'written', {})).toBeNull();
  });
});
