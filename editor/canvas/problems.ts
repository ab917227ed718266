/** Diagnostics by the place of the open level at which they are seen. */
import type { Diagnostic } from '../../runtime/index';
import type { Level } from '../commands/command';
import { locate } from '../commands/levels';

export interface LevelProblems {
  /** By node id; what lies deeper is shown at the composite that holds it. */
  readonly nodes: ReadonlyMap<string, readonly Diagnostic[]>;
  /** By `node.port`: the wire into that input, or the bare port. */
  readonly inputs: ReadonlyMap<string, Diagnostic>;
}

const order = { error: 0, warning: 1, info: 2 } as const;

/** Sorts problems by where the open level shows them. */
export function problemsAt(diagnostics: readonly Diagnostic[], level: Level): LevelProblems {
  const nodes = new Map<string, Diagnostic[]>();
  const inputs = new Map<string, Diagnostic>();
  for (const diagnostic of diagnostics) {
    if (!diagnostic.at.path) continue;
    const place = locate(diagnostic.at.path);
    const ids = place.node === null ? place.level : [...place.level, place.node];
    if (ids.length <= level.length || level.some((id, depth) => ids[depth] !== id)) continue;
    const id = ids[level.length];
    const known = nodes.get(id);
    if (known) known.push(diagnostic);
    else nodes.set(id, [diagnostic]);
    const here = ids.length === level.length + 1;
    if (here && diagnostic.at.port) {
      const key = `${id}.${diagnostic.at.port}`;
      if (!inputs.has(key)) inputs.set(key, diagnostic);
    }
  }
  for (const list of nodes.values()) list.sort((a, b) => order[a.severity] - order[b.severity]);
  return { nodes, inputs };
}
