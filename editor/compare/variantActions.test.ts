import { beforeEach, describe, expect, it } from 'vitest';
import { preset } from '../../presets/vit-tiny';
import { BASE, MAX_COMPARED, variantIds } from '../../runtime/index';
import { setHyperparameter } from '../commands/hyperparameters';
import { createEditorStore, type EditorStore } from '../store/createEditorStore';
import { selectWhole } from '../store/selectors';
import { countText, diffOf } from './diffOf';
import { createVariantActions, type VariantActions } from './variantActions';

let store: EditorStore;
let actions: VariantActions;
/** What is answered when it is asked whether what is shown may be left; how often it was asked. */
let stays: boolean;
let asked: number;

beforeEach(() => {
  store = createEditorStore({ document: preset.document });
  stays = false;
  asked = 0;
  actions = createVariantActions({
    store,
    async mayLeave() {
      asked++;
      return !stays;
    },
  });
});

const state = () => store.getState();
const shown = () => state().view.variant;
const ids = () => variantIds(selectWhole(state()));
const edit = () => state().commit(setHyperparameter([], 'heads', { value: 2 }));

describe('leaving what is shown', () => {
  it('is asked before another is shown, and not for the same one', async () => {
    await actions.fork();
    expect([shown(), asked]).toEqual(['v1', 1]);
    await actions.show('v1');
    expect(asked).toBe(1);
    stays = true;
    await actions.show(BASE);
    expect([shown(), asked]).toEqual(['v1', 2]);
    await actions.fork();
    await actions.remove('v1');
    expect(ids()).toEqual([BASE, 'v1']);
    stays = false;
    await actions.showAt(0);
    expect(shown()).toBe(BASE);
    await actions.showAt(4);
    expect([shown(), asked]).toEqual([BASE, 5]);
  });

  it('is asked before an undo or a redo that leads elsewhere', async () => {
    await actions.fork();
    edit();
    await actions.show(BASE);
    stays = true;
    asked = 0;
    await actions.undo();
    expect([shown(), asked]).toEqual([BASE, 1]);
    expect(state().history.future).toHaveLength(0);
    stays = false;
    await actions.undo();
    expect(shown()).toBe('v1');
    await actions.show(BASE);
    stays = true;
    await actions.redo();
    expect(shown()).toBe(BASE);
    stays = false;
    await actions.redo();
    expect(shown()).toBe('v1');
  });

  it('is not asked where the shown graph stays: a base that changes, another that goes', async () => {
    await actions.fork();
    await actions.fork();
    asked = 0;
    stays = true;
    actions.makeBase('v2');
    expect(shown()).toBe(BASE);
    await actions.undo();
    expect(shown()).toBe('v2');
    await actions.redo();
    expect(shown()).toBe(BASE);
    await actions.remove('v1');
    expect([ids(), asked]).toEqual([[BASE, 'v2'], 0]);
  });
});

describe('variants', () => {
  it('are made up to the most, by forks and by a sweep, under ids that were never used', async () => {
    await actions.fork();
    await actions.remove('v1');
    await actions.fork();
    expect(ids()).toEqual([BASE, 'v2']);
    await actions.sweep({
      target: { kind: 'hyperparameter', name: 'heads' },
      values: [1, 2, 8, 16, 32, 64].map((value) => ({ value, title: `heads ${value}` })),
    });
    expect(ids()).toEqual([BASE, 'v2', 'v3', 'v4', 'v5', 'v6']);
    expect(shown()).toBe('v3');
    await actions.fork();
    expect(ids()).toHaveLength(MAX_COMPARED);
    actions.move('v6', -1);
    expect(ids().slice(-2)).toEqual(['v6', 'v5']);
    actions.rename('v6', 'Many heads');
    expect(selectWhole(state()).variants?.[3].title).toBe('Many heads');
  });

  it('write how they are trained into a base that does not say it', async () => {
    const { experiment: _none, ...silent } = preset.document;
    state().load(silent);
    await actions.fork();
    expect(selectWhole(state()).experiment?.dataset).toBe('mnist');
    expect(state().document.experiment).toBe(selectWhole(state()).experiment);
  });

  it('are not made where another tab owns the document', async () => {
    state().setReadOnly(true);
    await actions.fork();
    await actions.remove(BASE);
    expect([ids(), asked]).toEqual([[BASE], 0]);
  });
});

it('what a variant changes is worked out once', async () => {
  expect(diffOf(selectWhole(state()), BASE)).toBeNull();
  expect(diffOf(selectWhole(state()), 'v1')).toBeNull();
  await actions.fork();
  const none = diffOf(selectWhole(state()), 'v1');
  expect(none && countText(none)).toBe('no changes');
  edit();
  const diff = diffOf(selectWhole(state()), 'v1');
  expect(diff && countText(diff)).toBe('1 change');
  actions.rename('v1', 'Two');
  await actions.fork();
  await actions.show(BASE);
  expect(diffOf(selectWhole(state()), 'v1')).toEqual(diff);
  expect(diffOf(selectWhole(state()), 'v1')).toBe(diffOf(selectWhole(state()), 'v1'));
});
