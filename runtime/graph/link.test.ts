import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyDocument } from './document';
import { decodeLink, encodeLink } from './link';
import { serializeDocument } from './serialize';
import { documentArbitrary } from './testing/arbitraries';

const sample = {
  ...emptyDocument('Sample'),
  nodes: {
    n1: { id: 'n1', block: 'linear', params: { units: 8 }, position: { x: 0, y: 40 } },
    n2: { id: 'n2', block: 'linear', params: {}, position: { x: 240, y: 40 } },
  },
  edges: [{ source: 'n1', sourcePort: 'y', target: 'n2', targetPort: 'x' }],
};

/** A link over any bytes, with a right length and checksum. */
async function linkOf(bytes: Uint8Array): Promise<string> {
  const data = Buffer.from(bytes).toString('base64url');
  let crc = 0xffffffff;
  for (const character of data) {
    crc ^= character.charCodeAt(0);
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  const sum = ((crc ^ 0xffffffff) >>> 0).toString(16).padStart(8, '0');
  return `g1.${data.length}.${sum}.${data}`;
}

const messageOf = async (link: string) => (await decodeLink(link)).diagnostics[0]?.message;

describe('links', () => {
  it('bring every document back, with or without the #', async () => {
    await fc.assert(
      fc.asyncProperty(documentArbitrary, async (document) => {
        const link = await encodeLink(document);
        expect(link).toMatch(/^g1\.\d+\.[0-9a-f]{8}\.[A-Za-z0-9_-]+$/);
        const decoded = await decodeLink(`#${link}`);
        expect(decoded.kind).toBe('document');
        expect(decoded.document && serializeDocument(decoded.document)).toBe(
          serializeDocument(document),
        );
      }),
      { numRuns: 200 },
    );
  }, 60_000);

  it('are refused at every length they are cut to', async () => {
    const link = await encodeLink(sample);
    const total = link.split('.')[1];
    const start = link.lastIndexOf('.') + 1;
    for (let length = 0; length < link.length; length++) {
      const decoded = await decodeLink(link.slice(0, length));
      expect(decoded.kind).toBe('cut');
      expect(decoded.diagnostics[0].message).toBe(
        length < start
          ? 'The link was cut before the graph begins.'
          : `The link was cut at ${length - start} of ${total} characters.`,
      );
    }
  });

  it('are refused with any single character changed', async () => {
    const link = await encodeLink(sample);
    const characters = 'gA9z0.-_%#f1';
    for (let at = 0; at < link.length; at++) {
      for (const character of characters) {
        if (link[at] === character) continue;
        const changed = link.slice(0, at) + character + link.slice(at + 1);
        const decoded = await decodeLink(changed);
        expect(decoded.document, changed).toBeNull();
        expect(decoded.diagnostics).toHaveLength(1);
      }
    }
  });

  it('of random documents are refused when cut or changed anywhere', async () => {
    const broken = fc.tuple(documentArbitrary, fc.nat(), fc.stringMatching(/^[\x20-\x7e]$/));
    await fc.assert(
      fc.asyncProperty(broken, async ([document, place, character]) => {
        const link = await encodeLink(document);
        const at = place % link.length;
        expect((await decodeLink(link.slice(0, at))).document).toBeNull();
        fc.pre(link[at] !== character);
        const changed = link.slice(0, at) + character + link.slice(at + 1);
        expect((await decodeLink(changed)).document).toBeNull();
      }),
      { numRuns: 200 },
    );
  }, 60_000);

  it('that unfold to more than 4 MiB stop early', async () => {
    const bomb = await linkOf(deflateRawSync(Buffer.alloc(100 * 2 ** 20, 32)));
    const decoded = await decodeLink(bomb);
    expect(decoded.kind).toBe('too-large');
    expect(decoded.diagnostics[0].message).toBe('The link unfolds to more than 4 MiB.');
  });

  it('with a right checksum over something else are damaged', async () => {
    const damaged = 'The link was changed on its way and cannot be read.';
    expect(await messageOf(await linkOf(new Uint8Array([1, 2, 3, 4])))).toBe(damaged);
    expect(await messageOf(await linkOf(deflateRawSync(new Uint8Array([0xff, 0xfe]))))).toBe(
      damaged,
    );
    const whole = deflateRawSync(Buffer.from(serializeDocument(sample)));
    expect(await messageOf(await linkOf(whole.subarray(0, 40)))).toBe(damaged);
    expect(await messageOf(await linkOf(deflateRawSync(Buffer.from('{}'))))).toBe(
      'This is not a Patchbay graph.',
    );
  });

  it('of a newer Patchbay say so', async () => {
    const link = await encodeLink(sample);
    expect((await decodeLink(link.replace('g1.', 'g2.'))).kind).toBe('newer');
    const newer = Buffer.from(serializeDocument(sample).replace('"version":2', '"version":9'));
    expect((await decodeLink(await linkOf(deflateRawSync(newer)))).kind).toBe('newer');
  });

  it('longer than an address can be are not read', async () => {
    expect((await decodeLink(`g1.9.00000000.${'A'.repeat(2 ** 21)}`)).kind).toBe('too-large');
  });
});
