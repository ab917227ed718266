/** Which parameters a node shows, written as in the papers: `h = 8`, `d = d_model`. */
import type { GraphNode, ParamSpec, ParamValue } from '../../runtime/index';
import { formatNumber } from '../ui/format';
import type { BlockView } from './blockView';
import { safeEntries, safeText } from './safe';

/** One parameter on a node. */
export interface ShownParam {
  readonly name: string;
  /** `h`; empty when the value alone says it. */
  readonly symbol: string;
  /** `8`, or an expression as written. */
  readonly value: string;
  /** True when it is an expression, so that it follows a hyperparameter. */
  readonly expression: boolean;
  /** Plain words for the tooltip: "Heads: 8". */
  readonly hint: string;
}

const SHOWN = 3;
/** Letters of a word. */
const WORD = 14;

/**
 * At most three parameters that matter: those with a symbol, else the first number that was set, else
 * a choice that tells something.
 */
export function shownParams(node: GraphNode, block: BlockView | undefined): readonly ShownParam[] {
  if (!block) return [];
  const specs = safeEntries(block.params);
  const written = safeEntries(node.params);
  const isWritten = (name: string) => written.some(([key]) => key === name);
  const writtenOr = (name: string, spec: ParamSpec): ParamValue =>
    written.find(([key]) => key === name)?.[1] ?? spec.default;
  // A default of 0 means "as usual": it says nothing on the node.
  const withSymbol = specs.filter(
    ([name, spec]) => spec.symbol && spec.kind !== 'switch' && writtenOr(name, spec) !== 0,
  );
  const chosen = [
    withSymbol.slice(0, SHOWN),
    specs.filter(([name, spec]) => isNumber(spec) && isWritten(name)).slice(0, 1),
    specs.filter(([name, spec]) => isTelling(spec, writtenOr(name, spec))).slice(0, 1),
  ].find((list) => list.length > 0);
  return (chosen ?? []).map(([name, spec]) => show(name, spec, writtenOr(name, spec)));
}

/** A choice other than the usual one, or one that a word says: an activation. */
function isTelling(spec: ParamSpec, value: ParamValue): boolean {
  return spec.kind === 'choice' && (value !== spec.default || textOf(spec, value).length <= WORD);
}

function isNumber(spec: ParamSpec): boolean {
  return spec.kind === 'int' || spec.kind === 'float';
}

function show(name: string, spec: ParamSpec, value: ParamValue): ShownParam {
  const text = textOf(spec, value);
  const expression = spec.kind !== 'choice' && typeof value === 'string';
  const symbol = spec.symbol ?? (isNumber(spec) ? name : undefined);
  return {
    name,
    symbol: !symbol || symbol === text ? '' : symbol,
    value: text,
    expression,
    hint: `${spec.label}: ${text}`,
  };
}

function textOf(spec: ParamSpec, value: ParamValue): string {
  if (spec.kind === 'choice') {
    const key = String(value);
    return Object.hasOwn(spec.choices, key) ? spec.choices[key] : safeText(value, 24);
  }
  if (typeof value === 'number') return Number.isNaN(value) ? '' : formatNumber(value);
  return typeof value === 'boolean' ? (value ? 'on' : 'off') : safeText(value, 24);
}
