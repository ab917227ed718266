/**
 * A document in the `#` part of an address, which never reaches a server:
 * `g1.<length>.<crc32>.<data>`, data being canonical JSON, deflated (RFC 1951), in base64url.
 * Chat programs cut long links; length and checksum tell a cut link from a damaged one.
 */
import type { Diagnostic } from './diagnostics';
import type { GraphDocument } from './document';
import { type ParseResult, parseDocument } from './parse';
import { serializeDocument } from './serialize';

/** The most characters a link may have (Chromium's limit for an address). */
const MAX_LINK = 2 * 1024 * 1024;
/** The most bytes a link may inflate to; a hostile one inflates a thousandfold. */
const MAX_INFLATED = 4 * 1024 * 1024;

export type LinkResult =
  | ({ readonly kind: 'document'; readonly document: GraphDocument } & Omit<
      ParseResult,
      'document'
    >)
  | {
      readonly kind: 'cut' | 'damaged' | 'too-large' | 'newer';
      readonly document: null;
      readonly diagnostics: readonly Diagnostic[];
    };

/** The fragment of a link that holds the document, without the `#`. */
export async function encodeLink(document: GraphDocument): Promise<string> {
  const bytes = new TextEncoder().encode(serializeDocument(document));
  const { readable, writable } = new CompressionStream('deflate-raw');
  const written = write(writable, bytes);
  const data = toBase64Url(await readAll(readable, Number.POSITIVE_INFINITY));
  await written;
  return `g1.${data.length}.${crc32(data)}.${data}`;
}

/** Reads the fragment of a link, with or without the `#`. Never throws. */
export async function decodeLink(fragment: string): Promise<LinkResult> {
  const text = fragment.startsWith('#') ? fragment.slice(1) : fragment;
  if (text.length > MAX_LINK) {
    return refuse('too-large', 'The link is longer than any graph needs.', ASK);
  }
  const parts = /^g([1-9]\d{0,2})\.([1-9]\d{0,7})\.([0-9a-f]{8})\.([A-Za-z0-9_-]*)$/.exec(text);
  if (!parts) return refuseHead(text);
  const [, version, length, checksum, data] = parts;
  if (version !== '1') {
    return refuse('newer', 'The link was made by a newer Patchbay.', 'Reload the page to get it.');
  }
  if (data.length < Number(length)) {
    return refuse('cut', `The link was cut at ${data.length} of ${length} characters.`, ASK);
  }
  if (data.length > Number(length) || crc32(data) !== checksum) return damaged();
  const bytes = fromBase64Url(data);
  const inflated = bytes && (await inflate(bytes));
  if (!inflated) return damaged();
  if (inflated === 'too-large') {
    return refuse('too-large', 'The link unfolds to more than 4 MiB.', ASK);
  }
  const { document, diagnostics, report } = parseDocument(inflated);
  if (document) return { kind: 'document', document, diagnostics, report };
  const code = diagnostics[0]?.code;
  const kind =
    code === 'document/newer' ? 'newer' : code === 'document/too-large' ? 'too-large' : 'damaged';
  return { kind, document: null, diagnostics };
}

const ASK = 'Ask for the link again, or for the graph as a file.';

function refuse(
  kind: Exclude<LinkResult['kind'], 'document'>,
  message: string,
  hint: string,
): LinkResult {
  const code =
    kind === 'newer'
      ? 'document/newer'
      : kind === 'too-large'
        ? 'document/too-large'
        : 'document/damaged';
  const diagnostic: Diagnostic = { code, severity: 'error', message, hint, at: {} };
  return { kind, document: null, diagnostics: [diagnostic] };
}

function damaged(): LinkResult {
  return refuse('damaged', 'The link was changed on its way and cannot be read.', ASK);
}

/** A link that ends before its data starts was cut; anything else was changed. */
function refuseHead(text: string): LinkResult {
  const cut = /^(g|g[1-9]\d{0,2}(\.(\d{0,8}(\.[0-9a-f]{0,8})?)?)?)?$/.test(text);
  if (cut) return refuse('cut', 'The link was cut before the graph begins.', ASK);
  return damaged();
}

/** The text, or what went wrong: nothing that was deflated, or more than the cap. */
async function inflate(bytes: Uint8Array<ArrayBuffer>): Promise<string | 'too-large' | null> {
  const { readable, writable } = new DecompressionStream('deflate-raw');
  const written = write(writable, bytes);
  try {
    const inflated = await readAll(readable, MAX_INFLATED);
    await written;
    return new TextDecoder('utf-8', { fatal: true }).decode(inflated);
  } catch (error) {
    return error instanceof TooLarge ? 'too-large' : null;
  }
}

class TooLarge extends Error {}

/** Failure shows where the result is read; a rejection nobody awaits would end a Node process. */
async function write(stream: WritableStream<BufferSource>, bytes: Uint8Array<ArrayBuffer>) {
  const writer = stream.getWriter();
  try {
    await writer.write(bytes);
    await writer.close();
  } catch {
    // The reader of the other end meets the same error.
  }
}

async function readAll(stream: ReadableStream<Uint8Array>, cap: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = stream.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    size += next.value.byteLength;
    if (size > cap) {
      await reader.cancel();
      throw new TooLarge();
    }
    chunks.push(next.value);
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return whole;
}

function toBase64Url(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += 0x8000) {
    binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  }
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> | null {
  try {
    const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    return Uint8Array.from(binary, (character) => character.charCodeAt(0));
  } catch {
    return null;
  }
}

/** CRC-32 (ISO 3309) of ASCII text, as eight hexadecimal digits: finds every change of one character. */
function crc32(text: string): string {
  let crc = 0xffffffff;
  for (let at = 0; at < text.length; at++) {
    crc ^= text.charCodeAt(at);
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ((crc ^ 0xffffffff) >>> 0).toString(16).padStart(8, '0');
}
