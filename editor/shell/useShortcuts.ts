/** Listens for the keyboard commands of the whole page. */
import { useEffect } from 'react';
import { type ShortcutContext, shortcutFor } from './shortcuts';

export function useShortcuts(context: ShortcutContext): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || document.querySelector('dialog[open]')) return;
      const target = event.target as HTMLElement;
      const typing = target.closest('input, textarea, select, [contenteditable]') !== null;
      // Space and Enter press a button that has the focus; copying works on a selected text.
      const onButton =
        target.closest('button, a, [role=menuitem], [role=option], [role=tab]') !== null;
      if (onButton && (event.key === ' ' || event.key === 'Enter')) return;
      const shortcut = shortcutFor(event, { typing });
      if (!shortcut?.run) return;
      if (event.key.toLowerCase() === 'c' && hasSelectedText()) return;
      event.preventDefault();
      shortcut.run(context, event);
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, [context]);
}

function hasSelectedText(): boolean {
  return (getSelection()?.toString() ?? '') !== '';
}
