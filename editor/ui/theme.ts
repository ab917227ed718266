/** Light, dark, or as the system says; kept in this browser. */
import { useSyncExternalStore } from 'react';

export type Theme = 'system' | 'light' | 'dark';

const KEY = 'patchbay.theme';
const listeners = new Set<() => void>();

function read(): Theme {
  try {
    const stored = localStorage.getItem(KEY);
    return stored === 'light' || stored === 'dark' ? stored : 'system';
  } catch {
    // Storage may be forbidden; the theme then lasts as long as the page.
    return 'system';
  }
}

let theme: Theme = typeof localStorage === 'undefined' ? 'system' : read();

/** Puts the stored theme on the page; call once before the first paint. */
export function startTheme(): void {
  apply();
}

function apply(): void {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

function setTheme(next: Theme): void {
  theme = next;
  try {
    if (next === 'system') localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, next);
  } catch {
    // As above: nothing is lost but the memory of the choice.
  }
  apply();
  for (const listener of listeners) listener();
}

/** True when the page is dark now, whoever decided it. */
function isDark(): boolean {
  if (theme !== 'system') return theme === 'dark';
  return matchMedia('(prefers-color-scheme: dark)').matches;
}

/** Goes from light to dark or back, from what is seen now. */
export function toggleTheme(): void {
  setTheme(isDark() ? 'light' : 'dark');
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  const media = matchMedia('(prefers-color-scheme: dark)');
  media.addEventListener('change', listener);
  return () => {
    listeners.delete(listener);
    media.removeEventListener('change', listener);
  };
}

export function useDark(): boolean {
  return useSyncExternalStore(subscribe, isDark);
}
