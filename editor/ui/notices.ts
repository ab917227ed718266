/** Short messages: shown as toasts, and read out once by a polite live region. */
import { useSyncExternalStore } from 'react';

export interface Notice {
  readonly id: number;
  readonly text: string;
  readonly action?: { readonly label: string; readonly run: () => void };
}

const SHOWN_MS = 6000;
const MOST = 3;

let notices: readonly Notice[] = [];
let spoken = '';
let nextId = 1;
const listeners = new Set<() => void>();

function emit(): void {
  for (const listener of listeners) listener();
}

/** Shows a message for a few seconds and reads it out. */
export function notify(text: string, action?: Notice['action']): void {
  const notice = { id: nextId++, text, action };
  notices = [...notices.filter((known) => known.text !== text), notice].slice(-MOST);
  announce(text);
  setTimeout(() => dismiss(notice.id), action ? 2 * SHOWN_MS : SHOWN_MS);
}

export function dismiss(id: number): void {
  const left = notices.filter((notice) => notice.id !== id);
  if (left.length === notices.length) return;
  notices = left;
  emit();
}

/** Reads a message out without showing it: what sighted people see anyway. */
export function announce(text: string): void {
  // A no-break space makes a repeated message a change, so that it is read again.
  spoken = spoken === text ? `${text} ` : text;
  emit();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useNotices(): readonly Notice[] {
  return useSyncExternalStore(subscribe, () => notices);
}

export function useSpoken(): string {
  return useSyncExternalStore(subscribe, () => spoken);
}
