/**
 * Judges a wire before it is drawn: the graph is analysed as if the wire were there, and what is
 * new among its problems is the reason. Loops, other kinds of values and other numbers of axes are
 * refused; sizes that differ may be drawn, in red, since another edit may make them fit.
 */
import {
  type Analysis,
  type Diagnostic,
  type DiagnosticCode,
  type Edge,
  GRAPH_OUTPUT,
  type GraphDocument,
} from '../../runtime/index';
import type { Level } from '../commands/command';
import { connect } from '../commands/edges';
import { locate } from '../commands/levels';
import { analysisOf } from '../store/selectors';

export interface Verdict {
  readonly kind: 'fits' | 'wrong' | 'refused';
  /** Why not; empty when it fits. */
  readonly reason: string;
}

const fits: Verdict = { kind: 'fits', reason: '' };

const refusals: ReadonlySet<DiagnosticCode> = new Set([
  'graph/cycle',
  'edge/unknown-port',
  'edge/dangling',
  'shape/rank',
  'shape/dtype',
]);

const known = new WeakMap<GraphDocument, Map<string, Verdict>>();

/** What would come of wiring `edge` at `level`. Answers are kept as long as the document stands. */
export function judgeWire(document: GraphDocument, level: Level, edge: Edge): Verdict {
  const key = `${level.join('/')}|${edge.source}.${edge.sourcePort}>${edge.target}.${edge.targetPort}`;
  let verdicts = known.get(document);
  if (!verdicts) {
    verdicts = new Map();
    known.set(document, verdicts);
  }
  let verdict = verdicts.get(key);
  if (!verdict) {
    verdict = judge(document, level, edge);
    verdicts.set(key, verdict);
  }
  return verdict;
}

function judge(document: GraphDocument, level: Level, edge: Edge): Verdict {
  if (edge.source === edge.target) {
    return { kind: 'refused', reason: 'A block cannot feed itself: that would be a loop.' };
  }
  const wired = connect(level, edge).apply(document);
  if (wired === document) return fits;
  const before = analysisOf(document);
  const after = analysisOf(wired);
  const found = newProblem(before, after, level, edge);
  if (!found) return fits;
  const { diagnostic, atTarget } = found;
  // What goes wrong further on may be mended there.
  const refused = diagnostic.code === 'graph/cycle' || (atTarget && refusals.has(diagnostic.code));
  return { kind: refused ? 'refused' : 'wrong', reason: diagnostic.message };
}

/** The first error that the wire brings, the one at its target before any other. */
function newProblem(
  before: Analysis,
  after: Analysis,
  level: Level,
  edge: Edge,
): { readonly diagnostic: Diagnostic; readonly atTarget: boolean } | null {
  const had = new Set(before.diagnostics.map(signature));
  const fresh = after.diagnostics.filter(
    (diagnostic) =>
      diagnostic.severity === 'error' &&
      // What is still missing elsewhere is not the fault of this wire.
      diagnostic.code !== 'input/missing' &&
      !had.has(signature(diagnostic)),
  );
  const atTarget = fresh.find(({ at }) => {
    if (edge.target === GRAPH_OUTPUT || !at.path) return false;
    const place = locate(at.path);
    return place.level[level.length] === edge.target || place.node === edge.target;
  });
  const diagnostic = atTarget ?? fresh[0];
  return diagnostic ? { diagnostic, atTarget: atTarget !== undefined } : null;
}

function signature({ code, at, message }: Diagnostic): string {
  return `${code}|${at.path ?? ''}|${at.port ?? ''}|${message}`;
}
