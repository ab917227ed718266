/** Aliases: outputs of composites that stand for what lies behind them. */
import type { AnyNode } from './types';

/** The node, reading the outputs of primitive and bypassed nodes only. */
export function withoutAliases(node: AnyNode, aliases: ReadonlyMap<string, string>): AnyNode {
  const resolve = (refs: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(refs).map(([port, ref]) => [port, aliases.get(ref) ?? ref]));
  const inputs = resolve(node.inputs);
  if (node.kind === 'primitive') return { ...node, inputs };
  const inside = node.inside.map((each) => withoutAliases(each, aliases));
  return { ...node, inputs, inside, outputs: resolve(node.outputs) };
}

/**
 * The primitive or bypassed output behind each alias. One that only leads round through pass-through wires
 * stands for itself. Every alias is walked once, however long the chains are.
 */
export function resolveAliases(aliases: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const resolved = new Map<string, string>();
  for (const start of aliases.keys()) {
    const trail = new Set<string>();
    let at = start;
    while (aliases.has(at) && !resolved.has(at) && !trail.has(at)) {
      trail.add(at);
      at = aliases.get(at) as string;
    }
    const round = trail.has(at);
    for (const alias of trail) resolved.set(alias, round ? alias : (resolved.get(at) ?? at));
  }
  return resolved;
}
