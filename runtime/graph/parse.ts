/**
 * Reads a document from anywhere: file, link, clipboard, storage. One pipeline: cap, parse, depth
 * and count caps, migrate, validate each part, report. Never throws; bad parts are left out.
 */
import type { Diagnostic } from './diagnostics';
import type { GraphDocument } from './document';
import { CURRENT_VERSION, isObject, migrate } from './migrate';
import { describeRepairs, type Repairs, readDocument } from './read';
import { MAX_DEPTH, MAX_EDGES, MAX_NODES, MAX_TEXT } from './schema';

/** What became of a document on its way in. */
export interface ParseReport {
  /** The version it was written in; null when it could not be told. */
  readonly version: number | null;
  /** Parts that were left out or repaired; all zero for a sound document. */
  readonly repairs: Repairs;
}

export interface ParseResult {
  /** Null when nothing could be read: the caller keeps the bytes. */
  readonly document: GraphDocument | null;
  readonly diagnostics: readonly Diagnostic[];
  readonly report: ParseReport;
}

const untouched: Repairs = {
  nodes: [],
  edges: [],
  values: [],
  hyperparameters: [],
  definitions: [],
  positions: 0,
};

/** Reads a document from its text, or from JSON that is already read. */
export function parseDocument(source: unknown): ParseResult {
  const json = typeof source === 'string' ? parseText(source) : source;
  if (json instanceof Refusal) return json.result();
  const refusal = checkSize(json);
  if (refusal) return refusal.result();
  if (!isObject(json) || json.format !== 'patchbay') {
    return new Refusal('document/damaged', 'This is not a Patchbay graph.').result();
  }
  const { version } = json;
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) {
    return new Refusal('document/damaged', 'The graph does not tell its version.').result();
  }
  if (version > CURRENT_VERSION) {
    return new Refusal(
      'document/newer',
      `It is written in version ${version}; this Patchbay reads up to version ${CURRENT_VERSION}.`,
      'Reload the page to get the newest Patchbay. The file is kept as it is.',
    ).result(version);
  }
  const { document, repairs } = readDocument(migrate(json, version));
  return { document, diagnostics: describeRepairs(repairs), report: { version, repairs } };
}

function parseText(text: string): unknown {
  if (text.length > MAX_TEXT) return tooLarge(text.length);
  try {
    return JSON.parse(text);
  } catch {
    return new Refusal(
      'document/damaged',
      'This is not a Patchbay graph: the text is not complete JSON.',
      'If it was copied or sent, ask for the file again.',
    );
  }
}

function tooLarge(bytes: number): Refusal {
  const size = Math.ceil(bytes / 2 ** 20);
  const cap = MAX_TEXT / 2 ** 20;
  return new Refusal(
    'document/too-large',
    `It has ${size} MiB; graphs of up to ${cap} MiB can be opened.`,
  );
}

/** Reads a document from a file, which is not even loaded when it is too large. */
export async function parseDocumentFile(file: Blob): Promise<ParseResult> {
  if (file.size > MAX_TEXT) return tooLarge(file.size).result();
  try {
    return parseDocument(await file.text());
  } catch {
    return new Refusal('document/damaged', 'The file could not be read.').result();
  }
}

/** Caps that hold before anything walks through the value by recursion. */
function checkSize(json: unknown): Refusal | null {
  if (isDeeperThan(json, MAX_DEPTH)) {
    return new Refusal(
      'document/damaged',
      `This is not a Patchbay graph: it is nested more than ${MAX_DEPTH} deep.`,
    );
  }
  if (!isObject(json)) return null;
  const graphs = [json, ...Object.values(isObject(json.definitions) ? json.definitions : {})];
  let nodes = 0;
  let edges = 0;
  for (const graph of graphs) {
    if (!isObject(graph)) continue;
    if (isObject(graph.nodes)) nodes += Object.keys(graph.nodes).length;
    if (Array.isArray(graph.edges)) edges += graph.edges.length;
  }
  if (nodes <= MAX_NODES && edges <= MAX_EDGES) return null;
  return new Refusal(
    'document/too-large',
    `It has ${nodes} blocks and ${edges} wires; up to ${MAX_NODES} blocks and ${MAX_EDGES} wires can be opened.`,
  );
}

/** By a loop: a recursion would end the page on `[[[[...`. */
function isDeeperThan(json: unknown, limit: number): boolean {
  let level: unknown[] = [json];
  for (let depth = 0; depth <= limit; depth++) {
    const next: unknown[] = [];
    for (const value of level) {
      if (typeof value !== 'object' || value === null) continue;
      for (const inner of Object.values(value)) next.push(inner);
    }
    if (next.length === 0) return false;
    level = next;
  }
  return true;
}

/** A document of which nothing can be opened. */
class Refusal {
  constructor(
    readonly code: 'document/damaged' | 'document/newer' | 'document/too-large',
    readonly message: string,
    readonly hint?: string,
  ) {}

  result(version: number | null = null): ParseResult {
    const { code, message, hint } = this;
    const diagnostic: Diagnostic = {
      code,
      severity: 'error',
      message,
      ...(hint ? { hint } : {}),
      at: {},
    };
    return { document: null, diagnostics: [diagnostic], report: { version, repairs: untouched } };
  }
}
