/** Makes a composite of selected blocks: they become the inside of one block of the document. */
import type {
  CompositeDefinition,
  Edge,
  GraphDocument,
  GraphFragment,
  GraphNode,
  Hyperparameter,
  ParamValue,
  PortSpec,
} from '../../runtime/index';
import {
  edgeKey,
  GRAPH_INPUT,
  GRAPH_OUTPUT,
  isId,
  namesIn,
  newId,
  resolveScope,
} from '../../runtime/index';
import type { Command, Level } from './command';
import { type BlockFace, editLevel, faceOf, hyperparametersAt, levelAt } from './levels';
import { roundPosition } from './nodes';

/** Why these blocks cannot become one, in a sentence; null where they can. */
export function whyNotGroup(
  document: GraphDocument,
  level: Level,
  ids: readonly string[],
): string | null {
  const open = levelAt(document, level);
  if (!open || open.kind === 'builtin') return 'This block is built in and cannot be changed.';
  const chosen = new Set(ids.filter((id) => Object.hasOwn(open.graph.nodes, id)));
  if (chosen.size === 0) return 'Select some blocks first.';
  const between = nodeBetween(open.graph, chosen);
  if (between === null) return null;
  const node = open.graph.nodes[between];
  const title = node.label ?? faceOf(document, node.block)?.title ?? node.block;
  return `${title} lies between these blocks. Select it, too.`;
}

/**
 * Puts blocks into a composite of their own, wired as before, with a port for each wire that crosses
 * its border and for each input that still needs one. It computes the same. Values that their
 * expressions name become its parameters. Does nothing where `whyNotGroup` has a reason.
 */
export function groupNodes(level: Level, ids: readonly string[]): Command {
  return {
    label: 'Group into a block',
    selectsAdded: true,
    apply: (document) => {
      if (whyNotGroup(document, level, ids) !== null) return document;
      const open = levelAt(document, level);
      if (!open) return document;
      const { nodes, edges } = open.graph;
      const chosen = new Map(ids.flatMap((id) => (nodes[id] ? [[id, nodes[id]] as const] : [])));
      const block = newId(Object.keys(document.definitions), 'block');
      const use = newId(Object.keys(nodes));
      const border = cutOut(document, { nodes, edges }, chosen);
      const params = paramsOf(document, level, chosen);
      const definition: CompositeDefinition = {
        title: freeTitle(document),
        inputs: border.inputs,
        outputs: border.outputs,
        params,
        nodes: movedToOrigin(chosen),
        edges: border.inside,
      };
      const node: GraphNode = {
        id: use,
        block,
        params: Object.fromEntries(params.map(({ name }): [string, ParamValue] => [name, name])),
        position: middleOf(chosen),
      };
      const grouped = editLevel(document, level, () => ({
        nodes: {
          ...Object.fromEntries(Object.entries(nodes).filter(([id]) => !chosen.has(id))),
          [use]: node,
        },
        edges: border.outside(use),
      }));
      return { ...grouped, definitions: { ...grouped.definitions, [block]: definition } };
    },
  };
}

/** A node outside that one of `chosen` feeds and that feeds one of them: grouping would close a loop. */
function nodeBetween(graph: GraphFragment, chosen: ReadonlySet<string>): string | null {
  const targets = new Map<string, string[]>();
  for (const { source, target } of graph.edges) {
    if (!Object.hasOwn(graph.nodes, source) || !Object.hasOwn(graph.nodes, target)) continue;
    targets.set(source, [...(targets.get(source) ?? []), target]);
  }
  const fed = new Set<string>();
  const queue = [...chosen].flatMap((id) => targets.get(id) ?? []).filter((id) => !chosen.has(id));
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    if (fed.has(id)) continue;
    fed.add(id);
    const next = targets.get(id) ?? [];
    if (next.some((target) => chosen.has(target))) return id;
    queue.push(...next);
  }
  return null;
}

interface Border {
  readonly inputs: Readonly<Record<string, PortSpec>>;
  readonly outputs: Readonly<Record<string, PortSpec>>;
  /** Wires of the composite's graph. */
  readonly inside: readonly Edge[];
  /** Wires of the level, led to the composite's node. */
  outside(use: string): readonly Edge[];
}

/** What to do with each wire. Whatever feeds several blocks inside comes in through one port. */
function cutOut(
  document: GraphDocument,
  { nodes, edges }: GraphFragment,
  chosen: ReadonlyMap<string, GraphNode>,
): Border {
  const face = (id: string): BlockFace | undefined =>
    nodes[id] && faceOf(document, nodes[id].block);
  const inputs: Record<string, PortSpec> = {};
  const outputs: Record<string, PortSpec> = {};
  const inside: Edge[] = [];
  const portOf = new Map<string, string>();
  const enter = (key: string, target: string, targetPort: string) => {
    const spec = face(target)?.inputs[targetPort] ?? unknownPort;
    const known = portOf.get(key);
    const port = known ?? freePort(inputs, targetPort);
    portOf.set(key, port);
    const optional = spec.optional && (!known || inputs[port].optional);
    inputs[port] = withOptional(known ? inputs[port] : spec, optional === true);
    inside.push({ source: GRAPH_INPUT, sourcePort: port, target, targetPort });
  };
  const leave = (source: string, sourcePort: string): string => {
    const key = `${source}.${sourcePort}`;
    const known = portOf.get(key);
    if (known) return known;
    const port = freePort(outputs, sourcePort);
    portOf.set(key, port);
    outputs[port] = face(source)?.outputs[sourcePort] ?? unknownPort;
    inside.push({ source, sourcePort, target: GRAPH_OUTPUT, targetPort: port });
    return port;
  };
  const outside: ((use: string) => Edge)[] = [];
  for (const edge of edges) {
    const { source, sourcePort, target, targetPort } = edge;
    if (chosen.has(source) && chosen.has(target)) inside.push(edge);
    else if (chosen.has(target)) enter(`${source}.${sourcePort}`, target, targetPort);
    else if (chosen.has(source)) {
      const port = leave(source, sourcePort);
      outside.push((use) => ({ source: use, sourcePort: port, target, targetPort }));
    } else outside.push(() => edge);
  }
  const wired = new Set(edges.map(edgeKey));
  for (const id of chosen.keys()) {
    for (const [port, { optional }] of Object.entries(face(id)?.inputs ?? {})) {
      const key = edgeKey({ target: id, targetPort: port });
      if (!optional && !wired.has(key)) enter(`open ${key}`, id, port);
    }
  }
  // Where nothing leads out yet, what nobody reads does.
  if (Object.keys(outputs).length === 0) {
    const read = new Set(edges.map(({ source }) => source));
    for (const id of chosen.keys()) {
      if (!read.has(id)) for (const port of Object.keys(face(id)?.outputs ?? {})) leave(id, port);
    }
  }
  return {
    inputs,
    outputs,
    inside,
    outside: (use) => {
      const entered = new Map<string, Edge>();
      for (const { source, sourcePort, target } of edges) {
        if (!chosen.has(target) || chosen.has(source)) continue;
        const port = portOf.get(`${source}.${sourcePort}`);
        if (port) entered.set(port, { source, sourcePort, target: use, targetPort: port });
      }
      return [...outside.map((wire) => wire(use)), ...entered.values()];
    },
  };
}

/** A port of a block that is not known here. */
const unknownPort: PortSpec = { axes: '...', dtype: 'any' };

function withOptional({ optional: _old, ...spec }: PortSpec, optional: boolean): PortSpec {
  return optional ? { ...spec, optional } : spec;
}

function freePort(taken: Readonly<Record<string, PortSpec>>, wanted: string): string {
  if (isId(wanted) && !Object.hasOwn(taken, wanted)) return wanted;
  let number = 2;
  while (Object.hasOwn(taken, `${wanted.slice(0, 28)}_${number}`)) number++;
  return `${wanted.slice(0, 28)}_${number}`;
}

/** The named values that expressions of the blocks use, as parameters with their present value. */
function paramsOf(
  document: GraphDocument,
  level: Level,
  chosen: ReadonlyMap<string, GraphNode>,
): readonly Hyperparameter[] {
  const used = new Set(
    [...chosen.values()].flatMap(({ params, repeat }) =>
      [...Object.values(params), repeat ?? 0].flatMap((written) =>
        typeof written === 'string' ? namesIn(written) : [],
      ),
    ),
  );
  const named = hyperparametersAt(document, level);
  const scope = resolveScope(named, new Map(), () => undefined);
  return named.flatMap((entry) => {
    const value = scope.get(entry.name);
    return used.has(entry.name) && value !== undefined ? [{ ...entry, value }] : [];
  });
}

/** The blocks with their top left corner at 0, 0. */
function movedToOrigin(
  chosen: ReadonlyMap<string, GraphNode>,
): Readonly<Record<string, GraphNode>> {
  const places = [...chosen.values()].map(({ position }) => position);
  const left = Math.min(...places.map(({ x }) => x));
  const top = Math.min(...places.map(({ y }) => y));
  return Object.fromEntries(
    [...chosen].map(([id, node]) => [
      id,
      { ...node, position: roundPosition({ x: node.position.x - left, y: node.position.y - top }) },
    ]),
  );
}

function middleOf(chosen: ReadonlyMap<string, GraphNode>) {
  const places = [...chosen.values()].map(({ position }) => position);
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  return roundPosition({ x: mean(places.map(({ x }) => x)), y: mean(places.map(({ y }) => y)) });
}

function freeTitle({ definitions }: GraphDocument): string {
  const taken = new Set(Object.values(definitions).map(({ title }) => title));
  let number = 1;
  const title = () => (number === 1 ? 'My block' : `My block ${number}`);
  while (taken.has(title())) number++;
  return title();
}
