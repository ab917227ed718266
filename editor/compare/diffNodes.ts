/** What is written on a node, before and after: its block, parameters, repeat, sharing, bypass. */
import { type GraphNode, namesIn, type ParamSpec, type ParamValue } from '../../runtime/index';
import { renameName } from '../commands/expressions';
import { own } from '../commands/levels';
import { formatNumber } from '../ui/format';
import { type Change, type ChangeKind, change, withinSentence } from './changeWords';
import { isSameBlock } from './matchNodes';
import {
  blockOf,
  blockTitle,
  isNumber,
  type Named,
  optionOf,
  resolve,
  type Side,
  titleOf,
} from './side';

/** Named values that have another name in the second graph, by their name in the first. */
export type Renames = ReadonlyMap<string, string>;

export interface NodeDiff {
  readonly kind: ChangeKind | null;
  readonly changes: readonly Change[];
}

/** Two nodes that are the same one, or stand in the same place. */
export function diffNode(a: Side, idA: string, b: Side, idB: string, renames: Renames): NodeDiff {
  const [before, after] = [a.graph.nodes[idA], b.graph.nodes[idB]];
  const title = titleOf(b, idB);
  const changes: Change[] = [];
  if (!isSameBlock(a, idA, b, idB)) changes.push(change('swap', swapText(a, before, b, after)));
  if (Boolean(before.bypass) !== Boolean(after.bypass)) {
    changes.push(
      after.bypass
        ? change('bypass', `bypassed ${title}`, 'bypassed')
        : change('bypass', `${title} no longer bypassed`),
    );
  }
  const repeat = repeatText(a, before, b, after, renames);
  if (repeat) changes.push(change('repeat', `${title} ${repeat}`));
  changes.push(...diffParams(a, before, b, after, renames, title));
  if (before.tie !== after.tie) {
    changes.push(
      change(
        'weights',
        after.tie === undefined
          ? `${title} has weights of its own`
          : `${title} shares weights (${after.tie})`,
      ),
    );
  }
  const bypassed = changes.some((each) => each.kind === 'bypassed');
  return { kind: bypassed ? 'bypassed' : changes.length > 0 ? 'changed' : null, changes };
}

function swapText(a: Side, before: GraphNode, b: Side, after: GraphNode): string {
  const [from, to] = [blockTitle(a, before), blockTitle(b, after)];
  const text = from === to ? `another ${to}` : `${from} → ${to}`;
  const { label } = after;
  return label === undefined || label === to ? text : `${label}: ${text}`;
}

function repeatText(
  a: Side,
  before: GraphNode,
  b: Side,
  after: GraphNode,
  renames: Renames,
): string | null {
  const times = (side: Side, { repeat = 1 }: GraphNode): Written => {
    const value = resolve(repeat, side.scope);
    return { written: repeat, value, text: `×${textOfNumber(value ?? repeat)}` };
  };
  return arrow(times(a, before), times(b, after), a, b, renames, (text) => `×${text}`);
}

/** A parameter as it is written, with what it comes to. */
interface Written {
  /** Undefined: not said. */
  readonly written: ParamValue | undefined;
  readonly value: ParamValue | undefined;
  readonly text: string;
}

function diffParams(
  a: Side,
  before: GraphNode,
  b: Side,
  after: GraphNode,
  renames: Renames,
  title: string,
): readonly Change[] {
  const [specsA, specsB] = [blockOf(a, before)?.params ?? {}, blockOf(b, after)?.params ?? {}];
  const inner = renamesBetween(a, before, b, after);
  const namesA = new Map(Object.keys(before.params).map((name) => [inner.get(name) ?? name, name]));
  // As the inspector lists them, not as they are stored.
  const written = new Set([...namesA.keys(), ...Object.keys(after.params)]);
  const listed = Object.keys(specsB).filter((name) => written.has(name));
  const names = new Set([...listed, ...[...written].sort()]);
  const another = before.block !== after.block;
  return [...names].flatMap((name) => {
    const [nameA, spec] = [namesA.get(name) ?? name, own(specsB, name)];
    const specA = own(specsA, nameA);
    // What only one of two blocks has is part of the swap.
    if (another && !(spec && specA)) return [];
    const [from, to] = [read(a, before, nameA, specA), read(b, after, name, spec)];
    const text = arrow(from, to, a, b, renames);
    if (!text) return [];
    const label = withinSentence(spec?.label ?? name);
    const colon = spec && !isNumber(spec) ? ':' : '';
    return [change('param', `${label} of ${title}${colon} ${text}`)];
  });
}

/** Parameters of a composite of the document that have another name now. */
function renamesBetween(a: Side, before: GraphNode, b: Side, after: GraphNode): Renames {
  const [from, to] = [blockOf(a, before), blockOf(b, after)];
  if (from?.kind !== 'defined' || to?.kind !== 'defined') return new Map();
  return findRenames(from.definition.params, to.definition.params);
}

/** Named values in the same place with the same value, where each has a name that the other has not. */
export function findRenames(before: readonly Named[], after: readonly Named[]): Renames {
  const [known, now] = [before, after].map((list) => new Set(list.map(({ name }) => name)));
  const places = before.flatMap((from, at): [Named, Named][] => {
    const to = after[at];
    return to && !now.has(from.name) && !known.has(to.name) ? [[from, to]] : [];
  });
  const all: Renames = new Map(places.map(([from, to]) => [from.name, to.name]));
  const equal = places.filter(([from, to]) => rewritten(from.value, all) === to.value);
  return new Map(equal.map(([from, to]) => [from.name, to.name]));
}

function rewritten<T extends ParamValue | undefined>(written: T, renames: Renames): T | string {
  if (typeof written !== 'string' || written.startsWith('=')) return written;
  return [...renames].reduce<string>((text, [from, to]) => renameName(text, from, to), written);
}

function read(side: Side, node: GraphNode, name: string, spec: ParamSpec | undefined): Written {
  const given = own(node.params, name);
  if (given === undefined && !spec) return { written: undefined, value: undefined, text: 'none' };
  const written = optionOf(given ?? spec?.default ?? '', side);
  if (typeof written === 'boolean') {
    return { written, value: written, text: written ? 'on' : 'off' };
  }
  if (spec?.kind === 'choice') {
    const text = own(spec.choices as Readonly<Record<string, string>>, String(written));
    return { written, value: written, text: text ?? clip(written) };
  }
  const value = resolve(written, side.scope);
  return { written, value: value ?? written, text: textOfNumber(value ?? written) };
}

/**
 * "8 → 4", with expressions worked out where that tells them apart; null where both mean the same.
 * An expression that stays as it is follows its names, whose change is told where they are.
 */
function arrow(
  from: Written,
  to: Written,
  a: Side,
  b: Side,
  renames: Renames,
  show: (text: string) => string = (text) => text,
): string | null {
  if (rewritten(from.written, renames) === to.written) return null;
  if (from.value !== to.value) {
    return from.text === to.text
      ? `${raw(from, show)} → ${raw(to, show)}`
      : `${from.text} → ${to.text}`;
  }
  const inlined =
    typeof from.written === 'string' &&
    namesIn(from.written).some((name) => isNamed(a, name) && !isNamed(b, name));
  if (inlined) return null;
  return `${raw(from, show)} → ${raw(to, show)}`;
}

function isNamed({ named }: Side, name: string): boolean {
  return named.some((entry) => entry.name === name);
}

function raw({ written = 'none' }: Written, show: (text: string) => string): string {
  return typeof written === 'boolean' ? (written ? 'on' : 'off') : show(textOfNumber(written));
}

function textOfNumber(value: number | string | boolean): string {
  return typeof value === 'number' ? formatNumber(value) : clip(String(value));
}

/** An expression may be as long as a paragraph. */
function clip(text: string | number): string {
  const shown = String(text);
  return shown.length > 24 ? `${shown.slice(0, 23)}…` : shown;
}

/** "heads 8 → 4" for each named value that is otherwise, and those that came or went. */
export function diffNamed(a: Side, b: Side, renames: Renames): readonly Change[] {
  const before = new Map(a.named.map((entry) => [renames.get(entry.name) ?? entry.name, entry]));
  const after = new Map(b.named.map((entry) => [entry.name, entry]));
  const written = (side: Side, value: number | string): Written => {
    const number = resolve(value, side.scope);
    const text = textOfNumber(number ?? value);
    return { written: value, value: number ?? value, text };
  };
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((name) => {
    const [from, to] = [before.get(name), after.get(name)];
    if (!to) return [change('value', `removed value ${name}`, 'removed')];
    const now = written(b, to.value);
    if (!from) return [change('value', `added value ${name} ${now.text}`, 'added')];
    const text = arrow(written(a, from.value), now, a, b, renames);
    return text ? [change('value', `${name} ${text}`)] : [];
  });
}
