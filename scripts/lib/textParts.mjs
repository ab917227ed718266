/** Texts in three parts as one packed file: runtime/datasets/text/parts.ts documents the format. */
import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';

/** @typedef {{ train: string, validation: string, test: string }} Parts */

/** @param {Parts} parts */
export function packParts({ train, validation, test }) {
  const parts = [train, validation, test];
  if (parts.some((part) => part.includes('\f'))) throw new Error('A part has a form feed in it');
  return gzipSync(Buffer.from(parts.join('\f'), 'utf8'), { level: 9 });
}

/**
 * SHA-256 of what is packed: packed bytes differ between versions of Node, these do not.
 * @param {Uint8Array} packed
 */
export function checksumOf(packed) {
  return createHash('sha256').update(gunzipSync(packed)).digest('hex');
}

/**
 * Typographic signs as those of a keyboard, and single spaces: fewer characters that are seen a few
 * times only.
 * @param {string} text
 */
export function plain(text) {
  return text
    .normalize('NFC')
    .replace(/[\u2018\u2019\u02bc]/g, "'")
    .replace(/[\u201c\u201d]/g, '"')
    .replace(/[\u2010\u2011\u2013]/g, '-')
    .replace(/\u2014/g, '--')
    .replace(/\u2026/g, '...')
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim();
}

/**
 * A number that a name is drawn by: the same with every Node.
 * @param {string} seed
 * @param {string} name
 */
export function rankOf(seed, name) {
  return createHash('sha256').update(`${seed}:${name}`).digest('hex');
}
