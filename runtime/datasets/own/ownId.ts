/** Ids of a user's own data: they can be read, so that a computer without it can say what is missing. */

const PREFIX = 'own:';
const LONGEST = 40;

export function isOwnId(id: string): boolean {
  return id.startsWith(PREFIX);
}

/** `own:cats-and-dogs-1a2b3c4d`. Ids of documents have letters without accents only. */
export function toOwnId(title: string, hash: string): string {
  const plain = title.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const slug = plain.replace(/[^a-z0-9]+/g, '-').slice(0, LONGEST);
  return `${PREFIX}${slug.replace(/^-+|-+$/g, '') || 'data'}-${hash}`;
}

/** "Cats and dogs": as near to the title as the id tells. */
export function titleOfOwnId(id: string): string {
  const slug = id.slice(PREFIX.length).replace(/-[0-9a-f]{8}$/, '');
  const words = slug.replaceAll('-', ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
