/** Validates a written graph part by part: what is bad is left out and noted, the rest stays. */
import {
  type CompositeDefinition,
  type Edge,
  GRAPH_INPUT,
  GRAPH_OUTPUT,
  type GraphFragment,
  type GraphNode,
  type Hyperparameter,
  type ParamValue,
  type PortSpec,
  type Position,
} from './document';
import { edgeKey, isId } from './ids';
import { isObject, type JsonObject } from './migrate';
import {
  blockSchema,
  cleanText,
  edgeSchema,
  expressionSchema,
  flagSchema,
  hyperparameterSchema,
  MAX_COORDINATE,
  MAX_ENTRIES,
  MAX_LABEL,
  paramSchema,
  portSchema,
  positionSchema,
  textSchema,
  tieSchema,
} from './schema';

/** What was left out, in words, and how many nodes had no place of their own. */
export interface Repairs {
  readonly nodes: readonly string[];
  readonly edges: readonly string[];
  /** Single values of a part that was kept: a parameter, a label, a repeat. */
  readonly values: readonly string[];
  readonly hyperparameters: readonly string[];
  readonly definitions: readonly string[];
  readonly variants: readonly string[];
  readonly results: readonly string[];
  /** Nodes whose position was missing or unusable: an automatic layout helps. */
  readonly positions: number;
}

/** Repairs as they are gathered. */
export type Notes = {
  -readonly [K in keyof Repairs]: Repairs[K] extends number ? number : string[];
};

interface Schema<T> {
  safeParse(value: unknown): { success: true; data: T } | { success: false };
}

export function noNotes(): Notes {
  return {
    nodes: [],
    edges: [],
    values: [],
    hyperparameters: [],
    definitions: [],
    variants: [],
    results: [],
    positions: 0,
  };
}

/** `where` is the prefix of names in notes: empty, or the id of a variant and a slash. */
export function readDefinitions(
  json: unknown,
  prefix: string,
  notes: Notes,
): Record<string, CompositeDefinition> {
  const definitions: Record<string, CompositeDefinition> = {};
  for (const [id, entry] of entriesOf(json, notes.definitions)) {
    if (!isId(id) || !isObject(entry)) {
      notes.definitions.push(prefix + quote(id));
      continue;
    }
    const where = `${prefix}${id}/`;
    definitions[id] = {
      title: text(entry.title, MAX_LABEL, `the title of ${prefix}${id}`, notes)?.trim() || id,
      inputs: readPorts(entry.inputs, where, notes),
      outputs: readPorts(entry.outputs, where, notes),
      params: readHyperparameters(entry.params, where, notes),
      ...readGraph(entry, where, true, notes),
    };
  }
  return definitions;
}

function readPorts(json: unknown, where: string, notes: Notes): Record<string, PortSpec> {
  const ports: Record<string, PortSpec> = {};
  for (const [name, entry] of entriesOf(json, notes.values)) {
    const port = isId(name) ? portSchema.safeParse(entry) : null;
    if (port?.success) ports[name] = port.data;
    else notes.values.push(`the port ${where}${quote(name)}`);
  }
  return ports;
}

export function readHyperparameters(json: unknown, where: string, notes: Notes): Hyperparameter[] {
  const list: Hyperparameter[] = [];
  const taken = new Set<string>();
  if (json !== undefined && !Array.isArray(json)) notes.hyperparameters.push(`${where}all`);
  for (const entry of Array.isArray(json) ? json.slice(0, MAX_ENTRIES) : []) {
    const read = hyperparameterSchema.safeParse(entry);
    if (!read.success || taken.has(read.data.name)) {
      const name = isObject(entry) ? String(entry.name).slice(0, 40) : '';
      notes.hyperparameters.push(where + quote(name));
      continue;
    }
    const { label, ...rest } = read.data;
    const shown = label === undefined ? '' : cleanText(label, MAX_LABEL);
    taken.add(rest.name);
    list.push(shown ? { ...rest, label: shown } : rest);
  }
  return list;
}

export function readGraph(
  json: JsonObject,
  where: string,
  inside: boolean,
  notes: Notes,
): GraphFragment {
  const nodes: Record<string, GraphNode> = {};
  if (json.nodes !== undefined && !isObject(json.nodes)) notes.nodes.push(`${where}all`);
  for (const [id, entry] of Object.entries(isObject(json.nodes) ? json.nodes : {})) {
    const node = isId(id) && isObject(entry) ? readNode(id, entry, where, notes) : null;
    if (node) nodes[id] = node;
    else notes.nodes.push(where + quote(id));
  }
  return { nodes, edges: readEdges(json.edges, nodes, where, inside, notes) };
}

function readNode(id: string, json: JsonObject, where: string, notes: Notes): GraphNode | null {
  const block = blockSchema.safeParse(json.block);
  if (!block.success) return null;
  const of = `of ${where}${id}`;
  const params: Record<string, ParamValue> = {};
  for (const [name, entry] of entriesOf(json.params, notes.values)) {
    const param = isId(name) ? paramSchema.safeParse(entry) : null;
    if (param?.success) params[name] = cleanParam(param.data);
    else notes.values.push(`${quote(name)} ${of}`);
  }
  const label = text(json.label, MAX_LABEL, `the label ${of}`, notes)?.trim();
  const repeat = value(expressionSchema, json.repeat, `the repeat ${of}`, notes);
  const tie = value(tieSchema, json.tie, `the shared weights ${of}`, notes);
  const bypass = value(flagSchema, json.bypass, `the bypass ${of}`, notes);
  return {
    id,
    block: block.data,
    params,
    position: readPosition(json.position, notes),
    ...(label ? { label } : {}),
    ...(repeat !== undefined ? { repeat: cleanParam(repeat) } : {}),
    ...(tie !== undefined ? { tie } : {}),
    ...(bypass ? { bypass } : {}),
  };
}

function cleanParam<T extends ParamValue>(param: T): T {
  return (typeof param === 'string' ? cleanText(param, param.length) : param) as T;
}

function readPosition(json: unknown, notes: Notes): Position {
  const read = positionSchema.safeParse(json);
  if (read.success && read.data.every((at) => Math.abs(at) <= MAX_COORDINATE)) {
    // Adding 0 turns -0 into 0.
    const [x, y] = read.data.map((at) => Math.round(at) + 0);
    return { x, y };
  }
  notes.positions++;
  // A column, so that nodes without a place do not hide one another.
  return { x: 0, y: (notes.positions - 1) * 120 };
}

function readEdges(
  json: unknown,
  nodes: Readonly<Record<string, GraphNode>>,
  where: string,
  inside: boolean,
  notes: Notes,
): Edge[] {
  if (json !== undefined && !Array.isArray(json)) notes.edges.push(`${where}all`);
  const edges: Edge[] = [];
  const fed = new Set<string>();
  const known = (id: string, boundary: string) =>
    Object.hasOwn(nodes, id) || (inside && id === boundary);
  for (const entry of Array.isArray(json) ? json : []) {
    const read = edgeSchema.safeParse(entry);
    const from = read.success ? readEnd(read.data[0]) : null;
    const to = read.success ? readEnd(read.data[1]) : null;
    if (!from || !to) {
      notes.edges.push(`${where}one that cannot be read`);
      continue;
    }
    const edge = { source: from.id, sourcePort: from.port, target: to.id, targetPort: to.port };
    const name = `${where}${from.id}.${from.port} to ${to.id}.${to.port}`;
    if (!known(edge.source, GRAPH_INPUT)) notes.edges.push(`${name} (no ${edge.source})`);
    else if (!known(edge.target, GRAPH_OUTPUT)) notes.edges.push(`${name} (no ${edge.target})`);
    else if (fed.has(edgeKey(edge))) notes.edges.push(`${name} (already fed)`);
    else {
      fed.add(edgeKey(edge));
      edges.push(edge);
    }
  }
  return edges;
}

/** `n1.y`: a node's id and a port. */
function readEnd(end: string): { id: string; port: string } | null {
  const dot = end.indexOf('.');
  const id = end.slice(0, dot);
  const port = end.slice(dot + 1);
  const named = id === GRAPH_INPUT || id === GRAPH_OUTPUT || isId(id);
  return dot > 0 && named && isId(port) ? { id, port } : null;
}

/** An optional value: absent stays absent, a bad one is left out and told. */
export function value<T>(
  schema: Schema<T>,
  json: unknown,
  what: string,
  notes: Notes,
): T | undefined {
  if (json === undefined) return undefined;
  const read = schema.safeParse(json);
  if (read.success) return read.data;
  notes.values.push(what);
  return undefined;
}

export function text(json: unknown, max: number, what: string, notes: Notes): string | undefined {
  const read = value(textSchema, json, what, notes);
  if (read === undefined) return undefined;
  if (read.length > max) notes.values.push(`the end of ${what}`);
  return cleanText(read, max);
}

function entriesOf(json: unknown, notes: string[]): [string, unknown][] {
  if (json === undefined) return [];
  const entries = isObject(json) ? Object.entries(json) : null;
  if (!entries || entries.length > MAX_ENTRIES) notes.push('some that cannot be read');
  return (entries ?? []).slice(0, MAX_ENTRIES);
}

/** A name from outside, short enough for a message. */
export function quote(name: string): string {
  const shown = cleanText(name, 40);
  return shown === '' ? 'one without a name' : shown;
}
