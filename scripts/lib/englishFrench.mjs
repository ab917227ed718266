/**
 * Sentences in English and French from three npm packages: the Scratch site and editor, the messages of
 * the TypeScript compiler, the names of emoji.
 */
import { fetchPackage } from './npmPackage.mjs';
import { plain, rankOf } from './textParts.mjs';

/** @typedef {import('./textParts.mjs').Parts} Parts */
/** @typedef {{ english: string, french: string, group: string }} Pair */
/** @typedef {ReadonlyMap<string, Buffer>} Files */

const PACKAGES = {
  // Later versions are under another licence.
  'scratch-l10n@3.18.350':
    'uEukgR7rNqQNaP0MCMry81zo22F7cMY7HWyQ0GiUBlX3wCgD4c8sYBrudqTPN3TTtAAPCaZESsuJqJZlXTVL3w==',
  'typescript@5.9.2':
    'CWBzXQrc/qOkhidw1OzBTQuYRbfyxDXJMVJ1XNwUHGROVmuaeiEm3OslpZ1RV96d7SKKjZKrSJu3+t/xlw3R9A==',
  'emojibase-data@17.0.0':
    'Yvgb5AWoHViHV/gq1qr5ZAarcBip+B27/ZLRsUJkbgAEaLlZ/fof9g882LTpmEpyhBNEC0m2SEmItljHsTygjA==',
};
const SEED = 'patchbay-english-french-1';
const HELD = { test: 727, validation: 500 };

/** @returns {Parts} one pair a line, a tab between */
export function pairParts() {
  const [scratch, typescript, emoji] = Object.entries(PACKAGES).map(([name, integrity]) =>
    fetchPackage(name, integrity),
  );
  const pairs = distinct([
    ...readScratch(scratch),
    ...readTypescript(typescript),
    ...readEmoji(emoji),
  ]);
  const { test, validation, train } = split(pairs);
  return { train: toLines(train), validation: toLines(validation), test: toLines(test) };
}

/**
 * @param {Files} files
 * @returns {Pair[]}
 */
function readScratch(files) {
  return [...files.keys()]
    .filter((path) => /^(www|editor)\/[^/]+\/en\.json$/.test(path))
    .sort()
    .flatMap((path) => {
      const other = files.get(path.replace('en.json', 'fr.json'));
      if (!other) return [];
      const english = readJson(files, path);
      const french = JSON.parse(other.toString('utf8'));
      return Object.keys(english).map((key) => toPair(english[key], french[key]));
    });
}

/**
 * Its English messages are calls in the compiler, its French ones a file by their keys.
 * @param {Files} files
 * @returns {Pair[]}
 */
function readTypescript(files) {
  const french = readJson(files, 'lib/fr/diagnosticMessages.generated.json');
  const compiler = files.get('lib/typescript.js')?.toString('utf8') ?? '';
  const call = /: diag\(\d+, \d+ \/\* \w+ \*\/, ("(?:[^"\\]|\\.)*"), ("(?:[^"\\]|\\.)*")/g;
  return [...compiler.matchAll(call)].map(([, key, message]) =>
    toPair(JSON.parse(message), french[JSON.parse(key)]),
  );
}

/**
 * An emoji in its skin tones is one group: "waving hand: light skin tone".
 * @param {Files} files
 * @returns {Pair[]}
 */
function readEmoji(files) {
  /** @typedef {{ label: string, hexcode: string, skins?: Emoji[] }} Emoji */
  /** @param {Emoji[]} list @returns {Emoji[]} */
  const flat = (list) => list.flatMap((each) => [each, ...flat(each.skins ?? [])]);
  const french = new Map(
    flat(readJson(files, 'fr/data.json')).map(({ hexcode, label }) => [hexcode, label]),
  );
  return flat(readJson(files, 'en/data.json')).map(({ hexcode, label }) =>
    toPair(label, french.get(hexcode), label.split(':')[0]),
  );
}

/**
 * @param {Files} files
 * @param {string} path
 */
function readJson(files, path) {
  const content = files.get(path);
  if (!content) throw new Error(`A package lacks ${path}`);
  return JSON.parse(content.toString('utf8'));
}

/**
 * @param {unknown} english
 * @param {unknown} french
 * @param {unknown} group Pairs of one group stay in one part.
 * @returns {Pair}
 */
function toPair(english, french, group = english) {
  /** @param {unknown} text */
  const clean = (text) => (typeof text === 'string' ? plain(text) : '');
  return { english: clean(english), french: clean(french), group: nameOf(clean(group)) };
}

/**
 * What is left of a text without its case and marks: "Say hello!" is "say hello".
 * @param {string} text
 */
function nameOf(text) {
  return (
    text
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu)
      ?.join(' ') ?? text
  );
}

/** A sign of another script: names of partners in their own language. */
const FOREIGN = /[^\p{Script=Latin}\p{N}\p{P}\p{S} ]/u;

/**
 * Without those that are not translated, and each English text once.
 * @param {readonly Pair[]} pairs
 */
function distinct(pairs) {
  /** @type {Map<string, Pair>} */
  const found = new Map();
  for (const pair of pairs) {
    const { english, french } = pair;
    if (!english || !french || english === french || found.has(english)) continue;
    if (FOREIGN.test(english + french)) continue;
    found.set(english, pair);
  }
  return [...found.values()];
}

/**
 * Groups in an order that is drawn; the first that fit are held out, the rest keeps its own order.
 * @param {readonly Pair[]} pairs
 */
function split(pairs) {
  /** @type {Map<string, Pair[]>} */
  const groups = new Map();
  for (const pair of pairs) groups.set(pair.group, [...(groups.get(pair.group) ?? []), pair]);
  const drawn = [...groups].sort(([a], [b]) => (rankOf(SEED, a) < rankOf(SEED, b) ? -1 : 1));
  /** @type {Record<'test' | 'validation', Pair[]>} */
  const held = { test: [], validation: [] };
  const taken = new Set();
  for (const [group, members] of drawn) {
    for (const part of /** @type {const} */ (['test', 'validation'])) {
      if (taken.has(group) || held[part].length + members.length > HELD[part]) continue;
      held[part].push(...members);
      taken.add(group);
    }
  }
  return { ...held, train: pairs.filter(({ group }) => !taken.has(group)) };
}

/** @param {readonly Pair[]} pairs */
function toLines(pairs) {
  return pairs.map(({ english, french }) => `${english}\t${french}\n`).join('');
}
