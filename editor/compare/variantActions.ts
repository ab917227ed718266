/** What is done with variants from tabs, menus and keys; asks before a training is left for another. */
import { BASE, MAX_COMPARED, needsOf, variantIds } from '../../runtime/index';
import { planSweep, type Sweep, sweepVariants } from '../commands/sweep';
import {
  forkVariant,
  makeBase,
  moveVariant,
  removeVariant,
  renameVariant,
  roomForVariants,
  variantTitle,
} from '../commands/variants';
import { defaultExperiment } from '../lab/train/experiments';
import type { EditorStore } from '../store/createEditorStore';
import { takenIds } from '../store/history';
import {
  analysisOf,
  selectRecorded,
  selectRedoLabel,
  selectUndoLabel,
  selectWhole,
  slotOf,
} from '../store/selectors';
import { formatPlural } from '../ui/format';
import { announce, notify } from '../ui/notices';
import { countText, diffOf } from './diffOf';

export interface VariantActions {
  show(id: string): Promise<void>;
  /** Shows the base (0), or a variant by its place; nothing where there is none. */
  showAt(place: number): Promise<void>;
  /** Copies a variant, by default the one that is shown, and shows the copy. */
  fork(from?: string): Promise<void>;
  /** Makes a variant for each value. */
  sweep(sweep: Sweep): Promise<void>;
  rename(id: string, title: string): void;
  /** Moves a variant by places to the right. */
  move(id: string, by: number): void;
  makeBase(id: string): void;
  remove(id: string): Promise<void>;
  undo(): Promise<void>;
  redo(): Promise<void>;
  /** True when what is shown may be left: it is not being trained, or that was agreed to. */
  mayLeave(): Promise<boolean>;
}

interface Options {
  readonly store: EditorStore;
  readonly mayLeave: () => Promise<boolean>;
}

export function createVariantActions({ store, mayLeave }: Options): VariantActions {
  const state = () => store.getState();
  const titleOf = (id: string) => variantTitle(selectWhole(state()), id);

  function tellShown(): void {
    const { variant } = state().view;
    const diff = diffOf(selectWhole(state()), variant);
    announce(diff ? `${titleOf(variant)}, ${countText(diff)}` : titleOf(variant));
  }

  /** Leaves what is shown for what `slot` names, unless that is the same or one wants to stay. */
  async function mayShow(slot: string | null): Promise<boolean> {
    return slot === slotOf(state()) || mayLeave();
  }

  async function show(id: string): Promise<void> {
    const { swaps, view } = state();
    if (id === view.variant) return;
    if (!(await mayShow(slotOf({ swaps, view: { ...view, variant: id } })))) return;
    state().showVariant(id);
    tellShown();
  }

  /** What new variants begin with. */
  function forkOptions() {
    const { history } = state();
    const document = selectRecorded(state());
    return {
      taken: takenIds(history),
      experiment:
        document.experiment ?? defaultExperiment(needsOf(analysisOf(document).plan.program)),
    };
  }

  function isFull(): boolean {
    if (roomForVariants(selectWhole(state())) > 0) return false;
    notify(`There are ${MAX_COMPARED} graphs side by side, which is the most. Delete one first.`);
    return true;
  }

  return {
    show,
    async showAt(place) {
      const id = variantIds(selectWhole(state()))[place];
      if (id !== undefined) await show(id);
    },
    async fork(from = state().view.variant) {
      if (state().readOnly || isFull() || !(await mayLeave())) return;
      state().commit(forkVariant(from, forkOptions()));
      announce(`${titleOf(state().view.variant)}, a copy of ${titleOf(from)}`);
    },
    async sweep(sweep) {
      if (state().readOnly || isFull() || !(await mayLeave())) return;
      const made = { ...sweep, ...forkOptions() };
      const { length } = planSweep(selectWhole(state()), made).made;
      state().commit(sweepVariants(made));
      announce(`${formatPlural(length, 'variant')} made, ${titleOf(state().view.variant)} shown`);
    },
    rename: (id, title) => state().commit(renameVariant(id, title)),
    move(id, by) {
      const variants = variantIds(selectWhole(state())).slice(1);
      state().commit(moveVariant(id, variants.indexOf(id) + by));
    },
    makeBase(id) {
      const title = titleOf(id);
      state().commit(makeBase(id));
      notify(`“${title}” is the base now. The former base is a variant.`);
    },
    async remove(id) {
      if (state().readOnly || id === BASE) return;
      if (id === state().view.variant && !(await mayLeave())) return;
      const title = titleOf(id);
      state().commit(removeVariant(id, title));
      notify(`Deleted “${title}”. Undo brings it back.`);
    },
    async undo() {
      const label = selectUndoLabel(state());
      const { swaps, view, history } = state();
      const { before = view.variant, swapped } = history.past.at(-1) ?? {};
      const after = swapped === undefined ? swaps : [...swaps, swapped];
      if (!(await mayShow(slotOf({ swaps: after, view: { ...view, variant: before } })))) return;
      state().undo();
      announce(label ? `Undone: ${label}` : 'Nothing to undo');
    },
    async redo() {
      const label = selectRedoLabel(state());
      const { swaps, view, history } = state();
      const { after = view.variant, swapped } = history.future[0] ?? {};
      const next = swapped === undefined ? swaps : [...swaps, swapped];
      if (!(await mayShow(slotOf({ swaps: next, view: { ...view, variant: after } })))) return;
      state().redo();
      announce(label ? `Done again: ${label}` : 'Nothing to redo');
    },
    mayLeave,
  };
}
