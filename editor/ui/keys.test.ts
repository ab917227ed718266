import { describe, expect, it } from 'vitest';
import { type KeyPress, matchesKeys, showKeys } from './keys';

const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...held,
});

describe('keys', () => {
  it('takes Ctrl, or Command on a Mac', () => {
    expect(matchesKeys('Mod+Z', press('z', { ctrlKey: true }), false)).toBe(true);
    expect(matchesKeys('Mod+Z', press('z', { metaKey: true }), true)).toBe(true);
    expect(matchesKeys('Mod+Z', press('z', { ctrlKey: true }), true)).toBe(false);
    expect(matchesKeys('Mod+Z', press('Z', { ctrlKey: true, shiftKey: true }), false)).toBe(false);
    expect(matchesKeys('Mod+Shift+Z', press('Z', { ctrlKey: true, shiftKey: true }), false)).toBe(
      true,
    );
  });

  it('does not mind Shift for signs, since keyboards differ', () => {
    expect(matchesKeys('?', press('?', { shiftKey: true }), false)).toBe(true);
    expect(matchesKeys('/', press('/', { shiftKey: true }), false)).toBe(true);
    expect(matchesKeys('+', press('+', { shiftKey: true }), false)).toBe(true);
    expect(matchesKeys('C', press('c', { ctrlKey: true }), false)).toBe(false);
  });

  it('names keys as the system does', () => {
    expect(showKeys('Mod+Shift+Z', false)).toBe('Ctrl+Shift+Z');
    expect(showKeys('Mod+Shift+Z', true)).toBe('⌘⇧Z');
    expect(showKeys('+', false)).toBe('+');
  });
});
