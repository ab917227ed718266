/** Finds the graph that a command names: a file, a share link, or a preset. */
import { readFile } from 'node:fs/promises';
import { presets } from '../presets/index';
import type { Diagnostic } from '../runtime/graph/diagnostics';
import type { GraphDocument } from '../runtime/graph/document';
import { decodeLink } from '../runtime/graph/link';
import { parseDocumentFile } from '../runtime/graph/parse';
import { CommandError } from './io';
import { describe } from './print';

export interface LoadedGraph {
  readonly document: GraphDocument;
  /** What was repaired or left out while reading. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Throws a CommandError where there is no graph to be had. */
export async function loadGraph(name: string): Promise<LoadedGraph> {
  if (name.startsWith('preset:')) return { document: presetOf(name.slice(7)), diagnostics: [] };
  const read = /^(https?:|#?g\d+\.)/.test(name)
    ? await decodeLink(name.slice(name.indexOf('#') + 1))
    : await parseDocumentFile(new Blob([await bytesOf(name)]));
  if (read.document) return { document: read.document, diagnostics: read.diagnostics };
  throw new CommandError(read.diagnostics.map(describe).join('\n'));
}

function presetOf(id: string): GraphDocument {
  const preset = presets.find((each) => each.id === id);
  if (preset) return preset.document;
  const known = presets.map((each) => each.id).join(', ');
  throw new CommandError(`There is no preset "${id}"; there are ${known}.`);
}

async function bytesOf(path: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await readFile(path));
  } catch {
    throw new CommandError(`${path} could not be read.`);
  }
}
