import { beforeEach, describe, expect, it, vi } from 'vitest';
import { presets } from '../../presets/index';
import type { GraphDocument } from '../../runtime/index';
import type { VariantActions } from '../compare/variantActions';
import { createEditorStore } from '../store/createEditorStore';
import { selectRedoLabel, selectUndoLabel } from '../store/selectors';
import type { KeyPress } from '../ui/keys';
import { announce, notify } from '../ui/notices';
import { lengthBand } from './lengthBand';
import { type ShortcutContext, shortcutFor, shortcuts } from './shortcuts';

vi.mock('../ui/notices', () => ({ announce: vi.fn(), notify: vi.fn() }));

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

describe('Ctrl+B', () => {
  const vit = presets.find(({ id }) => id === 'vit-tiny')?.document as GraphDocument;
  beforeEach(() => vi.clearAllMocks());

  function start(document = vit) {
    const store = createEditorStore({ document });
    const context = { store } as unknown as ShortcutContext;
    return {
      state: () => store.getState(),
      select: (...nodes: string[]) => store.getState().select({ nodes }),
      press: () => {
        const keys = press('b', true);
        shortcutFor(keys, { typing: false })?.run?.(context, keys);
      },
    };
  }
  const bypassed = ({ nodes }: GraphDocument) =>
    Object.values(nodes).flatMap(({ id, bypass }) => (bypass ? [id] : []));

  it('bypasses a block, and uses it again', () => {
    const { state, select, press } = start();
    select('dropout');
    press();
    expect(bypassed(state().document)).toEqual(['dropout']);
    expect(selectUndoLabel(state())).toBe('Bypass Dropout');
    expect(announce).toHaveBeenLastCalledWith('Bypassed Dropout');
    press();
    expect(bypassed(state().document)).toEqual([]);
    expect(selectUndoLabel(state())).toBe('Use Dropout again');
    expect(announce).toHaveBeenLastCalledWith('Using Dropout again');
    state().undo();
    expect(selectRedoLabel(state())).toBe('Use Dropout again');
    expect(bypassed(state().document)).toEqual(['dropout']);
  });

  it('takes a selection as one step: all off, then all on', () => {
    const { state, select, press } = start();
    select('dropout');
    press();
    select('dropout', 'norm', 'encoder');
    press();
    expect(bypassed(state().document).sort()).toEqual(['dropout', 'encoder', 'norm']);
    expect(selectUndoLabel(state())).toBe('Bypass 2 blocks');
    press();
    expect(bypassed(state().document)).toEqual([]);
    expect(selectUndoLabel(state())).toBe('Use 3 blocks again');
  });

  it('says why a block cannot be, and changes nothing', () => {
    const { state, select, press } = start();
    select('dropout', 'patches');
    press();
    expect(state().document).toBe(vit);
    expect(notify).toHaveBeenCalledExactlyOnceWith(
      'Patch embedding cannot be bypassed: it takes height 28, width 28, channels 1 and gives tokens 16, d_model 64.',
    );
    select();
    press();
    expect(notify).toHaveBeenLastCalledWith('Select a block first.');
  });

  it('leaves what cannot be edited alone', () => {
    const { state, select, press } = start();
    state().open(['encoder']);
    select('attention');
    press();
    state().open([]);
    state().setReadOnly(true);
    select('dropout');
    press();
    expect(state().document).toBe(vit);
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
