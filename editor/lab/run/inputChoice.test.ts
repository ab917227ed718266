/** Choices become what the worker is fed. */
import { expect, test } from 'vitest';
import type { ImageInput, NumbersInput, TextInput } from './graphInputs';
import type { Picture } from './imagePreparation';
import { sameChoice, toInputData } from './inputChoice';

const digit: ImageInput = {
  kind: 'image',
  path: 'i',
  title: 'Image',
  height: 28,
  width: 28,
  channels: 1,
};
const text: TextInput = {
  kind: 'text',
  path: 't',
  title: 'Text',
  tokens: 8,
  vocabulary: 13,
  tokenizer: null,
};

function picture(width: number, height: number, channels: number, fill: number): Picture {
  return { width, height, channels, data: new Float32Array(width * height * channels).fill(fill) };
}

test('a sample is named, not sent', () => {
  expect(toInputData(digit, { kind: 'sample', index: 3 })).toEqual({ kind: 'sample', index: 3 });
});

test('text needs a letter, and an input for text', () => {
  expect(toInputData(text, { kind: 'text', text: '314' })).toEqual({ kind: 'text', text: '314' });
  expect(toInputData(text, { kind: 'text', text: '  ' })).toBeNull();
  expect(toInputData(digit, { kind: 'text', text: '314' })).toBeNull();
  expect(toInputData(digit, undefined)).toBeNull();
});

test('a dark-on-light digit is inverted and padded on the ground it then has', () => {
  const tall = picture(10, 20, 1, 1);
  tall.data[5] = 0;
  const sent = toInputData(digit, {
    kind: 'picture',
    name: 'a.png',
    picture: tall,
    inverted: true,
  });
  expect(sent).toMatchObject({ kind: 'image', height: 20, width: 20, channels: 1 });
  const { data } = sent as Extract<typeof sent, { kind: 'image' }>;
  expect(data[0]).toBe(0);
  expect(data[10]).toBe(1);
});

test('a photograph is cut to the proportions of the model', () => {
  const input = { ...digit, channels: 3, height: 224, width: 224 };
  const photo = picture(40, 30, 3, 0.5);
  const sent = toInputData(input, {
    kind: 'picture',
    name: 'a.jpg',
    picture: photo,
    inverted: false,
  });
  expect(sent).toMatchObject({ height: 30, width: 30, channels: 3 });
});

test('an empty pad is nothing to run on', () => {
  expect(toInputData(digit, { kind: 'drawing', picture: picture(112, 112, 1, 0) })).toBeNull();
  const drawn = picture(112, 112, 1, 0);
  drawn.data.fill(1, 112 * 50, 112 * 50 + 60);
  expect(toInputData(digit, { kind: 'drawing', picture: drawn })).toMatchObject({
    height: 28,
    width: 28,
  });
});

const numbers: NumbersInput = {
  kind: 'numbers',
  path: 'n',
  title: 'Sequence',
  axes: [
    { name: 'tokens', size: 5 },
    { name: 'features', size: 40 },
  ],
};

test('random numbers are those of their seed, around 0', () => {
  const send = (seed: number) => {
    const sent = toInputData(numbers, { kind: 'random', seed });
    if (sent?.kind !== 'tensor') throw new Error(sent?.kind);
    expect(sent.shape).toEqual([5, 40]);
    return sent.data;
  };
  expect(send(3)).toEqual(send(3));
  expect(send(3)).not.toEqual(send(4));
  expect(Math.abs(send(3).reduce((sum, value) => sum + value, 0) / 200)).toBeLessThan(0.3);
});

test('zeros fill the input; the numbers of a file keep their own shape', () => {
  expect(toInputData(numbers, { kind: 'zeros' })).toEqual({
    kind: 'tensor',
    shape: [5, 40],
    data: new Float32Array(200),
  });
  const data = Float32Array.of(1, 2);
  expect(toInputData(numbers, { kind: 'numbers', name: 'a.csv', shape: [2, 1], data })).toEqual({
    kind: 'tensor',
    shape: [2, 1],
    data,
  });
  expect(toInputData(numbers, { kind: 'text', text: '1 2' })).toBeNull();
  expect(toInputData(text, { kind: 'zeros' })).toBeNull();
  expect(toInputData(digit, { kind: 'random', seed: 1 })).toBeNull();
});

test('the same text or example is the same input, also when it was chosen again', () => {
  expect(sameChoice({ kind: 'text', text: 'a' }, { kind: 'text', text: 'a' })).toBe(true);
  expect(sameChoice({ kind: 'text', text: 'a' }, { kind: 'text', text: '' })).toBe(false);
  expect(sameChoice({ kind: 'sample', index: 2 }, { kind: 'sample', index: 2 })).toBe(true);
  expect(sameChoice({ kind: 'sample', index: 2 }, { kind: 'sample', index: 3 })).toBe(false);
  expect(sameChoice({ kind: 'sample', index: 2 }, { kind: 'text', text: '2' })).toBe(false);
  expect(sameChoice({ kind: 'zeros' }, undefined)).toBe(false);
  expect(sameChoice(undefined, undefined)).toBe(true);
});
