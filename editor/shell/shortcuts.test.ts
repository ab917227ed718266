import { describe, expect, it } from 'vitest';
import type { KeyPress } from '../ui/keys';
import { lengthBand } from './lengthBand';
import { shortcutFor, shortcuts } from './shortcuts';

const press = (key: string, ctrlKey = false): KeyPress => ({
  key,
  ctrlKey,
  metaKey: false,
  shiftKey: false,
  altKey: false,
});

describe('shortcuts', () => {
  it('gives each key one meaning', () => {
    const keys = shortcuts.flatMap((shortcut) => shortcut.keys.map((key) => key.toLowerCase()));
    expect(keys.length).toBe(new Set(keys).size);
  });

  it('leaves the keys to a text that is typed, but for saving and opening', () => {
    expect(shortcutFor(press('c'), { typing: false })?.label).toBe('Connect the selected block');
    expect(shortcutFor(press('c'), { typing: true })).toBeUndefined();
    expect(shortcutFor(press('z', true), { typing: true })).toBeUndefined();
    expect(shortcutFor(press('s', true), { typing: true })?.label).toBe('Save now');
  });
});

describe('length of a link', () => {
  it.each([
    [2000, 'good', false],
    [2001, 'warning', false],
    [8000, 'warning', false],
    [8001, 'warning', true],
  ] as const)('judges %d characters', (characters, tone, fileFirst) => {
    expect(lengthBand(characters)).toMatchObject({ tone, fileFirst });
  });
});
