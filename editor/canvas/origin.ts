/** Origin paths of an open level, and the types of the values that enter it. */
import {
  type Analysis,
  type Edge,
  GRAPH_INPUT,
  type GraphDocument,
  type TensorType,
} from '../../runtime/index';
import type { Level } from '../commands/command';
import { levelAt, own } from '../commands/levels';

/** What `analyze` needs to be asked about a level. */
export interface LevelOrigin {
  readonly document: GraphDocument;
  readonly level: Level;
  readonly analysis: Analysis;
}

/**
 * `encoder/0/`: prefix of the origin paths of a level's nodes; empty at the top. Of a repeated
 * composite the first copy is looked at.
 */
export function originPrefix({ document, level, analysis }: LevelOrigin): string {
  let prefix = '';
  for (const [depth, id] of level.entries()) {
    const node = own(levelAt(document, level.slice(0, depth))?.graph.nodes ?? {}, id);
    const path = `${prefix}${id}`;
    const repeat = analysis.nodes.get(path)?.repeat ?? null;
    const repeated = repeat !== null || (node?.repeat !== undefined && !analysis.nodes.has(path));
    prefix = repeated ? `${path}/0/` : `${path}/`;
  }
  return prefix;
}

/** The type of an output port, `path.port`; within a bypassed block, what it would be. */
export function typeOfPort({ types, bypassed }: Analysis, ref: string): TensorType | undefined {
  return types.get(ref) ?? bypassed.types.get(ref);
}

/** The type of what a wire of the level carries; undefined where it is not known. */
export function typeOfWire(origin: LevelOrigin, edge: Edge): TensorType | undefined {
  const { analysis, level } = origin;
  if (edge.source !== GRAPH_INPUT) {
    return typeOfPort(analysis, `${originPrefix(origin)}${edge.source}.${edge.sourcePort}`);
  }
  const composite = level.at(-1);
  if (composite === undefined) return undefined;
  return typeOfInput({ ...origin, level: level.slice(0, -1) }, composite, edge.sourcePort);
}

/** The type of what is wired into an input port of a node of the level. */
export function typeOfInput(
  origin: LevelOrigin,
  node: string,
  port: string,
): TensorType | undefined {
  const edges = levelAt(origin.document, origin.level)?.graph.edges ?? [];
  const edge = edges.find((known) => known.target === node && known.targetPort === port);
  return edge && typeOfWire(origin, edge);
}
