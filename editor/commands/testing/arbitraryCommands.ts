/** Random commands for property tests: any that edit a graph, and those on variants. */
import fc from 'fast-check';
import {
  type CompositeBlock,
  edgeKey,
  emptyDocument,
  findBlock,
  type GraphDocument,
  variantIds,
} from '../../../runtime/index';
import { setBypass } from '../bypass';
import { copyNodes, duplicate, fromClipboard, pasteNodes, toClipboard } from '../clipboard';
import type { Command, Level } from '../command';
import { detachComposite } from '../composites';
import { setDescription, setTitle } from '../document';
import { connect, disconnect, reconnect } from '../edges';
import {
  addHyperparameter,
  removeHyperparameter,
  renameHyperparameter,
  setHyperparameter,
} from '../hyperparameters';
import { levelAt } from '../levels';
import { addNode, insertOnEdge, moveNodes, removeSelection } from '../nodes';
import { setLabel, setParam, setRepeat, setTie } from '../params';
import { sweepVariants } from '../sweep';
import { forkVariant, makeBase, moveVariant, removeVariant, renameVariant } from '../variants';

/** Built when it is their turn: they choose among what is there then. */
export type Build = (document: GraphDocument, level: Level) => Command;

const encoder = findBlock('encoder-layer') as CompositeBlock;

export const pick = (items: readonly string[], at: number) =>
  items.length === 0 ? 'gone' : items[at % items.length];
export const nodesOf = (document: GraphDocument, level: Level) =>
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

/** Commands on the graph of the open level. */
export const builds: fc.Arbitrary<Build> = fc.oneof(
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

/** Commands on the document with all its variants. */
export const wholeBuilds: fc.Arbitrary<(whole: GraphDocument) => Command> = fc.oneof(
  number.map((at) => (whole: GraphDocument) => forkVariant(pick(variantIds(whole), at))),
  number.map((at) => (whole: GraphDocument) => removeVariant(pick(variantIds(whole), at))),
  number.map((at) => (whole: GraphDocument) => makeBase(pick(variantIds(whole), at))),
  fc.tuple(number, fc.integer({ min: -1, max: 5 })).map(
    ([at, to]) =>
      (whole: GraphDocument) =>
        moveVariant(pick(variantIds(whole), at), to),
  ),
  fc.tuple(number, fc.string({ unit: 'binary', maxLength: 250 })).map(
    ([at, text]) =>
      (whole: GraphDocument) =>
        renameVariant(pick(variantIds(whole), at), text),
  ),
  fc.tuple(number, fc.array(number, { maxLength: 4 })).map(
    ([at, numbers]) =>
      (whole: GraphDocument) =>
        sweepVariants({
          from: pick(variantIds(whole), at),
          target: { kind: 'param', level: [], node: pick(nodesOf(whole, []), at), param: 'units' },
          values: numbers.map((value) => ({ value, title: `units ${value}` })),
        }),
  ),
);

/** Something to work on from the first command: a chain, and a composite that opens. */
export const start: GraphDocument = [
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
