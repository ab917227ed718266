/**
 * Reads a document from anywhere: file, link, clipboard, storage. One pipeline: cap, parse, depth
 * and count caps, migrate, validate each part, report. Never throws; bad parts are left out.
 */
import type { Diagnostic } from './diagnostics';
import type { GraphDocument } from './document';
import { CURRENT_VERSION, isObject, migrate } from './migrate';
import { describeRepairs, type Repairs, readDocument } from './read';
import { MAX_DEPTH, MAX_EDGES, MAX_NODES, MAX_TEXT, MAX_VALUES } from './schema';

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

const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const BRACKET = 0x5b;
const BRACKET_END = 0x5d;
const BRACE = 0x7b;
const BRACE_END = 0x7d;

const untouched: Repairs = {
  nodes: [],
  edges: [],
  values: [],
  hyperparameters: [],
  definitions: [],
  variants: [],
  results: [],
  positions: 0,
};

/** Reads a document from its text; a value that is no text goes through the same checks as one. */
export function parseDocument(source: unknown): ParseResult {
  const json = parseText(typeof source === 'string' ? source : toText(source));
  if (json instanceof Refusal) return json.result();
  const refusal = checkCounts(json);
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

/** Text of any value, for the checks; empty when it has none. */
function toText(value: unknown): string {
  try {
    return JSON.stringify(value) ?? '';
  } catch {
    return '';
  }
}

function parseText(text: string): unknown {
  if (text.length > MAX_TEXT) return tooLarge(text.length);
  const refusal = checkExtent(text);
  if (refusal) return refusal;
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

/**
 * Depth and number of values, counted on the text: reading millions of values takes seconds, and
 * walking through deep ones ends the page.
 */
function checkExtent(text: string): Refusal | null {
  let depth = 0;
  let deepest = 0;
  let values = 1;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (inString) {
      if (code === BACKSLASH) at++;
      else if (code === QUOTE) inString = false;
    } else if (code === QUOTE) inString = true;
    else if (code === COMMA) values++;
    else if (code === BRACKET || code === BRACE) {
      values++;
      deepest = Math.max(deepest, ++depth);
    } else if (code === BRACKET_END || code === BRACE_END) depth--;
  }
  if (deepest > MAX_DEPTH) {
    return new Refusal(
      'document/damaged',
      `This is not a Patchbay graph: it is nested more than ${MAX_DEPTH} deep.`,
    );
  }
  if (values <= MAX_VALUES) return null;
  return new Refusal(
    'document/too-large',
    `It holds more than ${MAX_VALUES} values, which no graph needs.`,
  );
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

function checkCounts(json: unknown): Refusal | null {
  if (!isObject(json)) return null;
  const whole = [json, ...(Array.isArray(json.variants) ? json.variants : [])].filter(isObject);
  const graphs = whole.flatMap((graph) => [
    graph,
    ...Object.values(isObject(graph.definitions) ? graph.definitions : {}),
  ]);
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
