/** The data sets that are offered; what is in them is loaded when it is used. */

import { knownOwn } from './own/knownOwn';
import cifar10 from './pictures/cifar10/dataset';
import cifar10Small from './pictures/cifar10Small/dataset';
import digitBoxes from './pictures/digitBoxes/dataset';
import digits8x8 from './pictures/digits8x8/dataset';
import fashionMnist from './pictures/fashionMnist/dataset';
import fashionMnistFull from './pictures/fashionMnistFull/dataset';
import mnist from './pictures/mnist/dataset';
import mnistFull from './pictures/mnistFull/dataset';
import shapes from './pictures/shapes/dataset';
import addition from './sequences/addition/dataset';
import brackets from './sequences/brackets/dataset';
import copy from './sequences/copy/dataset';
import parity from './sequences/parity/dataset';
import recall from './sequences/recall/dataset';
import reverseDigits from './sequences/reverseDigits/dataset';
import sort from './sequences/sort/dataset';
import englishFrench from './text/englishFrench/dataset';
import sotu from './text/sotu/dataset';
import sotuFull from './text/sotuFull/dataset';
import type { DatasetDefinition, DatasetInfo } from './types';

export const datasets: readonly DatasetDefinition[] = [
  mnist,
  mnistFull,
  fashionMnist,
  fashionMnistFull,
  cifar10Small,
  cifar10,
  digits8x8,
  shapes,
  digitBoxes,
  reverseDigits,
  copy,
  sort,
  addition,
  recall,
  parity,
  brackets,
  sotu,
  sotuFull,
  englishFrench,
];

/** By id, the user's own among them; undefined for one that is not known. */
export function findDataset(id: string): DatasetInfo | undefined {
  return datasets.find((each) => each.id === id) ?? knownOwn()?.find((each) => each.id === id);
}
