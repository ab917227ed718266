import { describe, expect, it } from 'vitest';
import type { VariantActions } from '../compare/variantActions';
import type { KeyPress } from '../ui/keys';
import { lengthBand } from './lengthBand';
import { type ShortcutContext, shortcutFor, shortcuts } from './shortcuts';

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

describe('keys of variants', () => {
  const context = (variants: Partial<VariantActions>) =>
    ({ variants }) as unknown as ShortcutContext;

  it('show the base by 1, and its variants by the numbers after it', () => {
    const places: number[] = [];
    const showAt = async (place: number) => void places.push(place);
    for (const key of ['1', '2', '6']) {
      shortcutFor(press(key), { typing: false })?.run?.(context({ showAt }), press(key));
    }
    expect(places).toEqual([0, 1, 5]);
    expect(shortcutFor(press('7'), { typing: false })).toBeUndefined();
    expect(shortcutFor(press('1'), { typing: true })).toBeUndefined();
    expect(shortcutFor(press('1', true), { typing: false })?.label).toBe('Fit to view');
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
