/** The settings of writing: what may be typed, what may be stored. */
import { describe, expect, it } from 'vitest';
import { briefly, checkSettings, fields, parseSetting, usualSettings } from './decoding';

describe('a number that is typed', () => {
  it.each([
    ['temperature', '0.8', 0.8],
    ['temperature', '0', 0],
    ['temperature', '2.1', undefined],
    ['temperature', '', undefined],
    ['topK', '', null],
    ['topK', '40', 40],
    ['topK', '4.5', undefined],
    ['topK', '0', undefined],
    ['topP', '1', 1],
    ['topP', '0', undefined],
    ['beams', '17', undefined],
    ['maxTokens', '1,000', 1000],
    ['seed', 'abc', undefined],
  ] as const)('%s "%s"', (key, text, value) => {
    expect(parseSetting(fields[key], text)).toBe(value);
  });
});

describe('what was stored', () => {
  it('is taken as it was', () => {
    const settings = {
      answering: { ...usualSettings.answering, method: 'beam', beams: 7 },
      continuing: { ...usualSettings.continuing, topK: 5, temperature: 1.2 },
      samples: true,
    };
    expect(checkSettings(JSON.parse(JSON.stringify(settings)))).toEqual(settings);
  });

  it('is as usual where it is not valid, each by itself', () => {
    const stored = {
      answering: { method: 'guess', beams: 3.5, lengthPenalty: 1, secret: 1 },
      continuing: 'none',
      samples: 'yes',
    };
    expect(checkSettings(stored)).toEqual({
      ...usualSettings,
      answering: { ...usualSettings.answering, lengthPenalty: 1 },
    });
    expect(checkSettings(null)).toEqual(usualSettings);
  });
});

it('writes briefly beside a training', () => {
  const { answering, continuing } = usualSettings;
  expect(briefly({ ...answering, method: 'beam' })).toMatchObject({
    method: 'greedy',
    maxTokens: 80,
  });
  expect(briefly({ ...continuing, maxTokens: 9 })).toEqual({ ...continuing, maxTokens: 9 });
});
