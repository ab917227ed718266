/** Keys as people write them: `Mod+Shift+Z`, where Mod is Ctrl, or Command on a Mac. */

/** The part of a keyboard event that decides. */
export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

function isMac(): boolean {
  return typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform);
}

/** True when the keys pressed are those written. */
export function matchesKeys(written: string, press: KeyPress, mac = isMac()): boolean {
  const parts = written.split('+');
  // `+` and `Mod++` splits into an empty last part: the key is the plus itself.
  const key = parts.at(-1) === '' ? '+' : (parts.at(-1) as string);
  const wants = (name: string) => parts.slice(0, -1).includes(name);
  const mod = mac ? press.metaKey : press.ctrlKey;
  const otherMod = mac ? press.ctrlKey : press.metaKey;
  if (mod !== wants('Mod') || otherMod || press.altKey !== wants('Alt')) return false;
  const pressed = press.key === ' ' ? 'Space' : press.key;
  if (/^[a-z]$/i.test(key) || key.length > 1) {
    return pressed.toLowerCase() === key.toLowerCase() && press.shiftKey === wants('Shift');
  }
  // Whether a sign needs Shift depends on the keyboard.
  return pressed === key;
}

const macSigns: Readonly<Record<string, string>> = { Mod: '⌘', Shift: '⇧', Alt: '⌥' };

/** Keys to show: `Ctrl+Z`, `⌘Z`. */
export function showKeys(written: string, mac = isMac()): string {
  const parts = written === '+' ? ['+'] : written.split('+');
  if (mac) return parts.map((part) => macSigns[part] ?? part).join('');
  return parts.map((part) => (part === 'Mod' ? 'Ctrl' : part)).join('+');
}
