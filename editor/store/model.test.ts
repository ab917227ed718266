/** Random commands, gestures, undo and redo against invariants that always hold. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  type CompositeBlock,
  edgeKey,
  emptyDocument,
  findBlock,
  type GraphDocument,
  parseDocument,
  serializeDocument,
} from '../../runtime/index';
import { setBypass } from '../commands/bypass';
import {
  copyNodes,
  duplicate,
  fromClipboard,
  pasteNodes,
  toClipboard,
} from '../commands/clipboard';
import type { Command, Level } from '../commands/command';
import { detachComposite } from '../commands/composites';
import { setDescription, setTitle } from '../commands/document';
import { connect, disconnect, reconnect } from '../commands/edges';
import {
  addHyperparameter,
  removeHyperparameter,
  renameHyperparameter,
  setHyperparameter,
} from '../commands/hyperparameters';
import { levelAt } from '../commands/levels';
import { addNode, insertOnEdge, moveNodes, removeSelection } from '../commands/nodes';
import { setLabel, setParam, setRepeat, setTie } from '../commands/params';
import { createEditorStore } from './createEditorStore';
import { analysisOf } from './selectors';

/** Built when it is their turn: they choose among what is there then. */
type Build = (document: GraphDocument, level: Level) => Command;

const encoder = findBlock('encoder-layer') as CompositeBlock;

const pick = (items: readonly string[], at: number) =>
  items.length === 0 ? 'gone' : items[at % items.length];
const nodesOf = (document: GraphDocument, level: Level) =>
  Object.keys(levelAt(document, level)?.graph.nodes ?? {});
const wiresOf = (document: GraphDocument, level: Level) =>
  (levelAt(document, level)?.graph.edges ?? []).map(edgeKey);

const number = fc.nat(1000);
const port = fc.constantFrom('x', 'a', 'b', 'y', 'query');
const coordinate = fc.oneof(fc.integer({ min: -500, max: 500 }), fc.double());
const position = fc.record({ x: coordinate, y: coordinate });
const name = fc.constantFrom('d_model', 'heads', 'd_ff', 'relu', 'constructor', '');
const value = fc.oneof(fc.integer(), fc.double(), fc.constantFrom('4*d_model', 'heads', 'relu'));

function endOf(document: GraphDocument, level: Level, at: number, boundary: string): string {
  return pick([...nodesOf(document, level), boundary], at);
}

const builds: fc.Arbitrary<Build> = fc.oneof(
  fc
    .record({
      block: fc.constantFrom('linear', 'add', 'encoder-layer', 'unknown'),
      position,
      number,
      port,
    })
    .map(
      ({ block, position, number, port }): Build =>
        (document, level) => {
          const source = pick(nodesOf(document, level), number);
          const from = source === 'gone' ? undefined : { source, sourcePort: 'y', port };
          return addNode({ level, block, position, from });
        },
    ),
  fc.array(number, { maxLength: 3 }).map(
    (numbers): Build =>
      (document, level) => {
        const nodes = numbers.map((at) => pick(nodesOf(document, level), at));
        const edge = pick(wiresOf(document, level), numbers[0] ?? 0);
        return removeSelection({ level, nodes, edge: numbers.length === 2 ? edge : null });
      },
  ),
  fc.tuple(number, port, number, port, fc.boolean()).map(
    ([from, sourcePort, to, targetPort, move]): Build =>
      (document, level) => {
        const source = endOf(document, level, from, '$in');
        const target = endOf(document, level, to, '$out');
        const edge = { source, sourcePort, target, targetPort };
        return move
          ? reconnect(level, pick(wiresOf(document, level), from), edge)
          : connect(level, edge);
      },
  ),
  number.map(
    (at): Build =>
      (document, level) =>
        disconnect(level, pick(wiresOf(document, level), at)),
  ),
  fc.tuple(number, position).map(
    ([at, to]): Build =>
      (document, level) =>
        moveNodes(level, { [pick(nodesOf(document, level), at)]: to }),
  ),
  fc.tuple(number, position).map(
    ([at, place]): Build =>
      (document, level) =>
        insertOnEdge({
          level,
          edge: pick(wiresOf(document, level), at),
          block: 'encoder-layer',
          position: place,
        }),
  ),
  fc.tuple(number, name, fc.option(value, { nil: undefined })).map(
    ([at, param, to]): Build =>
      (document, level) =>
        setParam(level, pick(nodesOf(document, level), at), param, to),
  ),
  fc.tuple(number, fc.string({ unit: 'binary', maxLength: 250 })).map(
    ([at, text]): Build =>
      (document, level) => {
        const node = pick(nodesOf(document, level), at);
        return at % 2 ? setLabel(level, node, text) : setTie(level, node, text.slice(0, 4));
      },
  ),
  fc.tuple(number, fc.option(value, { nil: undefined })).map(
    ([at, to]): Build =>
      (document, level) =>
        setRepeat(level, pick(nodesOf(document, level), at), to),
  ),
  fc.tuple(number, number, fc.boolean()).map(
    ([one, two, on]): Build =>
      (document, level) =>
        setBypass(
          level,
          [one, two].map((at) => pick(nodesOf(document, level), at)),
          on,
        ),
  ),
  fc.tuple(number, name, name, value).map(
    ([at, one, two, to]): Build =>
      (_document, level) => {
        const all = [
          addHyperparameter(level, { name: one, value: to }),
          setHyperparameter(level, one, { value: to }),
          renameHyperparameter(level, one, two),
          removeHyperparameter(level, one),
        ];
        return all[at % all.length];
      },
  ),
  fc.tuple(number, number, position).map(
    ([first, second, at]): Build =>
      (document, level) => {
        const ids = [pick(nodesOf(document, []), first), pick(nodesOf(document, []), second)];
        if (first % 2) return duplicate(level, ids);
        const text = toClipboard(copyNodes(document, [], ids));
        const fragment = fromClipboard(text)?.fragment;
        if (!fragment) throw new Error('what was copied can be pasted');
        return pasteNodes(level, fragment, at);
      },
  ),
  number.map(
    (at): Build =>
      (document, level) =>
        detachComposite(level, pick(nodesOf(document, level), at), encoder),
  ),
  fc.string({ unit: 'binary', maxLength: 300 }).map(
    (text): Build =>
      () =>
        text.length % 2 ? setTitle(text) : setDescription(text),
  ),
);

const actions = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: fc.record({ kind: fc.constant('commit' as const), build: builds }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('preview' as const), build: builds }) },
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
  ),
  { minLength: 10, maxLength: 60, size: 'max' },
);

/** Something to work on from the first command: a chain, and a composite that opens. */
const start: GraphDocument = [
  addNode({ level: [], block: 'linear', position: { x: 0, y: 0 } }),
  ...['n1', 'n2', 'n3'].map((source) =>
    addNode({
      level: [],
      block: 'encoder-layer',
      position: { x: 0, y: 0 },
      from: { source, sourcePort: 'y', port: 'x' },
    }),
  ),
  detachComposite([], 'n4', encoder),
].reduce((document, command) => command.apply(document), emptyDocument());

/** The document can be saved and read again: no dangling wire, no bad id, no bad value. */
function expectSound(document: GraphDocument): void {
  const text = serializeDocument(document);
  const { document: read, diagnostics } = parseDocument(text);
  expect(diagnostics).toEqual([]);
  expect(read && serializeDocument(read)).toBe(text);
  for (const [id, node] of Object.entries(document.nodes)) expect(node.id).toBe(id);
}

it('commands, gestures, undo and redo', () => {
  fc.assert(
    fc.property(actions, (list) => {
      const store = createEditorStore({ document: start });
      const state = () => store.getState();
      // The model: every document that undo can reach, and where we are among them.
      let model = [state().document];
      let at = 0;
      const check = () => {
        const { selection, view, document, history } = state();
        expect(history.present).toBe(model[at]);
        expect(history.past.map((step) => step.document)).toEqual(model.slice(0, at));
        const graph = levelAt(document, view.openPath)?.graph;
        expect(graph).toBeDefined();
        for (const id of selection.nodes) expect(graph?.nodes).toHaveProperty(id);
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
            state().commit(action.build(state().history.present, view.openPath));
            committed();
            break;
          case 'preview':
            state().preview(action.build(state().history.present, view.openPath));
            break;
          case 'end':
            state().commit();
            committed();
            break;
          case 'cancel':
            state().cancel();
            expect(state().document).toBe(model[at]);
            break;
          case 'undo':
            state().undo();
            at = Math.max(0, at - 1);
            expect(state().document).toBe(model[at]);
            break;
          case 'redo':
            state().redo();
            at = Math.min(model.length - 1, at + 1);
            expect(state().document).toBe(model[at]);
            break;
          case 'open': {
            const inside = pick(nodesOf(document, view.openPath), action.at);
            state().open(action.deeper ? [...view.openPath, inside] : view.openPath.slice(0, -1));
            break;
          }
          case 'select':
            state().select({ nodes: [pick(nodesOf(document, view.openPath), action.at)] });
            break;
        }
        check();
      }
      expect(() => analysisOf(state().document)).not.toThrow();
    }),
    { numRuns: 150 },
  );
}, 60_000);
