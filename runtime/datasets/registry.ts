/** The data sets that are offered; what is in them is loaded when it is used. */
import cifar10 from './pictures/cifar10/dataset';
import cifar10Small from './pictures/cifar10Small/dataset';
import digitBoxes from './pictures/digitBoxes/dataset';
import digits8x8 from './pictures/digits8x8/dataset';
import fashionMnist from './pictures/fashionMnist/dataset';
import fashionMnistFull from './pictures/fashionMnistFull/dataset';
import mnist from './pictures/mnist/dataset';
import mnistFull from './pictures/mnistFull/dataset';
import shapes from './pictures/shapes/dataset';
import reverseDigits from './reverseDigits/dataset';
import type { DatasetDefinition } from './types';

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
];

/** By id; undefined for one that is not known. */
export function findDataset(id: string): DatasetDefinition | undefined {
  return datasets.find((each) => each.id === id);
}
