/** Axis strings of ports (`batch tokens d_model`), matched against real shapes. */
import type { Axis } from '../graph/types';

export type AxisPattern =
  | { readonly kind: 'rest' }
  /** `broadcast`: may also have size 1. */
  | { readonly kind: 'named'; readonly name: string; readonly broadcast: boolean }
  | { readonly kind: 'fixed'; readonly size: number };

const cache = new Map<string, readonly AxisPattern[]>();

/** Reads a port's axes. At most one `...`. */
export function parseAxes(text: string): readonly AxisPattern[] {
  let patterns = cache.get(text);
  if (!patterns) {
    patterns = text
      .split(/\s+/)
      .filter(Boolean)
      .map((word): AxisPattern => {
        if (word === '...') return { kind: 'rest' };
        if (/^\d+$/.test(word)) return { kind: 'fixed', size: Number(word) };
        const broadcast = word.endsWith('*');
        return { kind: 'named', name: broadcast ? word.slice(0, -1) : word, broadcast };
      });
    cache.set(text, patterns);
  }
  return patterns;
}

/** Where a name of a block got its size: at which port, and from which node before it. */
export interface Binding {
  readonly axis: Axis;
  readonly port: string;
}

/** Names bound so far while the ports of one block are matched one after the other. */
export interface AxisBindings {
  readonly names: Map<string, Binding>;
  rest: { axes: readonly Axis[]; port: string } | null;
}

export type AxisProblem =
  | { readonly kind: 'rank'; readonly expected: string; readonly found: readonly Axis[] }
  | {
      readonly kind: 'size';
      /** Name of the axis in the block. */
      readonly name: string;
      readonly found: Axis;
      readonly other: Axis;
      readonly otherPort: string;
    }
  | { readonly kind: 'fixed'; readonly expected: number; readonly found: Axis };

/** Matches the axes on a wire with a port's pattern; binds names. The first problem, or null. */
export function matchAxes(
  port: string,
  pattern: string,
  axes: readonly Axis[],
  bindings: AxisBindings,
): AxisProblem | null {
  const patterns = parseAxes(pattern);
  const restAt = patterns.findIndex((p) => p.kind === 'rest');
  const fixedCount = restAt < 0 ? patterns.length : patterns.length - 1;
  if (restAt < 0 ? axes.length !== fixedCount : axes.length < fixedCount) {
    return { kind: 'rank', expected: pattern, found: axes };
  }
  const tail = restAt < 0 ? 0 : patterns.length - 1 - restAt;
  const head = restAt < 0 ? patterns.length : restAt;
  for (let i = 0; i < head; i++) {
    const problem = matchOne(port, patterns[i], axes[i], bindings);
    if (problem) return problem;
  }
  if (restAt >= 0) {
    const rest = axes.slice(head, axes.length - tail);
    const bound = bindings.rest;
    if (!bound) bindings.rest = { axes: rest, port };
    else {
      if (bound.axes.length !== rest.length) {
        return { kind: 'rank', expected: bound.axes.map((a) => a.name).join(' '), found: axes };
      }
      for (let i = 0; i < rest.length; i++) {
        if (rest[i].size !== bound.axes[i].size) {
          return {
            kind: 'size',
            name: bound.axes[i].name,
            found: rest[i],
            other: bound.axes[i],
            otherPort: bound.port,
          };
        }
      }
    }
    for (let i = 0; i < tail; i++) {
      const problem = matchOne(
        port,
        patterns[restAt + 1 + i],
        axes[axes.length - tail + i],
        bindings,
      );
      if (problem) return problem;
    }
  }
  return null;
}

function matchOne(
  port: string,
  pattern: AxisPattern,
  axis: Axis,
  bindings: AxisBindings,
): AxisProblem | null {
  if (pattern.kind === 'rest') return null;
  if (pattern.kind === 'fixed') {
    return axis.size === pattern.size
      ? null
      : { kind: 'fixed', expected: pattern.size, found: axis };
  }
  if (pattern.broadcast && axis.size === 1) return null;
  const bound = bindings.names.get(pattern.name);
  if (!bound) {
    bindings.names.set(pattern.name, { axis, port });
    return null;
  }
  if (bound.axis.size === axis.size) return null;
  return {
    kind: 'size',
    name: pattern.name,
    found: axis,
    other: bound.axis,
    otherPort: bound.port,
  };
}

/**
 * Axes of an output: names from the pattern, sizes from the shape that was built. An axis that has the
 * name and the size of a bound one keeps its origin; any other comes from this node, `path`.
 */
export function nameAxes(
  pattern: string,
  shape: readonly number[],
  bindings: AxisBindings,
  path: string,
): readonly Axis[] {
  const patterns = parseAxes(pattern);
  const restAt = patterns.findIndex((p) => p.kind === 'rest');
  const restLength = restAt < 0 ? 0 : shape.length - (patterns.length - 1);
  const axes: Axis[] = [];
  for (const [index, p] of patterns.entries()) {
    if (p.kind === 'rest') {
      for (let i = 0; i < restLength; i++) {
        const size = shape[restAt + i];
        const bound = bindings.rest?.axes[i];
        axes.push(
          bound && bound.size === size
            ? bound
            : { name: bound?.name ?? `axis ${restAt + i + 1}`, size, from: path },
        );
      }
      continue;
    }
    const size = shape[restAt >= 0 && index > restAt ? index - 1 + restLength : index];
    const name = p.kind === 'named' ? p.name : String(p.size);
    const bound = bindings.names.get(name)?.axis;
    axes.push({ name, size, from: bound && bound.size === size ? bound.from : path });
  }
  return axes;
}

/** Axes of an output whose block gives their names; an axis of `known` of that name and size keeps its origin. */
export function applyNames(
  names: readonly string[],
  shape: readonly number[],
  known: readonly Axis[],
  path: string,
): readonly Axis[] {
  return shape.map((size, i) => {
    const name = names[i] ?? `axis ${i + 1}`;
    const same = known.find((axis) => axis.name === name && axis.size === size);
    return { name, size, from: same ? same.from : path };
  });
}
