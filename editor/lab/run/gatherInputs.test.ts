/** A first run needs no choice where there is something usual to feed. */
import { expect, test } from 'vitest';
import { emptyDocument } from '../../../runtime/index';
import { gatherInputs } from './gatherInputs';
import type { ImageInput, TextInput } from './graphInputs';

const image: ImageInput = {
  kind: 'image',
  path: 'image',
  title: 'Image',
  height: 28,
  width: 28,
  channels: 1,
};
const text: TextInput = {
  kind: 'text',
  path: 'source',
  title: 'Inputs',
  tokens: 9,
  vocabulary: 13,
  tokenizer: 'digits',
};

test('the first test example and digits are usual', () => {
  expect(gatherInputs(emptyDocument(), [image, text], {})).toEqual({
    choices: { image: { kind: 'sample', index: 0 }, source: { kind: 'text', text: '31415926' } },
    data: { image: { kind: 'sample', index: 0 }, source: { kind: 'text', text: '31415926' } },
    missing: null,
  });
});

test('a choice counts before what is usual', () => {
  const chosen = { image: { kind: 'sample', index: 7 } } as const;
  expect(gatherInputs(emptyDocument(), [image], chosen).data).toEqual({
    image: { kind: 'sample', index: 7 },
  });
});

test('an emptied field is told, not filled in', () => {
  const chosen = { source: { kind: 'text', text: ' ' } } as const;
  expect(gatherInputs(emptyDocument(), [text], chosen).missing).toBe('source');
});
