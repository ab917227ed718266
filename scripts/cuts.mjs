/**
 * `npm run data:cuts`: rebuilds the pictures that the site carries, in runtime/datasets/pictures, from
 * the sources of the data packs. `-- mnist` rebuilds one. Their READMEs say what was chosen, and a test
 * holds the checksums that are printed here.
 */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './lib/install.mjs';
import { readCifar10, readDigits, readFashionMnist, readMnist } from './lib/pictureSources.mjs';
import { checksumOf, packPictures } from './lib/pictures.mjs';

/** @typedef {import('./lib/pictures.mjs').Pictures} Pictures */
/** @typedef {import('./lib/pictureSources.mjs').Source} Source */

/** @type {Readonly<Record<string, { file: string, cut: () => Source }>>} */
const cuts = {
  'digits-8x8': { file: 'digits8x8/digits.bin', cut: cutDigits },
  mnist: { file: 'mnist/mnist.bin', cut: cutMnist },
  'fashion-mnist': { file: 'fashionMnist/fashion-mnist.bin', cut: cutFashionMnist },
  cifar10: { file: 'cifar10Small/cifar10.bin', cut: cutCifar10 },
};

const [wanted] = process.argv.slice(2);
if (wanted !== undefined && !Object.hasOwn(cuts, wanted)) {
  console.error(`There is no cut ${wanted}; there are ${Object.keys(cuts).join(', ')}.`);
  process.exit(1);
}
for (const [name, { file, cut }] of Object.entries(cuts)) {
  if (wanted !== undefined && wanted !== name) continue;
  try {
    make(file, cut());
  } catch (error) {
    console.error(`${name}: ${error instanceof Error ? error.message : error}`);
    process.exitCode = 1;
  }
}

/**
 * @param {string} file
 * @param {Source} source
 */
function make(file, { kind, train, test }) {
  const packed = packPictures(kind, train, test);
  writeFileSync(join(root, 'runtime', 'datasets', 'pictures', file), packed);
  console.log(`${file}: ${train.labels.length} training and ${test.labels.length} test pictures`);
  console.log(`  ${packed.length} bytes`);
  console.log(`  checksum ${checksumOf(packed)}`);
}

/** 30 of each digit are held out; the others lie in the order of their hash. */
function cutDigits() {
  const { kind, train } = readDigits();
  const seed = 'patchbay-digits-1';
  const held = choose(train, 30, seed);
  const rest = rank(train, seed).filter((index) => !held.includes(index));
  return { kind, train: pick(train, rest), test: pick(train, held) };
}

/** All test pictures, as published. */
function cutMnist() {
  const { kind, train, test } = readMnist();
  return { kind, train: pick(train, choose(train, 2440, 'patchbay-mnist-1')), test };
}

function cutFashionMnist() {
  return cutBoth(readFashionMnist(), 660, 200, 'patchbay-fashion-mnist-1');
}

function cutCifar10() {
  return cutBoth(readCifar10(), 100, 20, 'patchbay-cifar10-1');
}

/**
 * @param {Source} source
 * @param {number} trainPerClass
 * @param {number} testPerClass
 * @param {string} seed
 * @returns {Source}
 */
function cutBoth({ kind, train, test }, trainPerClass, testPerClass, seed) {
  return {
    kind,
    train: pick(train, choose(train, trainPerClass, seed)),
    test: pick(test, choose(test, testPerClass, seed)),
  };
}

/**
 * Equally many of each class, in the order 0, 1, .. 9, 0, 1, ..: any first part is balanced. A larger
 * selection only adds to a smaller one.
 * @param {Pictures} pictures
 * @param {number} perClass
 * @param {string} seed
 */
function choose(pictures, perClass, seed) {
  const ranked = rank(pictures, seed);
  const classes = Array.from({ length: Math.max(...pictures.labels) + 1 }, (_, label) =>
    ranked.filter((index) => pictures.labels[index] === label),
  );
  return Array.from({ length: perClass }, (_, round) =>
    classes.map((indices) => indices[round]),
  ).flat();
}

/**
 * Indices in the order of a seeded hash of themselves: the same with every Node.
 * @param {Pictures} pictures
 * @param {string} seed
 */
function rank({ labels }, seed) {
  return Array.from(labels, (_, index) => ({
    index,
    hash: createHash('sha256').update(`${seed}:${index}`).digest('hex'),
  }))
    .sort((a, b) => (a.hash < b.hash ? -1 : 1))
    .map(({ index }) => index);
}

/**
 * @param {Pictures} pictures
 * @param {readonly number[]} indices
 * @returns {Pictures}
 */
function pick({ images, labels }, indices) {
  const size = images.length / labels.length;
  return {
    images: Buffer.concat(
      indices.map((index) => images.subarray(index * size, (index + 1) * size)),
    ),
    labels: Uint8Array.from(indices, (index) => labels[index]),
  };
}
