/** The ranges that are told are those of the schema. */
import { expect, test } from 'vitest';
import { experimentOptions, experimentSettings } from './schema';
import { describeSetting, settingWords } from './settingWords';

const schemas = { ...experimentSettings, ...experimentOptions };

test.each(Object.entries(settingWords))('%s', (setting, { from, above, most }) => {
  const takes = (value: number) =>
    schemas[setting as keyof typeof schemas].safeParse(value).success;
  if (from !== undefined) expect([takes(from), takes(from - 1)]).toEqual([true, false]);
  if (above !== undefined) expect([takes(above), takes(above + 0.5)]).toEqual([false, true]);
  if (most !== undefined) expect([takes(most), takes(most + 1)]).toEqual([true, false]);
});

test('a setting in words', () => {
  expect(describeSetting('learningRate', '“Slow”')).toBe(
    'learning rate of “Slow” (above 0, at most 1,000)',
  );
  expect(describeSetting('beta1', 'the training settings')).toBe(
    'beta 1 of the training settings (from 0, at most 0.9999999)',
  );
  expect(describeSetting('keepBest', '“Slow”')).toBe('keeping the best weights of “Slow”');
});
