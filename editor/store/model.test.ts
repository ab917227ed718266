/** Random commands, gestures, undo and redo against invariants that always hold. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  type GraphDocument,
  parseDocument,
  type RunRecord,
  serializeDocument,
  variantDocument,
  variantIds,
} from '../../runtime/index';
import { levelAt } from '../commands/levels';
import { builds, nodesOf, pick, start, wholeBuilds } from '../commands/testing/arbitraryCommands';
import { createEditorStore } from './createEditorStore';
import { takenIds } from './history';
import { analysisOf, selectRecorded, slotOf } from './selectors';

const number = fc.nat(1000);

const actions = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: fc.record({ kind: fc.constant('commit' as const), build: builds }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('preview' as const), build: builds }) },
    {
      weight: 3,
      arbitrary: fc.record({ kind: fc.constant('whole' as const), build: wholeBuilds }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constantFrom('undo' as const, 'redo' as const, 'end' as const, 'cancel' as const),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('open' as const),
        at: number,
        deeper: fc.boolean(),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('select' as const), at: number }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('show' as const), at: number }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('measure' as const), at: number }) },
  ),
  { minLength: 10, maxLength: 60, size: 'max' },
);

/** The document can be saved and read again: no dangling wire, no bad id, no bad value. */
function expectSound(document: GraphDocument): void {
  // Results of a variant that is gone are kept for undo alone.
  const ids = variantIds(document);
  const results = document.results?.filter(({ variant }) => ids.includes(variant));
  const text = serializeDocument({ ...document, results });
  const { document: read, diagnostics } = parseDocument(text);
  expect(diagnostics).toEqual([]);
  expect(read && serializeDocument(read)).toBe(text);
  for (const [id, node] of Object.entries(document.nodes)) expect(node.id).toBe(id);
}

const resultOf = (variant: string, fingerprint: string): RunRecord => ({
  variant,
  fingerprint,
  seed: 1,
  backend: 'wasm',
  status: 'done',
  steps: 1,
  seconds: 1,
  parameters: 1,
  stepFlops: 1,
  peakBytes: 1,
  loss: 1,
  curve: { step: [], loss: [], seconds: [] },
  validation: { step: [], loss: [], metric: [] },
  saved: 1,
});

const withoutResults = ({ results: _results, ...rest }: GraphDocument) => rest;

it('commands, gestures, undo and redo', () => {
  fc.assert(
    fc.property(actions, (list) => {
      const store = createEditorStore({ document: start });
      const state = () => store.getState();
      // The model: every document that undo can reach, where we are among them, and what was measured.
      let model = [state().history.present];
      let at = 0;
      let measured = 0;
      const reachable = () => {
        const { past, present, future } = state().history;
        return [
          ...past.map(({ document }) => document),
          present,
          ...future.map((step) => step.document),
        ];
      };
      const check = () => {
        const { selection, view, swaps, document, history, draft } = state();
        expect(reachable()).toEqual(model);
        expect(history.present).toBe(model[at]);
        expect(variantIds(history.present)).toContain(view.variant);
        if (!draft) expect(document).toBe(variantDocument(history.present, view.variant));
        expect(new Set(variantIds(history.present)).size).toBe(variantIds(history.present).length);
        expect(variantIds(history.present).length).toBeLessThanOrEqual(6);
        const graph = levelAt(document, view.openPath)?.graph;
        expect(graph).toBeDefined();
        for (const id of selection.nodes) expect(graph?.nodes).toHaveProperty(id);
        // Each result is of the graph that it was measured of, and none is lost.
        const { results = [] } = history.present;
        expect(results).toHaveLength(measured);
        for (const { variant, fingerprint } of results) {
          expect(slotOf({ view: { openPath: [], variant }, swaps })).toBe(fingerprint);
        }
      };
      const committed = () => {
        const { present } = state().history;
        if (present === model[at]) return;
        model = [...model.slice(0, at + 1), present];
        at++;
        expectSound(present);
      };
      for (const action of list) {
        const { document, view } = state();
        switch (action.kind) {
          case 'commit':
            state().commit(action.build(selectRecorded(state()), view.openPath));
            committed();
            break;
          case 'preview':
            state().preview(action.build(selectRecorded(state()), view.openPath));
            break;
          case 'whole': {
            const command = action.build(state().history.present);
            const before = slotOf(state());
            state().commit(command);
            // What is shown stays shown when it becomes the base, or ends to be it.
            if (command.swaps !== undefined) expect(slotOf(state())).toBe(before);
            committed();
            break;
          }
          case 'end':
            state().commit();
            committed();
            break;
          case 'cancel':
            state().cancel();
            break;
          case 'undo': {
            const step = state().history.past.at(-1);
            state().undo();
            at = Math.max(0, at - 1);
            if (step) expect(state().view.variant).toBe(step.before);
            break;
          }
          case 'redo': {
            const [step] = state().history.future;
            state().redo();
            at = Math.min(model.length - 1, at + 1);
            if (step) expect(state().view.variant).toBe(step.after);
            break;
          }
          case 'open': {
            const inside = pick(nodesOf(document, view.openPath), action.at);
            state().open(action.deeper ? [...view.openPath, inside] : view.openPath.slice(0, -1));
            break;
          }
          case 'select':
            state().select({ nodes: [pick(nodesOf(document, view.openPath), action.at)] });
            break;
          case 'show': {
            const id = pick(variantIds(state().history.present), action.at);
            state().showVariant(id);
            expect(state().view.variant).toBe(id);
            break;
          }
          case 'measure': {
            const variant = pick(variantIds(state().history.present), action.at);
            const slot = slotOf({ ...state(), view: { openPath: [], variant } });
            const shown = state().document;
            const before = model.map(withoutResults);
            state().annotate((results) => [...results, resultOf(variant, slot)]);
            expect(state().document).toBe(shown);
            model = reachable();
            expect(model.map(withoutResults)).toEqual(before);
            measured++;
            break;
          }
        }
        check();
      }
      for (const id of variantIds(state().history.present)) {
        expect(takenIds(state().history)).toContain(id);
      }
      expect(() => analysisOf(state().document)).not.toThrow();
    }),
    { numRuns: 150 },
  );
}, 60_000);
