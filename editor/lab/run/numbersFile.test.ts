/** Files of numbers: what is read, and what is said of what is not. */
import { expect, test } from 'vitest';
import { readNumbers } from './numbersFile';

const shapeAndData = (name: string, text: string) => {
  const read = readNumbers(name, text);
  if (!read.ok) throw new Error(read.message);
  return [read.numbers.shape, Array.from(read.numbers.data)];
};

test.each([
  ['a.json', '[[1, 2, 3], [4, 5, -6.5]]', [2, 3], [1, 2, 3, 4, 5, -6.5]],
  ['a.json', '[[[1], [2]]]', [1, 2, 1], [1, 2]],
  ['a', ' [1e2, 2]', [2], [100, 2]],
  ['a.csv', '1,2\n3,4\n', [2, 2], [1, 2, 3, 4]],
  ['a.csv', '\uFEFFx;y\r\n1;2\r\n\r\n3;4', [2, 2], [1, 2, 3, 4]],
  ['a.tsv', '1\t"2"\n3\t4', [2, 2], [1, 2, 3, 4]],
  ['a.txt', ' 1  2 \n 3 4', [2, 2], [1, 2, 3, 4]],
  ['a.csv', '1\n2\n3', [3], [1, 2, 3]],
])('%s: %j', (name, text, shape, data) => {
  expect(shapeAndData(name, text)).toEqual([shape, data]);
});

test.each([
  ['a.json', '{', 'is not JSON'],
  ['a.json', '7', 'has no list of numbers'],
  ['a.json', '[]', 'an empty list'],
  ['a.json', '[[[[[[[1]]]]]]]', 'nested too deep'],
  ['a.json', '[[1, 2], [3]]', 'different lengths'],
  ['a.json', '[1, "2"]', 'no number'],
  ['a.json', '[1, null]', 'no number'],
  ['a.csv', '', 'is empty'],
  ['a.csv', '1,2\n3', 'Row 2 of a.csv has 1 numbers, the first has 2.'],
  ['a.csv', '1,2\n3,x', 'Row 2, column 2 of a.csv is no number: "x".'],
  ['a.csv', '1,2\n3,', 'column 2 of a.csv is no number'],
])('%s: %j is refused', (name, text, message) => {
  expect(readNumbers(name, text)).toMatchObject({
    ok: false,
    message: expect.stringContaining(message),
  });
});
