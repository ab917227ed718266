/** Remembers whether the drawer is open, and at which tab. */
import { type LabState, type LabTab, tabs } from './labState';

const KEY = 'patchbay.drawer';

type View = Pick<LabState, 'tab' | 'open'>;

export function readView(): View {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? 'null');
    if (typeof stored === 'object' && stored !== null && 'tab' in stored && 'open' in stored) {
      const tab = tabs.find((known) => known === stored.tab);
      if (tab) return { tab, open: stored.open === true };
    }
  } catch {
    // Storage may be forbidden or hold something else; the drawer then starts closed.
  }
  return { tab: 'run', open: false };
}

export function writeView({ tab, open }: LabState, before: LabState): void {
  if (tab === before.tab && open === before.open) return;
  try {
    localStorage.setItem(
      KEY,
      JSON.stringify({ tab, open } satisfies { tab: LabTab; open: boolean }),
    );
  } catch {
    // As above: nothing is lost but the memory of the place.
  }
}
