/** The data sets that are offered; what is in them is loaded when it is used. */
import mnist from './mnist/dataset';
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
import type { DatasetDefinition } from './types';

export const datasets: readonly DatasetDefinition[] = [
  mnist,
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
